package io.identitystitch.testkit;

import static io.identitystitch.testkit.HandMade.ANN;
import static io.identitystitch.testkit.HandMade.BOB;
import static io.identitystitch.testkit.HandMade.COOKIE;
import static io.identitystitch.testkit.HandMade.P1;
import static io.identitystitch.testkit.HandMade.P2;
import static io.identitystitch.testkit.HandMade.P3;
import static io.identitystitch.testkit.HandMade.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Digest;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.spi.CommitResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store does with a plan: what it checks, and that it is all or nothing. */
abstract class CommitContract extends ContractPart {
    static final MergeId MERGE = new MergeId(PlanMaker.uuid(100));
    static final MergeId LATER_MERGE = new MergeId(PlanMaker.uuid(101));

    CommitContract(IdentityStoreContract contract) {
        super(contract);
    }

    HandMade handMade() {
        return new HandMade(store(), newTenant());
    }

    @Test
    void stampsNewProfilesInMicroseconds() {
        HandMade made = handMade();
        Instant stamp = Objects.requireNonNull(
                made.commit(made.plan().profile(P1, true).link(ANN, null, PlanMaker.state(P1, T0)))
                        .createdAt()
                        .get(P1));
        assertThat(stamp).isEqualTo(stamp.truncatedTo(ChronoUnit.MICROS));
        assertThat(made.root(P1).createdAt()).isEqualTo(stamp);
    }

    @Test
    void keepsTheMomentAtWhichTheSourceOfAnImportCreatedAProfile() {
        HandMade made = handMade();
        made.commit(made.plan().profile(P1, true, T0.minusSeconds(1_000_000)).link(ANN, null, PlanMaker.state(P1, T0)));
        assertThat(made.root(P1).createdAt()).isEqualTo(T0.minusSeconds(1_000_000));
    }

    @Test
    void refusesAPlanWhoseRootWasAbsorbedMeanwhile() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().merge(P2, P1, MERGE));
        made.assertRefused(made.plan().expectRoot(P2, 0).neverLink(P2, P3));
        made.assertRefused(made.plan().expectRootShared(P2).neverLink(P2, P3));
    }

    @Test
    void refusesAPlanMadeOnAnEarlierVersionOfItsRoot() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().expectRoot(P1, 0).changeRoot(P1, true, false, true));
        assertThat(made.root(P1).version()).isEqualTo(1);
        made.assertRefused(made.plan().expectRoot(P1, 0).changeRoot(P1, true, false, true));
        made.commit(made.plan().expectRoot(P1, 1).changeRoot(P1, true, false, true));
    }

    @Test
    void acceptsAnyVersionWhereOnlyBeingARootCounts() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().expectRoot(P1, 0).changeRoot(P1, true, false, true));
        made.commit(made.plan().expectRootShared(P1).expectRoot(P3, 0).merge(P3, P1, MERGE));
        assertThat(made.roots(P3)).isEqualTo(Map.of(P3, P1));
    }

    @Test
    void refusesAPlanWhoseIdentifierWasLinkedMeanwhile() {
        HandMade made = handMade().withPersons();
        made.assertRefused(
                made.plan().expectKey(COOKIE, KeyExpectation.UNLINKED).neverLink(P1, P2));
    }

    @Test
    void refusesAPlanWhoseIdentifierChangedHandsMeanwhile() {
        HandMade made = handMade().withPersons();
        made.assertRefused(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P1, P1, T0))
                .neverLink(P1, P2));
        made.commit(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P3, T0))
                .neverLink(P1, P2));
    }

    @Test
    void refusesAPlanWhoseIdentifierIsGoneOrNeverWas() {
        HandMade made = handMade();
        made.commit(made.plan().profile(P1, true).link(ANN, null, PlanMaker.state(P1, T0)));
        made.assertRefused(
                made.plan().expectKey(BOB, new KeyExpectation(true, P1, P1, T0)).changeRoot(P1, true, false, true));
    }

    @Test
    void refusesAPlanMadeBeforeALaterSignIn() {
        HandMade made = handMade().withPersons();
        LinkState before = made.link(COOKIE);
        made.commit(made.plan().link(COOKIE, before, signedIn(before, T0.plusSeconds(5))));
        made.assertRefused(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P3, T0))
                .neverLink(P1, P2));
        made.commit(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P3, T0.plusSeconds(5)))
                .neverLink(P1, P2));
    }

    @Test
    void refusesAPlanWhoseIdentifierHasAnotherRootMeanwhile() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().merge(P3, P1, MERGE));
        made.assertRefused(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P3, T0))
                .neverLink(P1, P2));
        made.commit(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P1, T0))
                .neverLink(P1, P2));
    }

    @Test
    void expectsADeviceWithoutHolder() {
        HandMade made = handMade().withPersons();
        LinkState before = made.link(COOKIE);
        Instant out = T0.plusSeconds(9);
        LinkState freed = signedIn(moved(before, null, out), out);
        made.commit(made.plan().link(COOKIE, before, freed).close(COOKIE, P3, T0, out));
        assertThat(made.link(COOKIE)).isEqualTo(freed);
        made.assertRefused(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, P3, P3, T0))
                .neverLink(P1, P2));
        made.commit(made.plan()
                .expectKey(COOKIE, new KeyExpectation(true, null, null, out))
                .neverLink(P1, P2));
    }

    @Test
    void refusesToInsertAnIdentifierThatIsThere() {
        HandMade made = handMade().withPersons();
        made.assertRefused(made.plan().profile(profileId(9), true).link(ANN, null, PlanMaker.state(profileId(9), T0)));
        assertThat(made.roots(profileId(9))).isEmpty();
    }

    @Test
    void refusesToMoveAnIdentifierThatSomebodyElseHasByNow() {
        HandMade made = handMade().withPersons();
        LinkState before = made.link(COOKIE);
        made.commit(made.plan().link(COOKIE, before, moved(before, P1, T0.plusSeconds(1))));
        made.assertRefused(made.plan().link(COOKIE, before, moved(before, P2, T0.plusSeconds(2))));
    }

    @Test
    void movesAnIdentifierAndCountsItWithItsNewOwner() {
        HandMade made = handMade().withPersons();
        LinkState before = made.link(COOKIE);
        LinkState after = moved(before, P1, T0.plusSeconds(1));
        made.commit(made.plan().link(COOKIE, before, after).close(COOKIE, P3, T0, T0.plusSeconds(1)));
        assertThat(made.link(COOKIE)).isEqualTo(after);
        assertThat(made.root(P1).count(COOKIE.type())).isEqualTo(1);
        assertThat(made.load().intervals().get(PlanMaker.key(COOKIE)))
                .singleElement()
                .satisfies(interval -> {
                    assertThat(interval.owner()).isEqualTo(P3);
                    assertThat(interval.until()).isEqualTo(T0.plusSeconds(1));
                });
    }

    @Test
    void carriesOutTheSamePlanOnce() {
        HandMade made = handMade().withPersons();
        ProfileId fourth = profileId(9);
        PlanMaker plan = made.plan()
                .profile(fourth, true)
                .link(History.id("email", "dan@mail.example"), null, PlanMaker.state(fourth, T0))
                .expectRoot(P1, 0)
                .expectRoot(P2, 0)
                .merge(P2, P1, MERGE);
        made.commit(plan);
        made.assertRefused(plan);
    }

    /** S3-18: a plan of many parts of which the last one cannot be carried out leaves nothing behind. */
    @Test
    void leavesNothingBehindOfAPlanThatIsRefused() {
        HandMade made = handMade().withPersons();
        ProfileId fourth = profileId(9);
        PlanMaker plan = made.plan()
                .profile(fourth, true)
                .link(History.id("email", "dan@mail.example"), null, PlanMaker.state(fourth, T0))
                .merge(P3, P1, MERGE)
                .changeRoot(P1, true, true, true)
                .neverLink(P1, P2)
                .link(BOB, null, PlanMaker.state(fourth, T0));
        made.assertRefused(plan);
        assertThat(made.roots(fourth)).isEmpty();
        assertThat(made.load(History.id("email", "dan@mail.example")).links()).isEmpty();
    }

    @Test
    void pointsEverythingThatAnAbsorbedRootHadAbsorbedAtTheNewRoot() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().merge(P3, P2, MERGE));
        made.commit(made.plan().merge(P2, P1, LATER_MERGE));
        assertThat(made.roots(P1, P2, P3)).isEqualTo(Map.of(P1, P1, P2, P1, P3, P1));
        assertThat(made.root(P1).count(ANN.type())).isEqualTo(2);
        assertThat(made.root(P1).count(COOKIE.type())).isEqualTo(1);
    }

    @Test
    void absorbsSeveralRootsAtOnce() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().merge(P2, P1, MERGE).merge(P3, P1, LATER_MERGE));
        assertThat(made.roots(P1, P2, P3)).isEqualTo(Map.of(P1, P1, P2, P1, P3, P1));
    }

    @Test
    void absorbsAProfileThatItCreates() {
        HandMade made = handMade().withPersons();
        ProfileId fourth = profileId(9);
        made.commit(made.plan()
                .profile(fourth, true)
                .link(History.id("email", "dan@mail.example"), null, PlanMaker.state(fourth, T0))
                .merge(fourth, P1, MERGE));
        assertThat(made.roots(fourth)).isEqualTo(Map.of(fourth, P1));
    }

    /** S0-32, S2-30: the same identifier in two tenants is two persons. */
    @Test
    void keepsTenantsApart() {
        HandMade here = handMade().withPersons();
        HandMade there = handMade();
        assertThat(there.load().links()).isEmpty();
        assertThat(there.roots(P1)).isEmpty();
        there.commit(there.plan().profile(P2, true).link(ANN, null, PlanMaker.state(P2, T0)));
        assertThat(here.link(ANN).owner()).isEqualTo(P1);
        assertThat(there.link(ANN).owner()).isEqualTo(P2);
    }

    @Test
    void givesNoConflictWhereNothingIsExpected() {
        HandMade made = handMade().withPersons();
        made.commit(made.plan().merge(P2, P1, MERGE));
        CommitResult result = store().commit(made.plan()
                .link(History.id("phone", "+491"), null, PlanMaker.state(P2, T0))
                .make());
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        assertThat(made.load(History.id("phone", "+491")).rootOf(P2)).isEqualTo(P1);
    }

    @Test
    void refusesToRemoveAMarkThatIsNotThere() {
        HandMade made = handMade().withPersons();
        ResolutionPlan plan = new StewardPlanner(TIGHT).readmit(made.tenant, Digest.sha256(new byte[0]));
        assertThat(store().commit(plan)).isEqualTo(new CommitResult.Conflicted());
    }

    static LinkState moved(LinkState state, @Nullable ProfileId owner, Instant at) {
        return new LinkState(owner, at, null, state.verified(), state.source(), at, at, state.expiresAt(), false, 1);
    }

    static LinkState signedIn(LinkState state, Instant at) {
        return new LinkState(
                state.owner(),
                state.heldSince(),
                at,
                state.verified(),
                state.source(),
                state.firstSeenAt(),
                state.lastSeenAt(),
                state.expiresAt(),
                state.alias(),
                state.sightings());
    }
}
