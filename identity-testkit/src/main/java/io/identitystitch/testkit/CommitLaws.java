package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Outcome;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.policy.IdentityPolicy;
import java.util.List;
import java.util.Map;
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
                    LoadQuery query = LoadQuery.of(List.of(observation), TIGHT);
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
                    LoadQuery query = LoadQuery.of(List.of(bench.observe(seen.request())), TIGHT);
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
    void emptyStoreKnowsNothing() {
        Workbench bench = bench(TIGHT);
        LoadQuery query = bench.plan(History.seen(1, History.id("email", "ann@mail.example")))
                .query();
        assertThat(store().load(query)).isEqualTo(IdentitySnapshot.EMPTY);
        assertThat(store().reads().roots(bench.tenant, List.of(profileId(1)))).isEqualTo(Map.of());
    }
}
