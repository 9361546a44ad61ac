package io.identitystitch.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of an erasure. Immutable and thread-safe. */
public sealed interface EraseResult {
    /**
     * The person is gone.
     *
     * @param ids the ids of its profiles, ascending, which answer "erased" from now on
     * @param rows how many records there were of each kind when the erasure began, by the names that the export uses
     */
    record Erased(List<ProfileId> ids, SortedMap<String, Long> rows) implements EraseResult {
        /**
         * Copies the collections.
         *
         * @param ids the ids of its profiles, ascending
         * @param rows how many records there were of each kind
         */
        public Erased {
            ids = List.copyOf(ids);
            rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        }
    }

    /**
     * It was erased before; nothing was written.
     *
     * @param erasure when, by whom and why
     */
    record AlreadyErased(Erasure erasure) implements EraseResult {}

    /** The profile is unknown in this tenant, or the identifier is nobody's; nothing was written. */
    record Unknown() implements EraseResult {}
}
