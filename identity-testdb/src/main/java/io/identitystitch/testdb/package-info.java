/** What tests need of a real PostgreSQL: the server itself, and a proxy that counts and breaks its connections. */
@NullMarked
package io.identitystitch.testdb;

import org.jspecify.annotations.NullMarked;
