package io.identitystitch.spi;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.Map;

/** What became of a plan. Immutable and thread-safe. */
public sealed interface CommitResult {
    /**
     * It was carried out.
     *
     * @param createdAt when the store created the plan's new profiles, microseconds
     */
    record Committed(Map<ProfileId, Instant> createdAt) implements CommitResult {
        /**
         * Copies the map.
         *
         * @param createdAt when the store created the plan's new profiles, microseconds
         */
        public Committed {
            createdAt = Map.copyOf(createdAt);
        }
    }

    /** Something that the plan expected was no longer true; nothing was changed. */
    record Conflicted() implements CommitResult {}
}
