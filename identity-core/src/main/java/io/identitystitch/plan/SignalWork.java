package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a plan has to do with signals: those that it keeps, and the profiles whose visitors may have left some in cold storage. A store
 * writes a task for each of these in the transaction of the plan, so that none is forgotten.
 *
 * <p>Immutable and thread-safe.
 *
 * @param staged signals to keep
 * @param searched profiles whose persons' anonymous identifiers are to be searched in cold storage
 * @param asOf when they were identified, by the resolver's clock: from then the search looks back
 */
public record SignalWork(List<NewSignal> staged, SortedSet<ProfileId> searched, Instant asOf) {
    /** Nothing to do. */
    public static final SignalWork NONE = ofStaged(List.of());

    /**
     * Copies the collections.
     *
     * @param staged signals to keep
     * @param searched profiles whose persons' anonymous identifiers are to be searched in cold storage
     * @param asOf when they were identified, by the resolver's clock: from then the search looks back
     */
    public SignalWork {
        staged = List.copyOf(staged);
        searched = Collections.unmodifiableSortedSet(new TreeSet<>(searched));
    }

    /**
     * Signals to keep, and nobody to search.
     *
     * @param staged signals to keep
     * @return the work
     */
    public static SignalWork ofStaged(List<NewSignal> staged) {
        return new SignalWork(staged, Collections.emptySortedSet(), Instant.EPOCH);
    }

    /**
     * Whether there is nothing to do.
     *
     * @return whether nothing is kept and nobody searched
     */
    public boolean isEmpty() {
        return staged.isEmpty() && searched.isEmpty();
    }
}
