package io.identitystitch.testkit.behaviour;

import io.identitystitch.spi.IdentityStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * What an {@link io.identitystitch.IdentityResolver} does on any store: who is who, what is kept of a person, what is refused
 * and said. A store passes it in a few lines:
 *
 * <pre>{@code
 * class MyStoreBehaviourTest extends IdentityBehaviourContract {
 *     @Override
 *     protected IdentityStore newStore() {
 *         return MyStore.create(emptyDatabase());
 *     }
 * }
 * }</pre>
 *
 * <p>The store is made once and shared by all tests, each of which has tenants of its own. No test depends on another, on the
 * time of day or on a pause.
 *
 * <p>Not thread-safe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class IdentityBehaviourContract {
    private @Nullable IdentityStore store;

    /** For subclasses. */
    protected IdentityBehaviourContract() {}

    /**
     * The store under test.
     *
     * @return a new and empty store
     */
    protected abstract IdentityStore newStore();

    final synchronized IdentityStore store() {
        if (store == null) {
            store = newStore();
        }
        return store;
    }

    @Nested
    class Leads extends LeadBehaviours {
        Leads() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Survivors extends SurvivorBehaviours {
        Survivors() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Touches extends TouchBehaviours {
        Touches() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class SignIns extends SignInBehaviours {
        SignIns() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Visitors extends VisitorBehaviours {
        Visitors() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Users extends UserBehaviours {
        Users() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Profiles extends ProfileBehaviours {
        Profiles() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Journeys extends JourneyBehaviours {
        Journeys() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class DeviceSignals extends DeviceSignalBehaviours {
        DeviceSignals() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class DeviceProfiles extends DeviceProfileBehaviours {
        DeviceProfiles() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class SharedDevices extends SharedDeviceBehaviours {
        SharedDevices() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Conflicts extends ConflictBehaviours {
        Conflicts() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Stewards extends StewardBehaviours {
        Stewards() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class MovedIdentifiers extends MovedIdentifierBehaviours {
        MovedIdentifiers() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Locks extends LockBehaviours {
        Locks() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Erasures extends ErasureBehaviours {
        Erasures() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Exports extends ExportBehaviours {
        Exports() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Past extends PastBehaviours {
        Past() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class RefusedIdentifiers extends RefusedIdentifierBehaviours {
        RefusedIdentifiers() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Simulations extends SimulationBehaviours {
        Simulations() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Rules extends RuleBehaviours {
        Rules() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Signals extends SignalBehaviours {
        Signals() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class Rehydration extends RehydrationBehaviours {
        Rehydration() {
            super(IdentityBehaviourContract.this);
        }
    }

    @Nested
    class BadInput extends BadInputBehaviours {
        BadInput() {
            super(IdentityBehaviourContract.this);
        }
    }
}
