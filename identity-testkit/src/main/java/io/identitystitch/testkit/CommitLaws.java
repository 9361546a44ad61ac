package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.KnownRule;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ObservationFactory;
import io.identitystitch.plan.QueryWriter;
import io.identitystitch.plan.Sighting;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.KnownLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The laws that tie what a plan says to what a store does. */
abstract class CommitLaws extends ContractPart {
    CommitLaws(IdentityStoreContract contract) {
        super(contract);
    }

    @Test
    void commitDoesWhatThePlanSays() {
        Histories.of(Mix.EVERYTHING).forAll("a commit does what its plan says", histories(), history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                Workbench.Applied applied = bench.apply(step);
                IdentitySnapshot expected =
                        applied.before().after(applied.plan(), applied.createdAt(), applied.query());
                assertThat(store().load(applied.query())).as("after %s", step).isEqualTo(expected);
            }
        });
    }

    @Test
    void resolvingAgainPlansNothing() {
        resolvingAgainPlansNothing("when every sighting is recorded", TIGHT);
    }

    @Test
    void resolvingAgainPlansNothingWhenSightingsAreCoalesced() {
        resolvingAgainPlansNothing("when sightings are coalesced", IdentityPolicy.defaults());
    }

    private void resolvingAgainPlansNothing(String when, IdentityPolicy policy) {
        Histories.of(Mix.EVERYTHING).forAll("resolving again changes nothing " + when, histories(), history -> {
            Workbench bench = bench(policy);
            for (Step step : history.steps()) {
                Workbench.Applied first = bench.apply(step);
                Workbench.Applied again = bench.plan(step);
                assertThat(again.plan().isEmpty()).as("again %s", step).isTrue();
                if (first.decision() != null) {
                    assertThat(again.decided().resolution().profileId())
                            .isEqualTo(first.decided().resolution().profileId());
                    assertThat(again.decided().resolution().outcome())
                            .isIn(Outcome.MATCHED, Outcome.CONFLICT, Outcome.UNIDENTIFIED);
                }
            }
        });
    }

    @Test
    void leanSnapshotLeadsToTheSamePlan() {
        Histories.of(Mix.EVERYTHING).forAll("a lean snapshot leads to the same plan", histories(), history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                if (step instanceof Step.Seen seen) {
                    var observation = bench.observe(seen.request());
                    LoadQuery query = new QueryWriter(TIGHT).write(observation);
                    Decision lean = bench.decide(observation, store().load(query), SequentialIds.create());
                    Decision full = bench.decide(observation, store().load(query.toComplete()), SequentialIds.create());
                    assertThat(lean).as("%s", step).isEqualTo(full);
                }
                bench.apply(step);
            }
        });
    }

    @Test
    void leanSnapshotIsGivenOnlyWhereTheQueryAllowsIt() {
        Histories.of(Mix.EVERYTHING).forAll("a snapshot is lean only where that is allowed", histories(), history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                bench.apply(step);
                if (step instanceof Step.Seen seen) {
                    LoadQuery query = new QueryWriter(TIGHT).write(bench.observe(seen.request()));
                    IdentitySnapshot full = store().load(query.toComplete());
                    IdentitySnapshot snapshot = store().load(query);
                    if (snapshot.isLean()) {
                        assertThat(query.complete()).isFalse();
                        assertThat(snapshot.links()).isEqualTo(full.links()).containsOnlyKeys(query.keys());
                        assertThat(full.roots()).hasSize(1);
                    } else {
                        assertThat(snapshot).isEqualTo(full);
                    }
                }
            }
        });
    }

    @Test
    void whatIsAnsweredAtOnceIsWhatAPlanWouldSay() {
        whatIsAnsweredAtOnceIsWhatAPlanWouldSay("when every sighting is recorded", TIGHT);
    }

    @Test
    void whatIsAnsweredAtOnceIsWhatAPlanWouldSayWhenSightingsAreCoalesced() {
        whatIsAnsweredAtOnceIsWhatAPlanWouldSay("when sightings are coalesced", IdentityPolicy.defaults());
    }

    private void whatIsAnsweredAtOnceIsWhatAPlanWouldSay(String when, IdentityPolicy policy) {
        KnownRule rule = new KnownRule(policy);
        ObservationFactory observations = new ObservationFactory(policy, IdentifierHasher.sha256());
        Histories.of(Mix.EVERYTHING).forAll("at once as by a plan " + when, histories(), history -> {
            Workbench bench = bench(policy);
            for (Step step : history.steps()) {
                if (step instanceof Step.Seen seen) {
                    Workbench.Applied planned = bench.plan(step);
                    Sighting sighting = observations.sighting(bench.tenant, seen.request(), Workbench.RECEIVED);
                    Sighting observed = Sighting.of(planned.observation(), policy);
                    assertThat(observed == null ? List.of() : observed.keys())
                            .containsExactlyInAnyOrderElementsOf(sighting == null ? List.of() : sighting.keys());
                    List<IdentifierKey> keys = sighting == null ? List.of() : sighting.keys();
                    List<KnownLink> links = links(planned.before(), keys);
                    Resolution answer = sighting == null || links.isEmpty() ? null : answer(rule, sighting, links);
                    Resolution inBatch = observed == null ? null : rule.answer(observed, planned.before());
                    assertThat(inBatch).isEqualTo(answer);
                    if (answer != null) {
                        assertThat(answer).isEqualTo(planned.decided().resolution());
                        assertThat(planned.plan().isEmpty()).as("%s", step).isTrue();
                    }
                    if (store() instanceof KnownLinks store && !keys.isEmpty()) {
                        assertThat(store.known(bench.tenant, keys)).isIn(links, List.of());
                        KnownLink first = store.known(bench.tenant, keys.get(0));
                        assertThat(first == null ? List.of() : List.of(first))
                                .isIn(links(planned.before(), keys.subList(0, 1)), List.of());
                    }
                }
                bench.apply(step);
            }
        });
    }

    private static @Nullable Resolution answer(KnownRule rule, Sighting sighting, List<KnownLink> links) {
        return sighting.only() == null ? rule.answer(sighting, links) : rule.answer(sighting, links.get(0));
    }

    private static List<KnownLink> links(IdentitySnapshot snapshot, List<IdentifierKey> keys) {
        List<KnownLink> links = new ArrayList<>();
        for (IdentifierKey key : keys) {
            LinkState state = snapshot.link(key);
            ProfileId owner = state == null ? null : state.owner();
            if (state == null || owner == null) {
                return List.of();
            }
            links.add(KnownLink.of(state, snapshot.rootOf(owner)));
        }
        return links;
    }

    @Test
    void emptyStoreKnowsNothing() {
        Workbench bench = bench(TIGHT);
        LoadQuery query = bench.plan(History.seen(1, History.id("email", "ann@mail.example")))
                .query();
        assertThat(store().load(query)).isEqualTo(IdentitySnapshot.EMPTY);
        assertThat(store().reads().roots(bench.tenant, List.of(profileId(1)))).isEqualTo(Map.of());
    }
}
