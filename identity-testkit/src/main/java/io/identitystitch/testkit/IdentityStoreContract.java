package io.identitystitch.testkit;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * What every {@link IdentityStore} must do. A store passes it in a few lines:
 *
 * <pre>{@code
 * class MyStoreTest extends IdentityStoreContract {
 *     @Override
 *     protected IdentityStore newStore() {
 *         return MyStore.create(emptyDatabase());
 *     }
 * }
 * }</pre>
 *
 * <p>The store is made once and shared by all tests, each of which has tenants of its own. Random tests print their seed; see
 * {@link Histories}. No test depends on another, on the time of day or on a pause.
 *
 * <p>Not thread-safe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class IdentityStoreContract {
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private @Nullable IdentityStore store;

    /** For subclasses. */
    protected IdentityStoreContract() {}

    /**
     * The store under test.
     *
     * @return a new and empty store
     */
    protected abstract IdentityStore newStore();

    /**
     * How many random histories each law is held against. Default: 500; {@code -Didentity.histories=...} goes before it, and
     * before what a subclass says.
     *
     * @return the number
     */
    protected int histories() {
        return 500;
    }

    /**
     * How often two callers race for one person, in each of the ways that they can. Default: 1,000;
     * {@code -Didentity.races=...} goes before it, and before what a subclass says.
     *
     * @return the number
     */
    protected int races() {
        return 1_000;
    }

    /**
     * How many calls a concurrent run makes. Default: 5,000; {@code -Didentity.calls=...} goes before it, and before what a
     * subclass says.
     *
     * @return the number
     */
    protected int concurrentCalls() {
        return 5_000;
    }

    final int racesNow() {
        return Integer.getInteger("identity.races", races());
    }

    final int concurrentCallsNow() {
        return Integer.getInteger("identity.calls", concurrentCalls());
    }

    final synchronized IdentityStore store() {
        if (store == null) {
            store = newStore();
        }
        return store;
    }

    /** A tenant that no other test has. */
    static TenantId newTenant() {
        return TenantId.of("tenant-" + TENANTS.incrementAndGet());
    }

    @Nested
    class Commits extends CommitContract {
        Commits() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Folds extends FoldContract {
        Folds() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Reads extends ReadContract {
        Reads() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfCommits extends CommitLaws {
        LawsOfCommits() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfPersons extends PersonLaws {
        LawsOfPersons() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfFacts extends FactLaws {
        LawsOfFacts() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfBatches extends BatchLaws {
        LawsOfBatches() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfMintedRequests extends MintedLaws {
        LawsOfMintedRequests() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfConcurrency extends ConcurrencyLaws {
        LawsOfConcurrency() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Races extends RaceContract {
        Races() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfStewards extends StewardLaws {
        LawsOfStewards() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class LawsOfMoves extends MovingLaws {
        LawsOfMoves() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class RacesOfMoves extends MovingRaces {
        RacesOfMoves() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Stranded extends StrandedSignals {
        Stranded() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class RacesOfStewards extends StewardRaces {
        RacesOfStewards() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Signals extends SignalContract {
        Signals() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class TasksOfSignals extends SignalTaskContract {
        TasksOfSignals() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class RacesOfSignals extends SignalRaces {
        RacesOfSignals() {
            super(IdentityStoreContract.this);
        }
    }

    @Nested
    class Poison extends PoisonContract {
        Poison() {
            super(IdentityStoreContract.this);
        }
    }
}
