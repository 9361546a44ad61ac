package io.identitystitch.model;

import java.util.UUID;

/**
 * The id of a refused merge that waits for a human. Immutable and thread-safe.
 *
 * @param value a UUID
 */
public record ConflictId(UUID value) {
    /** The canonical lower-case text form. */
    @Override
    public String toString() {
        return value.toString();
    }
}
