package io.identitystitch.spi;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import java.util.function.Supplier;

/**
 * Where identities are kept: a consistent read and a compare-and-swap. All rules live above it; a store neither decides nor
 * retries.
 *
 * <p>Implementations must be thread-safe unless they say otherwise, and pass the contract of the testkit.
 */
public interface IdentityStore {
    /**
     * Reads what the planner has to know, at one moment. Conflicts and pairs kept apart may be left out where
     * {@link LoadQuery#mayBeRefused} says that none can matter, and may be read a moment later: their commit is a conflict
     * where they have changed.
     *
     * @param query what to read
     * @return the snapshot; lean where the query allows it
     * @throws IdentityStoreException if the store cannot answer
     */
    IdentitySnapshot load(LoadQuery query);

    /**
     * Whether a query of links only ({@link LoadQuery#isOfLinksOnly}) is so much cheaper than others that it pays to ask it first, where
     * it may be enough.
     *
     * @return false unless a store says so
     */
    default boolean isFasterWithLinksOnly() {
        return false;
    }

    /**
     * Carries out a plan, all of it or nothing. A store takes the locks that the plan asks for in their order, then
     * checks every expectation, then writes. Folded facts (the dates of a renewal, traits, touches) are combined with
     * what is stored, so that a late writer never replaces something better.
     *
     * @param plan the plan; not empty
     * @return whether it was carried out; a conflict leaves nothing behind
     * @throws IdentityStoreException if the store cannot tell; carrying out the same plan again is safe, for it is either
     *     carried out once or a conflict
     */
    CommitResult commit(ResolutionPlan plan);

    /**
     * The reads beside resolving.
     *
     * @return the reads, of the same store and, where it takes part in one, of the same transaction
     */
    IdentityReads reads();

    /**
     * The signals of persons, of the same store. What a store that takes part in its caller's transaction has to hand over, it hands over
     * in transactions of its own.
     *
     * @return the signals
     * @throws UnsupportedOperationException if the store keeps none
     */
    default SignalStore signals() {
        throw new UnsupportedOperationException("this store keeps no signals");
    }

    /**
     * Runs one attempt of loading, planning and committing. A store that takes part in its caller's transaction wraps it
     * so that a failed attempt leaves that transaction usable; others just run it.
     *
     * @param <T> what the attempt gives
     * @param attempt the attempt
     * @return what the attempt gave
     */
    default <T> T attempt(Supplier<T> attempt) {
        return attempt.get();
    }

    /**
     * Runs something once what was committed here is visible to others: at once, or when the caller's transaction is
     * said to be committed.
     *
     * @param action what to run; it does not throw
     */
    default void afterCommit(Runnable action) {
        action.run();
    }
}
