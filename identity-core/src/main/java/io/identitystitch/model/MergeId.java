package io.identitystitch.model;

import java.util.UUID;

/**
 * The id of one merge, which is one edge of the evidence graph. Immutable and thread-safe.
 *
 * @param value a UUID
 */
public record MergeId(UUID value) {
    /** The canonical lower-case text form. */
    @Override
    public String toString() {
        return value.toString();
    }
}
