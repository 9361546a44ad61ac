package io.identitystitch.testkit;

import static io.identitystitch.testkit.HandMade.ANN;
import static io.identitystitch.testkit.HandMade.COOKIE;
import static io.identitystitch.testkit.HandMade.P1;
import static io.identitystitch.testkit.HandMade.P2;
import static io.identitystitch.testkit.HandMade.P3;
import static io.identitystitch.testkit.HandMade.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Cursor;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.StoredProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a store shows of the persons that it keeps. */
abstract class ReadContract extends ContractPart {
    private static final MergeId MERGE = new MergeId(PlanMaker.uuid(100));
    private static final MergeId LATER_MERGE = new MergeId(PlanMaker.uuid(101));

    ReadContract(IdentityStoreContract contract) {
        super(contract);
    }

    private HandMade persons() {
        return new HandMade(store(), newTenant()).withPersons();
    }

    private IdentityReads reads() {
        return store().reads();
    }

    private StoredProfile profile(HandMade made, ProfileId id) {
        return reads().profile(made.tenant, id, FirstTouchPolicy.EARLIEST).orElseThrow();
    }

    @Test
    void knowsNothingOfAnIdThatWasNeverGiven() {
        HandMade made = persons();
        ProfileId stranger = profileId(99);
        assertThat(reads().profile(made.tenant, stranger, FirstTouchPolicy.EARLIEST))
                .isEmpty();
        assertThat(reads().identifiers(made.tenant, stranger, PageRequest.FIRST).items())
                .isEmpty();
        assertThat(reads().owners(made.tenant, stranger, PageRequest.FIRST).items())
                .isEmpty();
        assertThat(reads().roots(made.tenant, List.of(stranger, P1))).isEqualTo(Map.of(P1, P1));
        assertThat(reads().roots(made.tenant, List.of())).isEmpty();
    }

    /** S3-17: type, value and dates of every identifier. */
    @Test
    void showsAnIdentifierAsItWasLinked() {
        HandMade made = persons();
        ProfileIdentifier shown = profile(made, P1).identifiers().items().get(0);
        assertThat(shown.key()).isEqualTo(PlanMaker.key(ANN));
        assertThat(shown.ownerId()).isEqualTo(P1);
        assertThat(shown.firstSeenAt()).isEqualTo(T0);
        assertThat(shown.lastSeenAt()).isEqualTo(T0);
        assertThat(shown.sightings()).isEqualTo(1);
        assertThat(shown.value()).isIn(Optional.empty(), Optional.of(ANN.value()));
    }

    /** D7, S0-24: an absorbed id answers with its root, and its row stays. */
    @Test
    void showsTheRootForAnAbsorbedId() {
        HandMade made = persons();
        made.commit(made.plan().merge(P3, P1, MERGE));
        StoredProfile asked = profile(made, P3);
        assertThat(asked.root()).isEqualTo(P1);
        assertThat(asked.known()).isTrue();
        assertThat(asked.askedMergedAt()).isPresent();
        assertThat(asked.identifiers().items())
                .extracting(ProfileIdentifier::key)
                .containsExactlyInAnyOrder(PlanMaker.key(ANN), PlanMaker.key(COOKIE));
        assertThat(asked.mergedAt()).containsOnlyKeys(P3);
        StoredProfile root = profile(made, P1);
        assertThat(root.askedMergedAt()).isEmpty();
        assertThat(root.identifiers().items()).isEqualTo(asked.identifiers().items());
    }

    /** S1-19. */
    @Test
    void movesTheUpdateOnWithAMerge() {
        HandMade made = persons();
        Instant before = profile(made, P1).updatedAt();
        made.commit(made.plan().merge(P3, P1, MERGE));
        StoredProfile after = profile(made, P1);
        assertThat(after.updatedAt()).isAfterOrEqualTo(before).isAfterOrEqualTo(after.createdAt());
        assertThat(after.updatedAt()).isAfterOrEqualTo(after.mergedAt().get(P3));
    }

    /** D5, D6, T3: un-attributed touches are kept and never are first or last. */
    @Test
    void showsTheEarliestAndTheLatestAttributedTouchOfThePerson() {
        HandMade made = persons();
        Touch early = touch("event-1", T0.minusSeconds(60));
        Touch late = touch("event-2", T0);
        Touch direct = new Touch("event-3", T0.plusSeconds(60), false, new TreeMap<>(Map.of("referrer", "x")));
        Touch empty = new Touch("event-4", T0.minusSeconds(90), true, new TreeMap<>());
        made.commit(
                made.plan().touch(P1, late).touch(P1, direct).touch(P3, early).touch(P3, empty));
        made.commit(made.plan().merge(P3, P1, MERGE));
        assertThat(profile(made, P1).firstTouch()).contains(early);
        assertThat(profile(made, P1).lastTouch()).contains(late);
        assertThat(profile(made, P2).firstTouch()).isEmpty();
    }

    @Test
    void tellsTouchesOfOneMomentApartByTheirEventIds() {
        HandMade made = persons();
        Touch a = touch("event-1", T0);
        Touch b = touch("event-2", T0);
        made.commit(made.plan().touch(P1, b).touch(P1, a));
        assertThat(profile(made, P1).firstTouch()).contains(a);
        assertThat(profile(made, P1).lastTouch()).contains(b);
    }

    /** D5, T2: the option that keeps whichever device was merged first. */
    @Test
    void showsTheTouchOfTheProfileThatWasMergedFirstWhereThatIsAskedFor() {
        HandMade made = persons();
        Touch own = touch("event-1", T0.plusSeconds(60));
        Touch mergedFirst = touch("event-2", T0.plusSeconds(30));
        Touch mergedSecond = touch("event-3", T0);
        made.commit(made.plan().touch(P2, mergedSecond).touch(P3, mergedFirst));
        made.commit(made.plan().merge(P3, P1, MERGE));
        made.commit(made.plan().merge(P2, P1, LATER_MERGE));
        assertThat(firstMerged(made)).contains(mergedFirst);
        made.commit(made.plan().touch(P1, own));
        assertThat(firstMerged(made)).contains(own);
        assertThat(profile(made, P1).firstTouch()).contains(mergedSecond);
    }

    private Optional<Touch> firstMerged(HandMade made) {
        return reads().profile(made.tenant, P1, FirstTouchPolicy.FIRST_MERGED)
                .orElseThrow()
                .firstTouch();
    }

    /** S4-13: a piece of evidence with its confidence and the device it came with. */
    @Test
    void showsDeviceEvidenceOfThePersonTheLatestFirst() {
        HandMade made = persons();
        EvidenceState early = evidence("print-1", P1, T0);
        EvidenceState late = evidence("print-2", P3, T0.plusSeconds(9));
        made.commit(made.plan().evidence(null, early).evidence(null, late));
        made.commit(made.plan().merge(P3, P1, MERGE));
        assertThat(profile(made, P1).evidence())
                .satisfiesExactly(piece -> assertThat(piece.key()).isEqualTo(late.key()), piece -> {
                    assertThat(piece.key()).isEqualTo(early.key());
                    assertThat(piece.confidence()).isEqualTo(90);
                    assertThat(piece.seenWith()).contains(PlanMaker.key(COOKIE));
                });
    }

    private static EvidenceState evidence(String print, ProfileId owner, Instant at) {
        Identifier identifier = History.id("fingerprint", print);
        return new EvidenceState(PlanMaker.key(identifier), owner, PlanMaker.key(COOKIE), 90, at, at, null);
    }

    private static Touch touch(String eventId, Instant at) {
        return new Touch(eventId, at, true, new TreeMap<>(Map.of("utm_source", eventId)));
    }

    @Test
    void pagesThroughTheIdentifiersOfAPersonInOrderOfLinking() {
        HandMade made = persons();
        PlanMaker plan = made.plan();
        for (int i = 0; i < 120; i++) {
            plan.link(History.id("crm_id", "value-" + i), null, PlanMaker.state(i % 2 == 0 ? P1 : P3, T0));
        }
        made.commit(plan);
        made.commit(made.plan().merge(P3, P1, MERGE));
        List<ProfileIdentifier> all = walk(7, page -> reads().identifiers(made.tenant, P1, page));
        assertThat(all).hasSize(122).doesNotHaveDuplicates();
        assertThat(all).isSortedAccordingTo(Comparator.comparing(ProfileIdentifier::linkedAt));
        assertThat(walk(1000, page -> reads().identifiers(made.tenant, P3, page)))
                .isEqualTo(all);
        Page<ProfileIdentifier> first = profile(made, P1).identifiers();
        assertThat(first.items()).isEqualTo(all.subList(0, 100));
        assertThat(reads().identifiers(
                                made.tenant,
                                P1,
                                PageRequest.FIRST.after(first.next().orElseThrow()))
                        .items())
                .isEqualTo(all.subList(100, 122));
    }

    @Test
    void pagesThroughTheOwnersOfAPersonInOrderOfTheirIds() {
        HandMade made = persons();
        made.commit(made.plan().merge(P3, P1, MERGE).merge(P2, P1, LATER_MERGE));
        assertThat(walk(1, page -> reads().owners(made.tenant, P1, page))).containsExactly(P1, P2, P3);
        assertThat(reads().owners(made.tenant, P2, PageRequest.FIRST).items()).isEmpty();
    }

    @Test
    void pagesThroughTheOpenConflictsTheOldestFirst() {
        HandMade made = persons();
        made.commit(made.plan().conflict(P1, P2, new ConflictId(PlanMaker.uuid(200))));
        made.commit(made.plan().conflict(P1, P3, new ConflictId(PlanMaker.uuid(201))));
        made.commit(made.plan().conflict(P2, P3, new ConflictId(PlanMaker.uuid(202))));
        List<ConflictRecord> all = walk(2, page -> reads().openConflicts(made.tenant, page));
        assertThat(all).hasSize(3).isSortedAccordingTo(Comparator.comparing(ConflictRecord::at));
        assertThat(reads().openConflicts(newTenant(), PageRequest.FIRST).items())
                .isEmpty();
    }

    private static <T> List<T> walk(int limit, Function<PageRequest, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Page<T> page = list.apply(new PageRequest(limit, Optional.empty()));
        items.addAll(page.items());
        while (page.next().isPresent()) {
            assertThat(page.items()).hasSize(limit);
            page = list.apply(new PageRequest(limit, page.next()));
            items.addAll(page.items());
        }
        return items;
    }

    @Test
    void refusesACursorOfAnotherList() {
        HandMade made = persons();
        made.commit(made.plan()
                .link(History.id("crm_id", "value-1"), null, PlanMaker.state(P1, T0))
                .link(History.id("crm_id", "value-2"), null, PlanMaker.state(P2, T0))
                .merge(P3, P1, MERGE)
                .conflict(P1, P2, new ConflictId(PlanMaker.uuid(200)))
                .conflict(P2, P3, new ConflictId(PlanMaker.uuid(201))));
        HandMade other = persons();
        other.commit(other.plan().link(History.id("crm_id", "value-1"), null, PlanMaker.state(P1, T0)));
        PageRequest one = new PageRequest(1, Optional.empty());
        PageRequest identifiers =
                one.after(reads().identifiers(made.tenant, P1, one).next().orElseThrow());
        PageRequest owners =
                one.after(reads().owners(made.tenant, P1, one).next().orElseThrow());
        PageRequest conflicts =
                one.after(reads().openConflicts(made.tenant, one).next().orElseThrow());
        refused(() -> reads().identifiers(made.tenant, P2, identifiers));
        refused(() -> reads().identifiers(other.tenant, P1, identifiers));
        refused(() -> reads().identifiers(made.tenant, P1, owners));
        refused(() -> reads().owners(made.tenant, P1, conflicts));
        refused(() -> reads().owners(made.tenant, P2, owners));
        refused(() -> reads().openConflicts(made.tenant, identifiers));
        refused(() -> reads().openConflicts(other.tenant, conflicts));
    }

    @Test
    void refusesACursorThatNobodyGave() {
        HandMade made = persons();
        for (String text : List.of("", " ", "x", "AAAA", "%", "a|b|c|d", "\u0000", "\ud800", "x".repeat(100_000))) {
            PageRequest request = new PageRequest(5, Optional.of(new Cursor(text)));
            refused(() -> reads().identifiers(made.tenant, P1, request));
            refused(() -> reads().owners(made.tenant, P1, request));
            refused(() -> reads().openConflicts(made.tenant, request));
        }
    }

    private static void refused(Runnable read) {
        assertThatIllegalArgumentException().isThrownBy(read::run);
    }
}
