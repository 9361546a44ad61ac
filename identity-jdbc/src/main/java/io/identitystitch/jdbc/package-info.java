/**
 * The identity store on PostgreSQL and H2: {@link io.identitystitch.jdbc.JdbcIdentityStore} on a pool of connections of its
 * own, {@link io.identitystitch.jdbc.JoinedIdentityStore} inside a host's transaction, and
 * {@link io.identitystitch.jdbc.Schema} for the tables.
 */
@NullMarked
package io.identitystitch.jdbc;

import org.jspecify.annotations.NullMarked;
