package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.Undoing;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.StoredProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The laws of what stewards do. */
abstract class StewardLaws extends ContractPart {
    StewardLaws(IdentityStoreContract contract) {
        super(contract);
    }

    /** L3. */
    @Test
    void anUndoMakesOfOnePersonExactlyTheTwoSidesOfTheMerge() {
        Histories.of(Mix.STEWARDED).forAll("an undo makes two of one", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                if (!(step instanceof Step.Undone)) {
                    bench.apply(step);
                    continue;
                }
                Map<MergeId, Edge> merges = Map.copyOf(bench.stewarding().merges);
                PersonsView before = PersonsView.of(bench, history);
                Workbench.Applied applied = bench.apply(step);
                for (Undoing undoing : applied.plan().changes().stewardship().undone()) {
                    assertSeparated(before, PersonsView.of(bench, history), merges, undoing);
                }
            }
        });
    }

    private static void assertSeparated(
            PersonsView before, PersonsView after, Map<MergeId, Edge> merges, Undoing undoing) {
        Edge undone = Objects.requireNonNull(merges.get(undoing.merge()));
        UnionFind<ProfileId> graph = new UnionFind<>();
        before.roots().keySet().forEach(graph::add);
        merges.values().stream()
                .filter(edge -> !edge.id().equals(undone.id()))
                .forEach(edge -> graph.connect(List.of(edge.a(), edge.b())));
        assertThat(after.partition()).isEqualTo(graph.parts());
        assertThat(after.partition()).hasSize(before.partition().size() + 1);
        assertThat(after.links()).as("facts do not move").isEqualTo(before.links());
        after.roots().forEach((owner, root) -> {
            if (undoing.leaving().contains(owner)) {
                assertThat(undoing.leaving()).contains(root);
            } else {
                assertThat(root)
                        .as("the root of %s", owner)
                        .isEqualTo(before.roots().get(owner));
            }
        });
        Map<ProfileId, Boolean> leaving =
                Objects.requireNonNull(after.persons().get(undoing.newRoot())).owners();
        // Ids ascend as profiles are created.
        assertThat(undoing.leaving().stream()
                        .min(Comparator.comparing((ProfileId owner) -> !Boolean.TRUE.equals(leaving.get(owner)))
                                .thenComparing(owner -> owner)))
                .contains(undoing.newRoot());
        Set<ProfilePair> apart = new HashSet<>(before.apart());
        apart.add(ProfilePair.of(undone.a(), undone.b()));
        assertThat(after.apart()).isEqualTo(apart);
        Map<ProfileId, PersonsView.Person> others = new HashMap<>(after.persons());
        others.keySet().removeAll(List.of(undoing.root(), undoing.newRoot()));
        assertThat(before.persons()).containsAllEntriesOf(others);
    }

    /** L1, L6, and what a root knows of its person, whatever stewards did. */
    @Test
    void rootsKnowWhatTheirPersonsAreWhateverStewardsDid() {
        Histories.of(Mix.STEWARDED).forAll("roots know what their persons are", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            bench.run(history);
            UnionFind<ProfileId> graph = new UnionFind<>();
            bench.stewarding().profiles.forEach(graph::add);
            for (Edge edge : bench.stewarding().merges.values()) {
                assertThat(graph.connected(edge.a(), edge.b())).isFalse();
                graph.connect(List.of(edge.a(), edge.b()));
            }
            StewardSnapshot persons = bench.stewarding().persons();
            assertThat(PersonsView.of(bench, history).partition()).isEqualTo(graph.parts());
            for (Component person : persons.components().values()) {
                boolean known = person.owners().values().stream().anyMatch(owner -> owner.known());
                assertThat(person.state().known()).as("known").isEqualTo(known);
                assertThat(person.state().guarded())
                        .as("guarded")
                        .isEqualTo(!person.pairs().isEmpty());
                assertThat(person.merges()).hasSize(person.owners().size() - 1);
                assertThat(person.owners()).containsKey(person.root());
                person.pairs().forEach(pair -> assertThat(pair.rootA()).isNotEqualTo(pair.rootB()));
                person.state()
                        .counts()
                        .forEach((type, count) -> assertThat(count)
                                .as("%s", type)
                                .isLessThanOrEqualTo(TIGHT.rule(type).limit()));
            }
        });
    }

    @Test
    void aMergeThatIsUndoneLeavesNothingButTheRecord() {
        Histories.of(Mix.STEWARDED).forAll("an undone merge leaves nothing", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            bench.run(history);
            List<ProfileId> profiles = shuffled(bench.stewarding().profiles, history);
            for (int i = 0; i + 1 < profiles.size(); i += 2) {
                PersonsView before = PersonsView.of(bench, history);
                Map<ProfileId, StoredProfile> stored = stored(bench, before);
                StewardDecision<MergeResult> merge = bench.stewarding().merge(profiles.get(i), profiles.get(i + 1));
                if (!(merge.answer() instanceof MergeResult.Merged merged)) {
                    assertThat(merge.plan().isEmpty()).isTrue();
                    continue;
                }
                commit(bench, merge.plan());
                ResolutionPlan undo = bench.stewarding().undo(merged.merge()).plan();
                commit(bench, undo);
                Undoing undoing = undo.changes().stewardship().undone().get(0);
                if (undoing.newRoot().equals(merged.absorbed())) {
                    PersonsView after = PersonsView.of(bench, history);
                    assertThat(after.withoutPairs()).isEqualTo(before.withoutPairs());
                    assertThat(stored(bench, after)).isEqualTo(stored);
                }
            }
        });
    }

    private static List<ProfileId> shuffled(Set<ProfileId> profiles, History history) {
        List<ProfileId> shuffled = new ArrayList<>(profiles);
        Collections.shuffle(shuffled, new Random(history.hashCode()));
        return shuffled;
    }

    private Map<ProfileId, StoredProfile> stored(Workbench bench, PersonsView view) {
        Map<ProfileId, StoredProfile> stored = new HashMap<>();
        for (ProfileId root : view.roots().values()) {
            stored.put(
                    root,
                    store().reads()
                            .profile(bench.tenant, root, bench.policy.firstTouch())
                            .orElseThrow());
        }
        return stored;
    }

    private static void commit(Workbench bench, ResolutionPlan plan) {
        assertThat(bench.store.commit(plan)).isInstanceOf(CommitResult.Committed.class);
        bench.stewarding().note(plan);
    }

    /** L3. */
    @Test
    void theOrderOfUndosDoesNotMatter() {
        Histories.of(Mix.STEWARDED).forAll("undos commute", (histories() + 2) / 3, history -> {
            Workbench one = bench(TIGHT);
            Workbench other = bench(TIGHT);
            one.run(history);
            other.run(history);
            List<MergeId> merges = new ArrayList<>(one.stewarding().merges.keySet());
            Collections.shuffle(merges, new Random(history.hashCode()));
            List<MergeId> some = new ArrayList<>(merges.subList(0, Math.min(4, merges.size())));
            some.forEach(merge -> commit(one, one.stewarding().undo(merge).plan()));
            Collections.shuffle(some, new Random(history.hashCode() + 1L));
            some.forEach(merge -> commit(other, other.stewarding().undo(merge).plan()));
            assertThat(PersonsView.of(other, history)).isEqualTo(PersonsView.of(one, history));
        });
    }

    @Test
    void anExplanationIsAPathWithinAPersonAndNeverAcrossTwo() {
        Histories.of(Mix.STEWARDED).forAll("explanations are paths", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            bench.run(history);
            Steward steward = IdentityResolver.builder(store())
                    .tenant(bench.tenant)
                    .policy(TIGHT)
                    .build()
                    .steward();
            Map<ProfileId, ProfileId> roots = PersonsView.of(bench, history).roots();
            List<ProfileId> profiles = shuffled(bench.stewarding().profiles, history);
            if (profiles.isEmpty()) {
                return;
            }
            ProfileId first = profiles.get(0);
            for (ProfileId other : profiles.subList(0, Math.min(8, profiles.size()))) {
                Explanation explanation = steward.explain(first, other);
                boolean same = Objects.equals(roots.get(first), roots.get(other));
                assertThat(explanation.verdict())
                        .isEqualTo(same ? Explanation.Verdict.ONE_PERSON : Explanation.Verdict.TWO_PERSONS);
                ProfileId at = first;
                for (Explanation.Step step : explanation.steps()) {
                    assertThat(step.from()).isEqualTo(at);
                    assertThat(bench.stewarding().merges).containsKey(step.merge());
                    at = step.to();
                }
                assertThat(at).isEqualTo(same ? other : first);
            }
            long owners = roots.values().stream()
                    .filter(root -> root.equals(roots.get(first)))
                    .count();
            assertThat(steward.explain(first).steps()).hasSize((int) owners - 1);
        });
    }

    /** L4. */
    @Test
    void anUndoIsAsIfTheTwoHadBeenKeptApartFromTheStart() {
        Histories.of(Mix.PERSISTENT)
                .forAll("an undo is as if they had been kept apart", (histories() + 2) / 3, history -> {
                    Random random = new Random(history.hashCode());
                    Workbench bench = bench(UNLIMITED);
                    List<Step> steps = history.steps();
                    List<Candidate> candidates = new ArrayList<>();
                    for (int place = 0; place < steps.size(); place++) {
                        for (Edge edge :
                                bench.apply(steps.get(place)).plan().changes().edges()) {
                            candidates.add(new Candidate(place, edge));
                        }
                    }
                    if (candidates.isEmpty()) {
                        return;
                    }
                    Candidate chosen = candidates.get(random.nextInt(candidates.size()));
                    int end = chosen.place() + 1 + random.nextInt(steps.size() - chosen.place());
                    Workbench withUndo = bench(UNLIMITED);
                    steps.subList(0, end).forEach(withUndo::apply);
                    commit(
                            withUndo,
                            withUndo.stewarding().undo(chosen.edge().id()).plan());
                    steps.subList(end, steps.size()).forEach(withUndo::apply);

                    Workbench apart = bench(UNLIMITED);
                    steps.subList(0, chosen.place()).forEach(apart::apply);
                    apart.apply(History.keptApart(
                            1,
                            identifierOf(apart, history, chosen.edge().a()),
                            identifierOf(apart, history, chosen.edge().b())));
                    steps.subList(chosen.place(), steps.size()).forEach(apart::apply);
                    assertThat(identifiers(withUndo, history)).isEqualTo(identifiers(apart, history));
                });
    }

    private record Candidate(int place, Edge edge) {}

    private static Identifier identifierOf(Workbench bench, History history, ProfileId owner) {
        IdentitySnapshot snapshot = bench.load(history.identifiers());
        return history.identifiers().stream()
                .filter(identifier -> {
                    LinkState link = snapshot.link(bench.key(identifier));
                    return link != null && owner.equals(link.owner());
                })
                .findFirst()
                .orElseThrow();
    }

    private static Set<Set<IdentifierKey>> identifiers(Workbench bench, History history) {
        IdentitySnapshot snapshot = bench.load(history.identifiers());
        Map<ProfileId, Set<IdentifierKey>> persons = new HashMap<>();
        snapshot.links()
                .forEach((key, link) -> persons.computeIfAbsent(
                                snapshot.rootOf(Objects.requireNonNull(link.owner())), root -> new HashSet<>())
                        .add(key));
        return new HashSet<>(persons.values());
    }
}
