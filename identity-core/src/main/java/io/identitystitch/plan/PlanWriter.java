package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a draft down as a plan, with what must still be true when it is carried out.
 *
 * <p>A plan that decided something about persons expects the roots of all of them, at their versions, and every identifier
 * of the call where it was found. Where the only thing that happens to the survivor is that anonymous profiles are
 * absorbed into it, its root is locked shared: then many such merges into one person run side by side. A plan that only adds
 * what the unique key decides expects nothing.
 */
final class PlanWriter {
    private final Call call;
    private final Draft draft;

    PlanWriter(Call call, Draft draft) {
        this.call = call;
        this.draft = draft;
    }

    ResolutionPlan write(Working working, Choice choice) {
        SortedMap<ProfileId, RootChange> roots = new TreeMap<>();
        changeRoot(working, roots);
        changeLosers(roots);
        List<NewProfile> profiles = new ArrayList<>(draft.profiles);
        if (working.isNew) {
            boolean known = working.root().equals(working.base)
                    ? working.known()
                    : choice.arriving().stream().anyMatch(key -> call.rule(key).isPersistent());
            profiles.add(new NewProfile(
                    working.base, known, call.observation.createdAt().orElse(null)));
        }
        Changes changes = new Changes(
                        profiles,
                        List.copyOf(draft.links.values()),
                        draft.closed,
                        draft.edges,
                        new TreeMap<>(draft.absorbed),
                        roots,
                        draft.conflicts,
                        List.of(),
                        draft.touches,
                        draft.traits,
                        draft.evidence)
                .with(SignalWork.ofStaged(draft.signals));
        if (changes.isEmpty()) {
            return ResolutionPlan.nothing(call.observation.tenant());
        }
        if (!draft.needsLocks) {
            return new ResolutionPlan(call.observation.tenant(), new TreeMap<>(), new TreeMap<>(), changes);
        }
        return new ResolutionPlan(call.observation.tenant(), expectedRoots(working), expectedKeys(), changes);
    }

    private void changeRoot(Working working, SortedMap<ProfileId, RootChange> roots) {
        if (working.isNew && working.root().equals(working.base)) {
            if (working.guarded()) {
                roots.put(working.base, new RootChange(working.known(), true, false));
            }
            return;
        }
        RootState stored = call.root(working.root());
        if (draft.outdatesOthers || stored.known() != working.known() || stored.guarded() != working.guarded()) {
            roots.put(working.root(), new RootChange(working.known(), working.guarded(), draft.outdatesOthers));
        }
    }

    /** A person that loses a persistent identifier may be anonymous afterwards, and was decided on as known. */
    private void changeLosers(SortedMap<ProfileId, RootChange> roots) {
        Map<ProfileId, Integer> lost = new HashMap<>();
        for (LinkChange link : draft.links.values()) {
            LinkState before = link.before();
            if (before != null && before.owner() != null && link.isMove() && link.persistent()) {
                lost.merge(call.snapshot.rootOf(before.owner()), 1, Integer::sum);
            }
        }
        lost.forEach((root, count) -> {
            RootState state = call.root(root);
            int had = state.counts().entrySet().stream()
                    .filter(entry -> call.policy.rule(entry.getKey()).isPersistent())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            roots.put(root, new RootChange(had > count, state.guarded(), true));
        });
    }

    private SortedMap<ProfileId, RootExpectation> expectedRoots(Working working) {
        Set<IdentifierKey> leftAlone = leftAlone();
        SortedMap<ProfileId, RootExpectation> expected = new TreeMap<>();
        for (Person person : call.persons) {
            boolean decided = person.standing() != Standing.UNPROVEN
                    && person.keys().stream().anyMatch(key -> !leftAlone.contains(key.key()));
            if (decided) {
                expected.put(
                        person.root(),
                        new RootExpectation(
                                RootExpectation.Lock.EXCLUSIVE, person.state().version()));
            }
        }
        ProfileId root = working.root();
        boolean storedRoot = call.snapshot.roots().containsKey(root);
        if (storedRoot && draft.needsSurvivor) {
            expected.putIfAbsent(
                    root,
                    new RootExpectation(
                            RootExpectation.Lock.EXCLUSIVE, call.root(root).version()));
        } else if (storedRoot) {
            expected.put(root, new RootExpectation(RootExpectation.Lock.SHARED, RootExpectation.ANY_VERSION));
        }
        return expected;
    }

    private SortedMap<IdentifierKey, KeyExpectation> expectedKeys() {
        SortedMap<IdentifierKey, KeyExpectation> expected = new TreeMap<>();
        Set<IdentifierKey> leftAlone = leftAlone();
        for (ObservedIdentifier key : call.observation.identifiers()) {
            if (!leftAlone.contains(key.key())) {
                LinkState link = call.snapshot.link(key.key());
                expected.put(key.key(), link == null ? KeyExpectation.UNLINKED : expectation(link));
            }
        }
        return expected;
    }

    private KeyExpectation expectation(LinkState link) {
        ProfileId owner = link.owner();
        ProfileId root = owner == null ? null : call.snapshot.rootOf(owner);
        return new KeyExpectation(true, owner, root, link.settledAt());
    }

    /** Identifiers that the plan neither uses nor touches, so that what becomes of them is no concern of it. */
    private Set<IdentifierKey> leftAlone() {
        Set<IdentifierKey> keys = new HashSet<>();
        for (IgnoredIdentifier ignored : draft.ignored) {
            if (ignored.reason() != IgnoreReason.CONFLICT) {
                ignored.key().ifPresent(keys::add);
            }
        }
        return keys;
    }
}
