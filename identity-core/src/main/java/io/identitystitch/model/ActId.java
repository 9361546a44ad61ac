package io.identitystitch.model;

import java.util.UUID;

/**
 * The id of one act of a steward. Immutable and thread-safe.
 *
 * @param value a UUID
 */
public record ActId(UUID value) {
    /** The canonical lower-case text form. */
    @Override
    public String toString() {
        return value.toString();
    }
}
