/**
 * A cache in front of a store: known sign-ins and lookups are answered without the database, on any number of nodes, and no
 * answer is older than a bound.
 */
@NullMarked
package io.identitystitch.cache;

import org.jspecify.annotations.NullMarked;
