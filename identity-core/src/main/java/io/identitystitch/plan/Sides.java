package io.identitystitch.plan;

import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The two sides of one merge within its person.
 *
 * @param staying the owners of the side that holds the root
 * @param leaving the owners of the other side
 */
record Sides(SortedSet<ProfileId> staying, SortedSet<ProfileId> leaving) {
    /** Empty where the merges are not a tree over the owners with this merge in it: they were not read at one moment. */
    static Optional<Sides> of(Component person, MergeRecord merge) {
        Map<ProfileId, List<MergeRecord>> merges = new HashMap<>();
        for (MergeRecord one : person.merges()) {
            merges.computeIfAbsent(one.a(), owner -> new ArrayList<>()).add(one);
            merges.computeIfAbsent(one.b(), owner -> new ArrayList<>()).add(one);
        }
        SortedSet<ProfileId> a = reach(merges, merge.a(), merge.id());
        SortedSet<ProfileId> b = reach(merges, merge.b(), merge.id());
        boolean tree = person.merges().stream().map(MergeRecord::id).anyMatch(merge.id()::equals)
                && a.size() + b.size() == person.owners().size()
                && person.merges().size() == person.owners().size() - 1
                && person.owners().keySet().containsAll(a)
                && person.owners().keySet().containsAll(b);
        if (!tree) {
            return Optional.empty();
        }
        return Optional.of(a.contains(person.root()) ? new Sides(a, b) : new Sides(b, a));
    }

    private static SortedSet<ProfileId> reach(
            Map<ProfileId, List<MergeRecord>> merges, ProfileId from, MergeId without) {
        SortedSet<ProfileId> reached = new TreeSet<>();
        Deque<ProfileId> open = new ArrayDeque<>();
        open.add(from);
        reached.add(from);
        while (!open.isEmpty()) {
            ProfileId owner = open.remove();
            for (MergeRecord merge : merges.getOrDefault(owner, List.of())) {
                ProfileId other = merge.other(owner);
                if (!merge.id().equals(without) && reached.add(other)) {
                    open.add(other);
                }
            }
        }
        return reached;
    }

    /** The one that answers for the owners that leave: by the order of survivors, each owner taken as a person. */
    ProfileId newRoot(Component person) {
        Comparator<ProfileId> known =
                Comparator.comparing(owner -> !owner(person, owner).known());
        return leaving.stream()
                .min(known.thenComparing((one, other) -> Seniority.compare(
                        owner(person, one).createdAt(),
                        one,
                        owner(person, other).createdAt(),
                        other)))
                .orElseThrow();
    }

    static boolean isKnown(Component person, SortedSet<ProfileId> side) {
        return side.stream()
                .anyMatch((Predicate<ProfileId>) owner -> owner(person, owner).known());
    }

    private static ComponentOwner owner(Component person, ProfileId owner) {
        return Objects.requireNonNull(person.owners().get(owner));
    }
}
