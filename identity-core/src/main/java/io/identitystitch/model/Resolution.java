package io.identitystitch.model;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a request: who it is, what the call did, and what it left out.
 *
 * <p>Light on purpose: the full profile is read on request. Immutable and thread-safe.
 */
public sealed interface Resolution {
    /**
     * What the call did.
     *
     * @return the outcome
     */
    Outcome outcome();

    /**
     * Who it is.
     *
     * @return the root of the person, empty for {@link Deferred} and {@link Unidentified}
     */
    Optional<ProfileId> profileId();

    /**
     * The identifiers that were not used, and why.
     *
     * @return an unmodifiable list
     */
    List<IgnoredIdentifier> ignored();

    /** An answer that names a person. */
    sealed interface Resolved extends Resolution {
        /**
         * The person's root.
         *
         * @return the profile id
         */
        ProfileId id();

        /**
         * Everything else about the call.
         *
         * @return the details
         */
        Details details();

        @Override
        default Optional<ProfileId> profileId() {
            return Optional.of(id());
        }

        @Override
        default List<IgnoredIdentifier> ignored() {
            return details().ignored();
        }

        /**
         * The profile that owns what the call brought: it stays the same person's through merges and undos.
         *
         * @return the owner's id
         */
        default ProfileId ownerId() {
            return details().ownerId();
        }

        /**
         * How certain the recognition is.
         *
         * @return 0 to 100; 100 for identifiers that are matched exactly
         */
        default int confidence() {
            return details().confidence();
        }
    }

    /**
     * What the answers that name a person have in common.
     *
     * @param ownerId the profile that owns what the call brought
     * @param recognition by what the person was recognised
     * @param confidence how certain that is, 0 to 100
     * @param absorbed the roots that the call folded into the person, in order of their ids
     * @param merges the merges of the call
     * @param handedOver the keys that changed hands in the call
     * @param ignored the identifiers that were not used
     * @param ignoredFacts traits and touch fields that could not be kept
     */
    record Details(
            ProfileId ownerId,
            Recognition recognition,
            int confidence,
            List<ProfileId> absorbed,
            List<MergeId> merges,
            List<IdentifierKey> handedOver,
            List<IgnoredIdentifier> ignored,
            List<IgnoredFact> ignoredFacts) {
        /**
         * Copies the lists.
         *
         * @param ownerId the profile that owns what the call brought
         * @param recognition by what the person was recognised
         * @param confidence how certain that is, 0 to 100
         * @param absorbed the roots that the call folded into the person, in order of their ids
         * @param merges the merges of the call
         * @param handedOver the keys that changed hands in the call
         * @param ignored the identifiers that were not used
         * @param ignoredFacts traits and touch fields that could not be kept
         */
        public Details {
            absorbed = List.copyOf(absorbed);
            merges = List.copyOf(merges);
            handedOver = List.copyOf(handedOver);
            ignored = List.copyOf(ignored);
            ignoredFacts = List.copyOf(ignoredFacts);
        }

        /**
         * The details of a call that changed nothing and left nothing out.
         *
         * @param ownerId the profile that owns what the call brought
         * @param recognition by what the person was recognised
         * @param confidence how certain that is, 0 to 100
         * @return the details
         */
        public static Details of(ProfileId ownerId, Recognition recognition, int confidence) {
            return new Details(ownerId, recognition, confidence, List.of(), List.of(), List.of(), List.of(), List.of());
        }
    }

    /**
     * A profile was created.
     *
     * @param id the new profile
     * @param details the details
     */
    record Created(ProfileId id, Details details) implements Resolved {
        @Override
        public Outcome outcome() {
            return Outcome.CREATED;
        }
    }

    /**
     * Everything was known already.
     *
     * @param id the person's root
     * @param details the details
     */
    record Matched(ProfileId id, Details details) implements Resolved {
        @Override
        public Outcome outcome() {
            return Outcome.MATCHED;
        }
    }

    /**
     * Identifiers were added, or a device changed hands.
     *
     * @param id the person's root
     * @param details the details
     */
    record Linked(ProfileId id, Details details) implements Resolved {
        @Override
        public Outcome outcome() {
            return Outcome.LINKED;
        }
    }

    /**
     * Profiles turned out to be one person.
     *
     * @param id the survivor's root
     * @param details the details, with the absorbed ids
     */
    record Merged(ProfileId id, Details details) implements Resolved {
        @Override
        public Outcome outcome() {
            return Outcome.MERGED;
        }
    }

    /**
     * A merge was refused. The person named is the one whom the host's login asserted.
     *
     * @param id the person's root
     * @param details the details
     * @param refusals what was refused, one for each person set aside
     */
    record Conflict(ProfileId id, Details details, List<Refusal> refusals) implements Resolved {
        /**
         * Copies the list.
         *
         * @param id the person's root
         * @param details the details
         * @param refusals what was refused, one for each person set aside
         */
        public Conflict {
            refusals = List.copyOf(refusals);
        }

        @Override
        public Outcome outcome() {
            return Outcome.CONFLICT;
        }
    }

    /**
     * The store could not be asked in time; the request is kept, or was refused for want of room.
     *
     * @param kept whether the request will be applied later
     */
    record Deferred(boolean kept) implements Resolution {
        @Override
        public Outcome outcome() {
            return Outcome.DEFERRED;
        }

        @Override
        public Optional<ProfileId> profileId() {
            return Optional.empty();
        }

        @Override
        public List<IgnoredIdentifier> ignored() {
            return List.of();
        }
    }

    /**
     * Nobody can be named.
     *
     * @param ignored why each identifier was of no use; empty where the request brought none
     */
    record Unidentified(List<IgnoredIdentifier> ignored) implements Resolution {
        /**
         * Copies the list.
         *
         * @param ignored why each identifier was of no use; empty where the request brought none
         */
        public Unidentified {
            ignored = List.copyOf(ignored);
        }

        @Override
        public Outcome outcome() {
            return Outcome.UNIDENTIFIED;
        }

        @Override
        public Optional<ProfileId> profileId() {
            return Optional.empty();
        }
    }
}
