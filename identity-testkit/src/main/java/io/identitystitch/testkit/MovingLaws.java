package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.plan.FactMove;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.TouchRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The laws of identifiers that stewards move. */
abstract class MovingLaws extends ContractPart {
    MovingLaws(IdentityStoreContract contract) {
        super(contract);
    }

    /** D8, D9. */
    @Test
    void aMoveMovesItsIdentifiersAndNothingElse() {
        Histories.of(Mix.STEWARDED).forAll("a move moves its identifiers only", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                if (!(step instanceof Step.Reassigned) && !(step instanceof Step.Split)) {
                    bench.apply(step);
                    continue;
                }
                PersonsView before = PersonsView.of(bench, history);
                ResolutionPlan plan = bench.apply(step).plan();
                if (!plan.isEmpty()) {
                    assertMoved(before, PersonsView.of(bench, history), plan);
                }
            }
        });
    }

    private static void assertMoved(PersonsView before, PersonsView after, ResolutionPlan plan) {
        Map<IdentifierKey, LinkState> links = new HashMap<>(before.links());
        plan.changes().links().forEach(change -> links.put(change.key(), change.after()));
        assertThat(after.links()).isEqualTo(links);

        Set<Set<ProfileId>> persons = new HashSet<>(before.partition());
        plan.changes().profiles().forEach(created -> persons.add(Set.of(created.id())));
        assertThat(after.partition()).as("who is one person").isEqualTo(persons);
        before.roots()
                .forEach((owner, root) -> assertThat(after.roots().get(owner)).isEqualTo(root));

        Set<ProfilePair> apart = new HashSet<>(before.apart());
        plan.changes().links().forEach(change -> pair(change, after).ifPresent(apart::add));
        assertThat(after.apart()).isEqualTo(apart);

        Set<ProfileId> concerned = plan.changes().links().stream()
                .flatMap(change -> Stream.of(owner(change.before()), owner(change.after())))
                .map(owner -> Objects.requireNonNull(after.roots().get(owner)))
                .collect(Collectors.toSet());
        Map<ProfileId, PersonsView.Person> others = new HashMap<>(after.persons());
        others.keySet().removeAll(concerned);
        assertThat(before.persons()).containsAllEntriesOf(others);
    }

    private static Optional<ProfilePair> pair(LinkChange change, PersonsView after) {
        ProfileId from = owner(change.before());
        ProfileId to = owner(change.after());
        return Objects.equals(after.roots().get(from), after.roots().get(to))
                ? Optional.empty()
                : Optional.of(ProfilePair.of(from, to));
    }

    private static ProfileId owner(@Nullable LinkState state) {
        return Objects.requireNonNull(Objects.requireNonNull(state).owner());
    }

    /** D8, L7: what came with nothing but the identifiers of a split goes along, and nothing else does. */
    @Test
    void aSplitTakesTheFactsOfItsIdentifiersAlong() {
        Histories.of(Mix.STEWARDED).forAll("facts go along with a split", (histories() + 2) / 3, history -> {
            Workbench bench = bench(TIGHT);
            Map<TouchRef, NewTouch> touches = new HashMap<>();
            for (Step step : history.steps()) {
                ResolutionPlan plan = bench.apply(step).plan();
                plan.changes().touches().forEach(touch -> touches.put(touch.ref(), touch));
                for (FactMove move : plan.changes().stewardship().facts()) {
                    List<NewTouch> moved = touches.values().stream()
                            .filter(touch -> move.from().contains(touch.owner()))
                            .filter(touch -> move.keys().containsAll(touch.cameWith()))
                            .toList();
                    moved.forEach(touch -> touches.remove(touch.ref()));
                    moved.stream()
                            .map(touch -> new NewTouch(move.to(), touch.touch(), touch.cameWith()))
                            .forEach(touch -> touches.put(touch.ref(), touch));
                    assertThat(firstTouch(bench, move.to())).isEqualTo(first(moved));
                    move.from()
                            .forEach(owner -> assertThat(firstTouch(bench, owner))
                                    .isEqualTo(first(ofPerson(bench, owner, touches.values()))));
                }
            }
        });
    }

    private Optional<String> firstTouch(Workbench bench, ProfileId id) {
        return store().reads()
                .profile(bench.tenant, id, bench.policy.firstTouch())
                .orElseThrow()
                .firstTouch()
                .map(Touch::eventId);
    }

    private List<NewTouch> ofPerson(Workbench bench, ProfileId owner, Collection<NewTouch> touches) {
        Map<ProfileId, ProfileId> roots = store().reads().roots(bench.tenant, bench.stewarding().profiles);
        return touches.stream()
                .filter(touch -> Objects.equals(roots.get(touch.owner()), roots.get(owner)))
                .toList();
    }

    private static Optional<String> first(Collection<NewTouch> touches) {
        return touches.stream()
                .map(NewTouch::touch)
                .min(Comparator.comparing(Touch::occurredAt).thenComparing(Touch::eventId))
                .map(Touch::eventId);
    }
}
