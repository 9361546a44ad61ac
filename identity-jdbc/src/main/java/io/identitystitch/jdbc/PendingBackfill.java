package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.time.Instant;

/**
 * A back-fill that was begun or queued and has not ended. Immutable and thread-safe.
 *
 * @param profile the profile for which rows are stamped
 * @param stamped how many rows by now
 * @param startedAt when it was asked for, by the database's clock
 * @param updatedAt when it went on last, by the database's clock
 * @param running whether somebody is at it, or was until less than half a minute ago
 */
public record PendingBackfill(ProfileId profile, long stamped, Instant startedAt, Instant updatedAt, boolean running) {}
