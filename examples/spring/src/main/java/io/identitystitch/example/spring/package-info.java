/**
 * An application on Spring that resolves identities when its users sign up: in a transaction of the library's own, and in the
 * transaction of the account.
 */
@NullMarked
package io.identitystitch.example.spring;

import org.jspecify.annotations.NullMarked;
