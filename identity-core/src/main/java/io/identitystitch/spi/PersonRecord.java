package io.identitystitch.spi;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One record of those that are kept of a person, as an export shows it. Nothing that a store keeps of a person may be missing
 * here.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface PersonRecord {
    /** The kinds, in the order in which records are given. */
    List<String> KINDS = List.of(
            "profiles",
            "identifiers",
            "intervals",
            "traits",
            "touches",
            "evidence",
            "merges",
            "kept_apart",
            "conflicts",
            "acts",
            "backfills",
            "signals");

    /**
     * What records like this one are called in exports and counts.
     *
     * @return one of {@link #KINDS}
     */
    String kind();

    /**
     * A profile of the person.
     *
     * @param id the profile
     * @param createdAt when it was created, by the store's clock or as imported
     * @param mergedAt when it was absorbed, by the store's clock; empty for the root
     * @param known whether the person has a persistent identifier; false for an absorbed profile
     * @param locked whether a steward has locked the person; false for an absorbed profile
     */
    record Member(ProfileId id, Instant createdAt, Optional<Instant> mergedAt, boolean known, boolean locked)
            implements PersonRecord {
        @Override
        public String kind() {
            return "profiles";
        }
    }

    /**
     * An identifier that the person has.
     *
     * @param identifier the identifier
     * @param heldSince since when, by event time
     * @param signedInAt the event time of the latest sign-in with it, for devices
     * @param via the identifier of its owner with which it came, empty for none
     */
    record Held(
            ProfileIdentifier identifier, Instant heldSince, Optional<Instant> signedInAt, Optional<IdentifierKey> via)
            implements PersonRecord {
        @Override
        public String kind() {
            return "identifiers";
        }
    }

    /**
     * That the person had an identifier which it has no more, or has again.
     *
     * @param key the identifier
     * @param value the normalised value, empty where it is not readable
     * @param owner the profile that had it
     * @param from since when, by event time
     * @param until until when, by event time
     * @param linkedAt when the profile got it, by the store's clock; empty where that was not recorded
     * @param closedAt when it lost it, by the store's clock
     */
    record HeldBefore(
            IdentifierKey key,
            Optional<String> value,
            ProfileId owner,
            Instant from,
            Instant until,
            Optional<Instant> linkedAt,
            Instant closedAt)
            implements PersonRecord {
        /** The key and the owner. */
        @Override
        public String toString() {
            return "HeldBefore[" + key + ", " + owner + "]";
        }

        @Override
        public String kind() {
            return "intervals";
        }
    }

    /**
     * A trait of one of the profiles.
     *
     * @param owner the profile
     * @param trait the trait
     * @param cameWith the identifiers that it came with
     */
    record OwnedTrait(ProfileId owner, Trait trait, List<IdentifierKey> cameWith) implements PersonRecord {
        /**
         * Copies the list.
         *
         * @param owner the profile
         * @param trait the trait
         * @param cameWith the identifiers that it came with
         */
        public OwnedTrait {
            cameWith = List.copyOf(cameWith);
        }

        @Override
        public String kind() {
            return "traits";
        }
    }

    /**
     * A touch of one of the profiles.
     *
     * @param owner the profile
     * @param touch the touch
     * @param cameWith the identifiers that it came with
     * @param recordedAt when it was recorded, by the store's clock
     */
    record OwnedTouch(ProfileId owner, Touch touch, List<IdentifierKey> cameWith, Instant recordedAt)
            implements PersonRecord {
        /**
         * Copies the list.
         *
         * @param owner the profile
         * @param touch the touch
         * @param cameWith the identifiers that it came with
         * @param recordedAt when it was recorded, by the store's clock
         */
        public OwnedTouch {
            cameWith = List.copyOf(cameWith);
        }

        @Override
        public String kind() {
            return "touches";
        }
    }

    /**
     * Device evidence.
     *
     * @param evidence the evidence
     */
    record Evidence(DeviceEvidence evidence) implements PersonRecord {
        @Override
        public String kind() {
            return "evidence";
        }
    }

    /**
     * A merge of which one side at least is a profile of the person, undone or not.
     *
     * @param merge the merge
     */
    record Merge(MergeRecord merge) implements PersonRecord {
        @Override
        public String kind() {
            return "merges";
        }
    }

    /**
     * That a human keeps a profile of the person apart from another one.
     *
     * @param pair the two
     */
    record Apart(KeptApart pair) implements PersonRecord {
        @Override
        public String kind() {
            return "kept_apart";
        }
    }

    /**
     * A refused merge of which one side at least is a profile of the person.
     *
     * @param record the conflict
     * @param merge the merge that decided it, empty for none
     */
    record Conflict(ConflictRecord record, Optional<MergeId> merge) implements PersonRecord {
        @Override
        public String kind() {
            return "conflicts";
        }
    }

    /**
     * What a steward did with a profile of the person.
     *
     * @param act the act
     */
    record Done(Act act) implements PersonRecord {
        @Override
        public String kind() {
            return "acts";
        }
    }

    /**
     * That rows of a table of the application's own are still to get the person's user id.
     *
     * @param id the number of the run
     * @param owner the profile for which it was asked
     * @param target the table and its columns
     * @param userId the user id, empty where it is not readable
     * @param anonymousIds whose rows, empty where they are not readable
     * @param stamped how many rows have it by now
     * @param startedAt since when, by the store's clock
     * @param updatedAt when the run went on last, by the store's clock
     */
    record Backfill(
            UUID id,
            ProfileId owner,
            String target,
            Optional<String> userId,
            List<String> anonymousIds,
            long stamped,
            Instant startedAt,
            Instant updatedAt)
            implements PersonRecord {
        /**
         * Copies the list.
         *
         * @param id the number of the run
         * @param owner the profile for which it was asked
         * @param target the table and its columns
         * @param userId the user id, empty where it is not readable
         * @param anonymousIds whose rows, empty where they are not readable
         * @param stamped how many rows have it by now
         * @param startedAt since when, by the store's clock
         * @param updatedAt when the run went on last, by the store's clock
         */
        public Backfill {
            anonymousIds = List.copyOf(anonymousIds);
        }

        /** The run and the owner. */
        @Override
        public String toString() {
            return "Backfill[" + id + ", " + owner + "]";
        }

        @Override
        public String kind() {
            return "backfills";
        }
    }

    /**
     * A signal of one of the profiles.
     *
     * @param owner the profile
     * @param contentHash tells it from every other signal of its tenant
     * @param type what happened
     * @param eventId the id that the sender gave it, empty for none
     * @param occurredAt when it happened
     * @param receivedAt when it was received first
     * @param stagedAt when it was stored, by the store's clock
     * @param rehydrated whether it came before its visitor was known
     * @param json the envelope, empty where it is not readable
     * @param cameWith the identifiers that it came with
     */
    record OwnedSignal(
            ProfileId owner,
            Digest contentHash,
            String type,
            Optional<String> eventId,
            Instant occurredAt,
            Instant receivedAt,
            Instant stagedAt,
            boolean rehydrated,
            Optional<String> json,
            List<IdentifierKey> cameWith)
            implements PersonRecord {
        /**
         * Copies the list.
         *
         * @param owner the profile
         * @param contentHash tells it from every other signal of its tenant
         * @param type what happened
         * @param eventId the id that the sender gave it, empty for none
         * @param occurredAt when it happened
         * @param receivedAt when it was received first
         * @param stagedAt when it was stored, by the store's clock
         * @param rehydrated whether it came before its visitor was known
         * @param json the envelope, empty where it is not readable
         * @param cameWith the identifiers that it came with
         */
        public OwnedSignal {
            cameWith = List.copyOf(cameWith);
        }

        /** The hash and the owner. */
        @Override
        public String toString() {
            return "OwnedSignal[" + contentHash + ", " + owner + "]";
        }

        @Override
        public String kind() {
            return "signals";
        }
    }
}
