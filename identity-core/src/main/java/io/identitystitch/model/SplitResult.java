package io.identitystitch.model;

import java.util.List;

/** What became of a split. Immutable and thread-safe. */
public sealed interface SplitResult {
    /**
     * The identifiers are a person of their own now.
     *
     * @param root the root of the person that they left
     * @param created the new profile, which answers for them
     * @param taken the identifiers that it took along, in order of their keys
     */
    record Split(ProfileId root, ProfileId created, List<IdentifierKey> taken) implements SplitResult {
        /**
         * Copies the list.
         *
         * @param root the root of the person that they left
         * @param created the new profile, which answers for them
         * @param taken the identifiers that it took along, in order of their keys
         */
        public Split {
            taken = List.copyOf(taken);
        }
    }

    /**
     * The identifiers are those of several persons; nothing was written.
     *
     * @param roots their roots, ascending
     */
    record SeveralPersons(List<ProfileId> roots) implements SplitResult {
        /**
         * Copies the list.
         *
         * @param roots their roots, ascending
         */
        public SeveralPersons {
            roots = List.copyOf(roots);
        }
    }

    /** One of the identifiers is nobody's, or its value is unusable; nothing was written. */
    record NotHeld() implements SplitResult {}

    /**
     * The person is locked; nothing was written.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements SplitResult {}
}
