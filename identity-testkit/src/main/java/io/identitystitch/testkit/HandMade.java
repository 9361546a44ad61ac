package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.RootState;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One tenant in which plans made by hand are carried out. */
final class HandMade {
    static final Instant T0 = Step.BEGIN;
    static final Identifier ANN = History.id("email", "ann@mail.example");
    static final Identifier BOB = History.id("email", "bob@mail.example");
    static final Identifier COOKIE = History.id("anonymous_id", "cookie-1");
    static final Identifier PRINT = History.id("fingerprint", "print-1");
    static final ProfileId P1 = PlanMaker.profileId(1);
    static final ProfileId P2 = PlanMaker.profileId(2);
    static final ProfileId P3 = PlanMaker.profileId(3);

    final IdentityStore store;
    final TenantId tenant;

    HandMade(IdentityStore store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    PlanMaker plan() {
        return new PlanMaker(tenant);
    }

    /** Two known persons, and a third that is anonymous and has a cookie. */
    HandMade withPersons() {
        commit(plan().profile(P1, true).link(ANN, null, PlanMaker.state(P1, T0)));
        commit(plan().profile(P2, true).link(BOB, null, PlanMaker.state(P2, T0)));
        commit(plan().profile(P3, false).link(COOKIE, null, PlanMaker.state(P3, T0)));
        return this;
    }

    CommitResult.Committed commit(PlanMaker plan) {
        CommitResult result = store.commit(plan.make());
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return (CommitResult.Committed) result;
    }

    /** Asserts that a plan is a conflict and leaves nothing behind. */
    void assertRefused(PlanMaker plan) {
        IdentitySnapshot before = load();
        assertThat(store.commit(plan.make())).isEqualTo(new CommitResult.Conflicted());
        assertThat(load()).isEqualTo(before);
    }

    /** Everything that the tests of plans are about; as if a person could have one e-mail address. */
    IdentitySnapshot load() {
        return load(ANN, BOB, COOKIE, PRINT);
    }

    IdentitySnapshot load(Identifier... identifiers) {
        List<IdentifierKey> keys =
                Arrays.stream(identifiers).map(PlanMaker::key).sorted().toList();
        IdentifierType print = IdentifierType.FINGERPRINT;
        return store.load(new LoadQuery(
                tenant,
                keys.stream().filter(key -> !key.type().equals(print)).toList(),
                keys.stream().filter(key -> key.type().equals(print)).toList(),
                Map.of(IdentifierType.EMAIL, 2, IdentifierType.ANONYMOUS_ID, 3),
                true,
                T0,
                Optional.of(T0.minusSeconds(1000)),
                Set.of("plan"),
                Map.of("event-1", Set.copyOf(keys), "event-2", Set.copyOf(keys)),
                Set.of(IdentifierType.EMAIL),
                Map.of()));
    }

    LinkState link(Identifier identifier) {
        return Objects.requireNonNull(load(identifier).link(PlanMaker.key(identifier)));
    }

    RootState root(ProfileId root) {
        return Objects.requireNonNull(load().roots().get(root));
    }

    Map<ProfileId, ProfileId> roots(ProfileId... owners) {
        return store.reads().roots(tenant, Arrays.asList(owners));
    }
}
