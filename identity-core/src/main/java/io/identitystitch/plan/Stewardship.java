package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import java.util.List;

/**
 * Those changes that only stewards make.
 *
 * <p>Immutable and thread-safe.
 *
 * @param undone merges to take back
 * @param mayLink pairs that are not kept apart any more
 * @param conflicts decisions on stored conflicts
 * @param locks persons to lock and to unlock
 * @param anonymous persons that the plan leaves without a persistent identifier
 * @param facts facts that go along with their identifiers
 * @param erasing persons to erase
 * @param acts acts to record
 * @param readmitted marks to remove, so that their identifiers begin afresh; each is expected to be there
 */
public record Stewardship(
        List<Undoing> undone,
        List<ProfilePair> mayLink,
        List<ConflictChange> conflicts,
        List<LockChange> locks,
        List<Anonymity> anonymous,
        List<FactMove> facts,
        List<Erasing> erasing,
        List<NewAct> acts,
        List<Digest> readmitted) {
    /** Nothing to change. */
    public static final Stewardship NONE = new Stewardship(List.of(), List.of(), List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param undone merges to take back
     * @param mayLink pairs that are not kept apart any more
     * @param conflicts decisions on stored conflicts
     * @param locks persons to lock and to unlock
     * @param anonymous persons that the plan leaves without a persistent identifier
     * @param facts facts that go along with their identifiers
     * @param erasing persons to erase
     * @param acts acts to record
     * @param readmitted marks to remove, so that their identifiers begin afresh; each is expected to be there
     */
    public Stewardship {
        undone = List.copyOf(undone);
        mayLink = List.copyOf(mayLink);
        conflicts = List.copyOf(conflicts);
        locks = List.copyOf(locks);
        anonymous = List.copyOf(anonymous);
        facts = List.copyOf(facts);
        erasing = List.copyOf(erasing);
        acts = List.copyOf(acts);
        readmitted = List.copyOf(readmitted);
    }

    /**
     * Changes of whole persons.
     *
     * @param undone merges to take back
     * @param mayLink pairs that are not kept apart any more
     * @param conflicts decisions on stored conflicts
     * @param acts acts to record
     */
    public Stewardship(
            List<Undoing> undone, List<ProfilePair> mayLink, List<ConflictChange> conflicts, List<NewAct> acts) {
        this(undone, mayLink, conflicts, List.of(), List.of(), List.of(), List.of(), acts, List.of());
    }

    /** An identifier that begins afresh, and nothing else. */
    static Stewardship readmitting(Digest mark) {
        return new Stewardship(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(mark));
    }

    /**
     * Whether there is nothing to do.
     *
     * @return whether nothing changes
     */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
