package io.identitystitch.plan;

import java.util.List;

/**
 * Those changes that only stewards make.
 *
 * <p>Immutable and thread-safe.
 *
 * @param undone merges to take back
 * @param mayLink pairs that are not kept apart any more
 * @param conflicts decisions on stored conflicts
 * @param acts acts to record
 */
public record Stewardship(
        List<Undoing> undone, List<ProfilePair> mayLink, List<ConflictChange> conflicts, List<NewAct> acts) {
    /** Nothing to change. */
    public static final Stewardship NONE = new Stewardship(List.of(), List.of(), List.of(), List.of());

    /**
     * Copies the lists.
     *
     * @param undone merges to take back
     * @param mayLink pairs that are not kept apart any more
     * @param conflicts decisions on stored conflicts
     * @param acts acts to record
     */
    public Stewardship {
        undone = List.copyOf(undone);
        mayLink = List.copyOf(mayLink);
        conflicts = List.copyOf(conflicts);
        acts = List.copyOf(acts);
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
