package io.identitystitch.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of an export. Immutable and thread-safe. */
public sealed interface ExportResult {
    /**
     * The person was written.
     *
     * @param profile the root of the person
     * @param rows how many records of each kind were written, by the names of the document's arrays
     */
    record Exported(ProfileId profile, SortedMap<String, Long> rows) implements ExportResult {
        /**
         * Copies the map.
         *
         * @param profile the root of the person
         * @param rows how many records of each kind were written
         */
        public Exported {
            rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        }
    }

    /**
     * The person was erased; nothing was written.
     *
     * @param erasure when, by whom and why
     */
    record Erased(Erasure erasure) implements ExportResult {}

    /** The profile is unknown in this tenant, or the identifier is nobody's; nothing was written. */
    record Unknown() implements ExportResult {}
}
