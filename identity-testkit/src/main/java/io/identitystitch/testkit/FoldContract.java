package io.identitystitch.testkit;

import static io.identitystitch.testkit.HandMade.ANN;
import static io.identitystitch.testkit.HandMade.BOB;
import static io.identitystitch.testkit.HandMade.COOKIE;
import static io.identitystitch.testkit.HandMade.P1;
import static io.identitystitch.testkit.HandMade.P2;
import static io.identitystitch.testkit.HandMade.P3;
import static io.identitystitch.testkit.HandMade.PRINT;
import static io.identitystitch.testkit.HandMade.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.TouchRef;
import io.identitystitch.policy.FirstTouchPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a store combines what a plan brings with what is there: a late writer never replaces something better. */
abstract class FoldContract extends ContractPart {
    private static final MergeId MERGE = new MergeId(PlanMaker.uuid(100));
    private static final ConflictId CONFLICT = new ConflictId(PlanMaker.uuid(200));

    FoldContract(IdentityStoreContract contract) {
        super(contract);
    }

    private HandMade persons() {
        return new HandMade(store(), newTenant()).withPersons();
    }

    /** S2-28: two renewals made on the same state, committed one after the other. */
    @Test
    void foldsTheDatesOfRenewals() {
        HandMade made = persons();
        LinkState before = made.link(ANN);
        LinkState late = seen(before, T0, T0.plusSeconds(50), true);
        LinkState early = seen(before, T0.minusSeconds(50), T0.plusSeconds(20), false);
        made.commit(made.plan().link(ANN, before, late));
        made.commit(made.plan().link(ANN, before, early));
        LinkState after = made.link(ANN);
        assertThat(after.firstSeenAt()).isEqualTo(T0.minusSeconds(50));
        assertThat(after.lastSeenAt()).isEqualTo(T0.plusSeconds(50));
        assertThat(after.verified()).isTrue();
        assertThat(after.owner()).isEqualTo(P1);
    }

    @Test
    void foldsTheMomentOfSignIns() {
        HandMade made = persons();
        LinkState before = made.link(COOKIE);
        made.commit(made.plan().link(COOKIE, before, CommitContract.signedIn(before, T0.plusSeconds(9))));
        made.commit(made.plan().link(COOKIE, before, CommitContract.signedIn(before, T0.plusSeconds(4))));
        assertThat(made.link(COOKIE).signedInAt()).isEqualTo(T0.plusSeconds(9));
    }

    /** What the renewal says of the former holder may decide whose it is: its call has to look again. */
    @Test
    void refusesToRenewAnIdentifierThatSomebodyElseHasByNow() {
        HandMade made = persons();
        LinkState before = made.link(COOKIE);
        LinkState moved = CommitContract.moved(before, P1, T0.plusSeconds(30));
        made.commit(made.plan().link(COOKIE, before, moved));
        made.assertRefused(made.plan().link(COOKIE, before, CommitContract.signedIn(before, T0.plusSeconds(40))));
        assertThat(made.link(COOKIE)).isEqualTo(moved);
    }

    /** S1-12. */
    @Test
    void keepsATouchOnceByItsEventId() {
        HandMade made = persons();
        Touch first = touch("event-1", T0, "ad");
        made.commit(made.plan().touch(P1, first));
        made.commit(made.plan()
                .touch(P1, touch("event-1", T0.minusSeconds(60), "other"))
                .touch(P2, first));
        assertThat(made.load().touches()).contains(new TouchRef(P1, "event-1"), new TouchRef(P2, "event-1"));
        assertThat(store().reads()
                        .profile(made.tenant, P1, FirstTouchPolicy.EARLIEST)
                        .orElseThrow()
                        .firstTouch())
                .contains(first);
    }

    @Test
    void replacesATraitOnlyWhereItIsTheOneThatThePlanKnows() {
        HandMade made = persons();
        Trait free = trait("free", T0);
        Trait paid = trait("paid", T0.plusSeconds(5));
        Trait team = trait("team", T0.plusSeconds(9));
        made.commit(made.plan().trait(P1, free, null));
        made.assertRefused(made.plan().trait(P1, paid, null));
        made.assertRefused(made.plan().trait(P1, team, paid));
        made.commit(made.plan().trait(P1, paid, free));
        assertThat(made.load().traits().values()).containsExactly(paid);
    }

    /** S0-16, S1-10, S1-11. */
    @Test
    void returnsTraitsAndTouchesUnchanged() {
        HandMade made = persons();
        JsonText json = JsonText.parse(" {\"b\": [1.50, \"\\u00e9\", null],\"a\":{}}");
        Map<String, String> fields =
                new TreeMap<>(Map.of("gclid", "x".repeat(4096), "never heard of", "\ud83d\ude00 ' \" \\"));
        Touch touch = Touch.attributed(T0, fields);
        made.commit(made.plan().trait(P1, new Trait("plan", json, T0), null).touch(P1, touch));
        assertThat(made.load().traits().values())
                .singleElement()
                .satisfies(trait -> assertThat(trait.value().json()).isEqualTo(json.json()));
        assertThat(store().reads()
                        .profile(made.tenant, P1, FirstTouchPolicy.EARLIEST)
                        .orElseThrow()
                        .lastTouch())
                .contains(touch);
    }

    /** D12. */
    @Test
    void keepsOneValueOfDeviceEvidenceForSeveralOwners() {
        HandMade made = persons();
        EvidenceState one = evidence(P1, T0, T0.plusSeconds(60));
        EvidenceState other = evidence(P3, T0, T0.plusSeconds(60));
        made.commit(made.plan().evidence(null, one));
        made.commit(made.plan().evidence(null, other));
        assertThat(made.load().evidence().get(PlanMaker.key(PRINT))).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void foldsDeviceEvidenceOfOneOwner() {
        HandMade made = persons();
        made.commit(made.plan().evidence(null, evidence(P1, T0, T0.plusSeconds(60))));
        made.commit(made.plan().evidence(null, evidence(P1, T0.minusSeconds(20), T0.plusSeconds(40))));
        assertThat(made.load().evidence().get(PlanMaker.key(PRINT)))
                .containsExactly(new EvidenceState(
                        PlanMaker.key(PRINT), P1, null, 90, T0.minusSeconds(20), T0, T0.plusSeconds(60)));
    }

    /** S4-16: an expired piece is not shown to the planner. */
    @Test
    void leavesOutExpiredDeviceEvidence() {
        HandMade made = persons();
        made.commit(made.plan().evidence(null, evidence(P1, T0.minusSeconds(60), T0)));
        assertThat(made.load().evidence()).isEmpty();
    }

    @Test
    void keepsOneConflictForEachPairOfOwners() {
        HandMade made = persons();
        made.commit(made.plan().conflict(P1, P2, CONFLICT));
        made.assertRefused(made.plan().conflict(P2, P1, new ConflictId(PlanMaker.uuid(201))));
        assertThat(made.load().conflicts())
                .hasEntrySatisfying(
                        ProfilePair.of(P1, P2),
                        stored -> assertThat(stored.status()).isEqualTo(ConflictStatus.OPEN));
        assertThat(store().reads().openConflicts(made.tenant, PageRequest.FIRST).items())
                .singleElement()
                .satisfies(FoldContract::assertConflict);
    }

    private static void assertConflict(ConflictRecord record) {
        assertThat(record.id()).isEqualTo(CONFLICT);
        assertThat(record.returned()).isEqualTo(P1);
        assertThat(record.refused()).isEqualTo(P2);
        assertThat(record.observedAt()).isEqualTo(T0);
        assertThat(record.evidence()).isEmpty();
    }

    @Test
    void showsThatPersonsAreKeptApartWhicheverOfTheirOwnersAreNamed() {
        HandMade made = persons();
        made.commit(made.plan()
                .merge(P3, P1, MERGE)
                .neverLink(P3, P2)
                .changeRoot(P1, true, true, true)
                .changeRoot(P2, true, true, true));
        assertThat(made.load().apart()).containsExactly(ProfilePair.of(P1, P2));
        assertThat(made.load(ANN, BOB).apart()).containsExactly(ProfilePair.of(P1, P2));
        assertThat(made.load(ANN).apart()).isEmpty();
    }

    private static LinkState seen(LinkState state, Instant first, Instant last, boolean verified) {
        return new LinkState(
                state.owner(),
                state.heldSince(),
                state.signedInAt(),
                verified,
                LinkSource.IDENTIFY,
                first,
                last,
                state.expiresAt(),
                state.alias(),
                state.sightings() + 1);
    }

    private static Touch touch(String eventId, Instant at, String source) {
        return new Touch(eventId, at, true, new TreeMap<>(Map.of("utm_source", source)));
    }

    private static Trait trait(String plan, Instant at) {
        return new Trait("plan", JsonText.of(plan), at);
    }

    private static EvidenceState evidence(ProfileId owner, Instant first, Instant expires) {
        return new EvidenceState(PlanMaker.key(PRINT), owner, null, 90, first, first, expires);
    }
}
