package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NeverLink;
import io.identitystitch.plan.RootState;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The laws of who is who. */
abstract class PersonLaws extends ContractPart {
    PersonLaws(IdentityStoreContract contract) {
        super(contract);
    }

    /** L1. */
    @Test
    void personsAreTheComponentsOfAForestOfMerges() {
        Histories.of(Mix.EVERYTHING)
                .forAll("persons are the components of a forest of merges", histories(), history -> {
                    Workbench bench = bench(TIGHT);
                    UnionFind<ProfileId> graph = new UnionFind<>();
                    for (Step step : history.steps()) {
                        Workbench.Applied applied = bench.apply(step);
                        applied.plan().changes().profiles().forEach(profile -> graph.add(profile.id()));
                        for (Edge edge : applied.plan().changes().edges()) {
                            assertThat(graph.connected(edge.a(), edge.b()))
                                    .as("an edge within a person, by %s", step)
                                    .isFalse();
                            graph.connect(List.of(edge.a(), edge.b()));
                        }
                    }
                    Set<ProfileId> owners = new HashSet<>();
                    graph.parts().forEach(owners::addAll);
                    Map<ProfileId, Set<ProfileId>> persons = new HashMap<>();
                    store().reads()
                            .roots(bench.tenant, owners)
                            .forEach((owner, root) -> persons.computeIfAbsent(root, id -> new HashSet<>())
                                    .add(owner));
                    assertThat(new HashSet<>(persons.values())).isEqualTo(graph.parts());
                    assertThat(persons)
                            .allSatisfy((root, members) -> assertThat(members).contains(root));
                });
    }

    /** L2. */
    @Test
    void whoIsWhoDependsOnWhatWasSeenTogetherAndOnNothingElse() {
        Histories.of(Mix.PERSISTENT)
                .forAll("who is who depends only on what was seen together", histories(), history -> {
                    UnionFind<Identifier> oracle = new UnionFind<>();
                    history.seen().forEach(step -> oracle.connect(step.identifiers()));
                    assertThat(partition(history, UNLIMITED)).isEqualTo(oracle.parts());
                    assertThat(partition(disorder(history), UNLIMITED)).isEqualTo(oracle.parts());
                });
    }

    private Set<Set<Identifier>> partition(History history, IdentityPolicy policy) {
        Workbench bench = bench(policy);
        bench.run(history);
        IdentitySnapshot snapshot = bench.load(history.identifiers());
        Map<ProfileId, Set<Identifier>> persons = new HashMap<>();
        for (Identifier identifier : history.identifiers()) {
            LinkState link = Objects.requireNonNull(snapshot.link(bench.key(identifier)));
            persons.computeIfAbsent(snapshot.rootOf(Objects.requireNonNull(link.owner())), root -> new HashSet<>())
                    .add(identifier);
        }
        return new HashSet<>(persons.values());
    }

    /** The same steps in another order, some of them twice. */
    private static History disorder(History history) {
        Random random = new Random(history.hashCode());
        List<Step> steps = new ArrayList<>(history.steps());
        history.steps().stream().filter(step -> random.nextInt(4) == 0).forEach(steps::add);
        Collections.shuffle(steps, random);
        return new History(steps);
    }

    /** L5. */
    @Test
    void knownPersonsAreJoinedOnlyByPersistentIdentifiersOfTheCall() {
        Histories.of(Mix.EVERYTHING)
                .forAll("known persons are joined only by persistent identifiers", histories(), history -> {
                    Workbench bench = bench(TIGHT);
                    for (Step step : history.steps()) {
                        Workbench.Applied applied = bench.apply(step);
                        Set<ProfileId> proven = provenRoots(applied);
                        for (Edge edge : applied.plan().changes().edges()) {
                            if (edge.source() != LinkSource.INFERRED
                                    && isKnown(applied, edge.a())
                                    && isKnown(applied, edge.b())) {
                                assertThat(proven)
                                        .as("%s", step)
                                        .contains(
                                                applied.before().rootOf(edge.a()),
                                                applied.before().rootOf(edge.b()));
                            }
                        }
                    }
                });
    }

    private static Set<ProfileId> provenRoots(Workbench.Applied applied) {
        Set<ProfileId> roots = new HashSet<>();
        for (ObservedIdentifier identifier : applied.observation().identifiers()) {
            LinkState link = applied.before().link(identifier.key());
            if (link != null
                    && link.owner() != null
                    && TIGHT.rule(identifier.type()).isPersistent()) {
                roots.add(applied.before().rootOf(link.owner()));
            }
        }
        return roots;
    }

    private static boolean isKnown(Workbench.Applied applied, ProfileId owner) {
        if (!applied.before().owners().containsKey(owner)) {
            return false;
        }
        RootState root = applied.before().roots().get(applied.before().rootOf(owner));
        return Objects.requireNonNull(root).known();
    }

    /** L6. */
    @Test
    void whatIsKeptApartStaysApart() {
        Histories.of(Mix.EVERYTHING).forAll("what is kept apart stays apart", histories(), history -> {
            Workbench bench = bench(TIGHT);
            List<NeverLink> pairs = new ArrayList<>();
            for (Step step : history.steps()) {
                pairs.addAll(bench.apply(step).plan().changes().neverLinks());
                for (NeverLink pair : pairs) {
                    ProfileId low = pair.owners().low();
                    ProfileId high = pair.owners().high();
                    Map<ProfileId, ProfileId> roots = store().reads().roots(bench.tenant, List.of(low, high));
                    assertThat(roots.get(low)).as("after %s", step).isNotEqualTo(roots.get(high));
                }
            }
        });
    }

    /** L6. */
    @Test
    void nobodyHasMoreThanTheLimitsAllow() {
        Histories.of(Mix.EVERYTHING).forAll("nobody has more than the limits allow", histories(), history -> {
            Workbench bench = bench(TIGHT);
            bench.run(history);
            IdentitySnapshot snapshot = bench.load(history.identifiers());
            Map<ProfileId, Map<IdentifierType, Integer>> counts = new HashMap<>();
            snapshot.links().forEach((key, link) -> {
                if (link.owner() != null) {
                    counts.computeIfAbsent(snapshot.rootOf(link.owner()), root -> new HashMap<>())
                            .merge(key.type(), 1, Integer::sum);
                }
            });
            for (TypeRule rule : TIGHT.rules()) {
                counts.values()
                        .forEach(types -> assertThat(types.getOrDefault(rule.type(), 0))
                                .as("%s", rule)
                                .isLessThanOrEqualTo(rule.limit()));
            }
            counts.forEach((root, types) -> types.forEach((type, count) -> assertThat(
                            Objects.requireNonNull(snapshot.roots().get(root)).count(type))
                    .as("the stored count of %s", type)
                    .isEqualTo(count)));
        });
    }

    @Test
    void personIsKnownWhileItHasAPersistentIdentifier() {
        Histories.of(Mix.EVERYTHING)
                .forAll("a person is known while it has a persistent identifier", histories(), history -> {
                    Workbench bench = bench(TIGHT);
                    bench.run(history);
                    IdentitySnapshot snapshot = bench.load(history.identifiers());
                    Set<ProfileId> known = new HashSet<>();
                    for (Map.Entry<IdentifierKey, LinkState> link :
                            snapshot.links().entrySet()) {
                        ProfileId owner = link.getValue().owner();
                        if (owner != null && TIGHT.rule(link.getKey().type()).isPersistent()) {
                            known.add(snapshot.rootOf(owner));
                        }
                    }
                    snapshot.roots()
                            .forEach((root, state) ->
                                    assertThat(state.known()).as("%s", root).isEqualTo(known.contains(root)));
                });
    }
}
