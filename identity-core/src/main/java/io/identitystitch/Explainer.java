package io.identitystitch;

import io.identitystitch.model.Explanation;
import io.identitystitch.model.Explanation.Verdict;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ApartPair;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.StewardSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the merges between the owners of a person. */
final class Explainer {
    private static final int MAX_STEPS = 1000;

    private final StewardSnapshot snapshot;

    Explainer(StewardSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static Explanation unknown() {
        return new Explanation(Verdict.UNKNOWN, List.of(), List.of(), List.of(), true);
    }

    Explanation explain(ProfileId a, ProfileId b, List<LinkRecord> links) {
        Component one = snapshot.of(a);
        Component other = snapshot.of(b);
        if (one == null || other == null) {
            return unknown();
        }
        if (!one.root().equals(other.root())) {
            List<KeptApart> apart = one.pairs().stream()
                    .filter(pair -> pair.isBetween(one.root(), other.root()))
                    .map(ApartPair::pair)
                    .toList();
            return new Explanation(Verdict.TWO_PERSONS, links, List.of(), apart, true);
        }
        Map<ProfileId, Explanation.Step> reached = reach(one, a);
        Deque<Explanation.Step> path = new ArrayDeque<>();
        Explanation.Step step = reached.get(b);
        while (step != null) {
            path.addFirst(step);
            step = reached.get(step.from());
        }
        return cut(links, List.copyOf(path));
    }

    Explanation explain(ProfileId profile) {
        Component person = snapshot.of(profile);
        return person == null
                ? unknown()
                : cut(List.of(), new ArrayList<>(reach(person, person.root()).values()));
    }

    private static Explanation cut(List<LinkRecord> links, List<Explanation.Step> steps) {
        boolean complete = steps.size() <= MAX_STEPS;
        return new Explanation(
                Verdict.ONE_PERSON, links, complete ? steps : steps.subList(0, MAX_STEPS), List.of(), complete);
    }

    /** The step by which each owner but the first is reached, the nearest first. */
    private static Map<ProfileId, Explanation.Step> reach(Component person, ProfileId first) {
        Map<ProfileId, List<MergeRecord>> merges = new HashMap<>();
        for (MergeRecord merge : person.merges()) {
            merges.computeIfAbsent(merge.a(), owner -> new ArrayList<>()).add(merge);
            merges.computeIfAbsent(merge.b(), owner -> new ArrayList<>()).add(merge);
        }
        Map<ProfileId, Explanation.Step> reached = new LinkedHashMap<>();
        Deque<ProfileId> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            ProfileId from = open.remove();
            for (MergeRecord merge : merges.getOrDefault(from, List.of())) {
                ProfileId to = merge.other(from);
                if (!reached.containsKey(to) && !to.equals(first)) {
                    reached.put(to, Explanation.Step.of(merge, from));
                    open.add(to);
                }
            }
        }
        return reached;
    }
}
