package io.identitystitch.jdbc;

import java.time.Instant;

/**
 * Where a cold signal is among those of its tenant.
 *
 * @param receivedAt when it was received
 * @param id which of those of that moment it is
 */
record ColdPlace(Instant receivedAt, long id) {}
