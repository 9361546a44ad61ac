package io.identitystitch.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What became of an undo. Immutable and thread-safe. */
public sealed interface UndoResult {
    /**
     * The person is two persons now.
     *
     * @param merge the merge that was undone
     * @param root the root of the side that kept it
     * @param newRoot the root of the other side
     * @param roots the owners that have another root now, each with that root
     * @param conflicts the refused merges among the owners of both sides, as they are now
     */
    record Undone(
            MergeId merge,
            ProfileId root,
            ProfileId newRoot,
            Map<ProfileId, ProfileId> roots,
            List<ConflictRecord> conflicts)
            implements UndoResult {
        /**
         * Copies the collections.
         *
         * @param merge the merge that was undone
         * @param root the root of the side that kept it
         * @param newRoot the root of the other side
         * @param roots the owners that have another root now, each with that root
         * @param conflicts the refused merges among the owners of both sides, as they are now
         */
        public Undone {
            roots = Map.copyOf(roots);
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Somebody had undone it before; nothing was written.
     *
     * @param merge the merge
     * @param at when it was undone, by the store's clock
     */
    record AlreadyUndone(MergeId merge, Instant at) implements UndoResult {}

    /**
     * A person concerned is locked; nothing was written.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements UndoResult {}

    /**
     * There is no such merge in this tenant; nothing was written.
     *
     * @param merge the id that was asked for
     */
    record Unknown(MergeId merge) implements UndoResult {}
}
