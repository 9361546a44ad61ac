package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import io.identitystitch.spi.StoredProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The laws of what belongs to whom: facts stay with their owners, devices go with the latest sign-in. */
abstract class FactLaws extends ContractPart {
    private static final IdentityPolicy STRICT =
            UNLIMITED.toBuilder().sharedDevice(SharedDevicePolicy.NEW_PERSON).build();

    FactLaws(IdentityStoreContract contract) {
        super(contract);
    }

    /** L7. */
    @Test
    void profileIsTheFoldOfTheFactsOfItsOwners() {
        Histories.of(Mix.EVERYTHING)
                .forAll("a profile is the fold of the facts of its owners", histories(), history -> {
                    Workbench bench = bench(TIGHT);
                    List<NewTouch> touches = new ArrayList<>();
                    List<NewTrait> traits = new ArrayList<>();
                    for (Step step : history.steps()) {
                        Changes changes = bench.apply(step).plan().changes();
                        touches.addAll(changes.touches());
                        traits.addAll(changes.traits());
                    }
                    Set<ProfileId> owners = new HashSet<>();
                    touches.forEach(touch -> owners.add(touch.owner()));
                    Map<ProfileId, ProfileId> roots = store().reads().roots(bench.tenant, owners);
                    for (ProfileId root : new HashSet<>(roots.values())) {
                        touches(
                                bench,
                                root,
                                touches.stream()
                                        .filter(touch -> root.equals(roots.get(touch.owner())))
                                        .map(NewTouch::touch)
                                        .toList());
                        traits(
                                bench,
                                root,
                                traits.stream()
                                        .filter(trait -> root.equals(roots.get(trait.owner())))
                                        .map(NewTrait::trait)
                                        .toList());
                    }
                });
    }

    private void touches(Workbench bench, ProfileId root, List<Touch> touches) {
        StoredProfile profile = profile(bench, root);
        assertThat(profile.firstTouch()).isEqualTo(touches.stream().min(Comparator.naturalOrder()));
        assertThat(profile.lastTouch()).isEqualTo(touches.stream().max(Comparator.naturalOrder()));
    }

    private void traits(Workbench bench, ProfileId root, List<Trait> traits) {
        Comparator<Trait> order = bench.policy.traitRule("plan").order();
        assertThat(profile(bench, root).traits().stream().max(order))
                .isEqualTo(traits.stream().max(order));
    }

    private StoredProfile profile(Workbench bench, ProfileId root) {
        return store().reads()
                .profile(bench.tenant, root, FirstTouchPolicy.EARLIEST)
                .orElseThrow();
    }

    /** A host that keeps facts of its own hangs them on that owner too. */
    @Test
    void factsOfASignInGoToTheOwnerThatTheAnswerNames() {
        Histories.of(Mix.EVERYTHING).forAll("facts go to the owner that the answer names", histories(), history -> {
            Workbench bench = bench(TIGHT);
            for (Step step : history.steps()) {
                Workbench.Applied applied = bench.apply(step);
                boolean signIn = applied.observation().identifiers().stream()
                        .anyMatch(identifier -> isPersistent(identifier.type()));
                for (NewTouch touch : applied.plan().changes().touches()) {
                    if (signIn && applied.decided().resolution() instanceof Resolution.Resolved resolved) {
                        assertThat(touch.owner()).as("%s", step).isEqualTo(resolved.ownerId());
                    }
                }
            }
        });
    }

    /** L8. */
    @Test
    void deviceBelongsToTheLatestSignInWhateverArrivesFirst() {
        Histories.of(Mix.DEVICES)
                .forAll("a device belongs to the latest sign-in, whatever arrives first", histories(), history -> {
                    Workbench bench = bench(STRICT);
                    bench.run(history);
                    Set<Identifier> devices = new HashSet<>(history.identifiers());
                    devices.removeIf(identifier -> isPersistent(identifier.type()));
                    for (Identifier device : devices) {
                        Step last = lastSignInOrOut(history, device);
                        if (last instanceof Step.Seen seen) {
                            Identifier account = seen.identifiers().stream()
                                    .filter(identifier -> isPersistent(identifier.type()))
                                    .findFirst()
                                    .orElseThrow();
                            assertThat(bench.person(device))
                                    .as("the holder of %s", device.value())
                                    .isEqualTo(bench.person(account));
                        }
                    }
                });
    }

    /** L8, where accounts conflict: a device that came with a refused person is set aside with that person. */
    @Test
    void deviceBelongsToWhomTheLatestSignInWasAnswered() {
        Histories.of(Mix.EVERYDAY)
                .forAll("a device belongs to whom the latest sign-in was answered", histories(), history -> {
                    Workbench bench = bench(STRICT);
                    Map<Identifier, Step> latest = new HashMap<>();
                    Map<Step, ProfileId> owners = new HashMap<>();
                    for (Step step : history.steps()) {
                        Workbench.Applied applied = bench.apply(step);
                        if (step instanceof Step.SignedOut out) {
                            latest.merge(out.device(), step, FactLaws::later);
                        } else if (step instanceof Step.Seen seen && isSignIn(applied)) {
                            Resolution answer = applied.decided().resolution();
                            owners.putIfAbsent(step, ((Resolution.Resolved) answer).ownerId());
                            seen.identifiers().stream()
                                    .filter(identifier -> !isPersistent(identifier.type()))
                                    .filter(device -> !isSetAside(answer, bench.key(device)))
                                    .forEach(device -> latest.merge(device, step, FactLaws::later));
                        }
                    }
                    Map<ProfileId, ProfileId> roots = store().reads().roots(bench.tenant, owners.values());
                    latest.forEach((device, step) -> {
                        ProfileId owner = owners.get(step);
                        if (owner != null) {
                            assertThat(bench.person(device))
                                    .as("the holder of %s", device.value())
                                    .isEqualTo(roots.get(owner));
                        }
                    });
                });
    }

    static boolean isSetAside(Resolution answer, IdentifierKey key) {
        return answer.ignored().stream()
                .anyMatch(ignored -> ignored.reason() == IgnoreReason.CONFLICT
                        && ignored.key().equals(Optional.of(key)));
    }

    private static boolean isSignIn(Workbench.Applied applied) {
        return applied.observation().identifiers().stream().anyMatch(identifier -> isPersistent(identifier.type()));
    }

    private static Step later(Step a, Step b) {
        return a.second() >= b.second() ? a : b;
    }

    /** The step by which it is settled whose a device is: visits settle nothing. */
    private static @Nullable Step lastSignInOrOut(History history, Identifier device) {
        return history.steps().stream()
                .filter(step -> step instanceof Step.Seen seen
                        ? seen.identifiers().contains(device)
                                && seen.identifiers().stream().anyMatch(key -> isPersistent(key.type()))
                        : step instanceof Step.SignedOut out && out.device().equals(device))
                .max(Comparator.comparing(Step::second))
                .orElse(null);
    }

    private static boolean isPersistent(IdentifierType type) {
        return STRICT.rule(type).isPersistent();
    }

    /** An identifier has one owner at a time, and the times in which owners had it do not overlap. */
    @Test
    void intervalsOfADeviceDoNotOverlap() {
        Histories.of(Mix.DEVICES).forAll("the intervals of a device do not overlap", histories(), history -> {
            Workbench bench = bench(STRICT);
            Set<Identifier> devices = new HashSet<>(history.identifiers());
            devices.removeIf(identifier -> isPersistent(identifier.type()));
            bench.run(history);
            for (Identifier device : devices) {
                IdentitySnapshot snapshot = bench.load(List.of(device));
                var closed = new ArrayList<>(snapshot.intervals().getOrDefault(bench.key(device), List.of()));
                closed.sort(Comparator.comparing(HeldInterval::from).thenComparing(HeldInterval::until));
                for (int i = 1; i < closed.size(); i++) {
                    assertThat(closed.get(i).from())
                            .isAfterOrEqualTo(closed.get(i - 1).until());
                }
                LinkState link = snapshot.link(bench.key(device));
                if (link != null && !closed.isEmpty()) {
                    assertThat(link.heldSince())
                            .isAfterOrEqualTo(closed.get(closed.size() - 1).until());
                }
            }
        });
    }
}
