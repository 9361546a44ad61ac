package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The person that a call is about, as it grows through the call. Not thread-safe; lives for one planning. */
final class Working {
    /** The owner of everything that is new in the call. */
    final ProfileId base;

    /** Whether the base is created by the call. */
    final boolean isNew;

    /** The base's strongest identifier in the call: the evidence of what is linked or merged by it. */
    @Nullable
    ObservedIdentifier anchor;

    private final Map<IdentifierType, Integer> counts = new HashMap<>();
    private final Set<ProfileId> roots = new HashSet<>();
    private ProfileId root;
    private @Nullable Instant createdAt;
    private boolean known;
    private boolean guarded;
    private boolean locked;

    private Working(ProfileId base, boolean isNew, ProfileId root, @Nullable ObservedIdentifier anchor) {
        this.base = base;
        this.isNew = isNew;
        this.root = root;
        this.anchor = anchor;
    }

    static Working newProfile(
            ProfileId id, boolean known, @Nullable Instant createdAt, @Nullable ObservedIdentifier anchor) {
        Working working = new Working(id, true, id, anchor);
        working.known = known;
        working.createdAt = createdAt;
        return working;
    }

    static Working existing(ProfileId base, ProfileId root, RootState state, @Nullable ObservedIdentifier anchor) {
        Working working = new Working(base, false, root, anchor);
        working.known = state.known();
        working.createdAt = state.createdAt();
        working.guarded = state.guarded();
        working.locked = state.locked();
        working.counts.putAll(state.counts());
        working.roots.add(root);
        return working;
    }

    ProfileId root() {
        return root;
    }

    boolean known() {
        return known;
    }

    boolean guarded() {
        return guarded;
    }

    /** Whether a steward has locked the person, so that it stays as it is. */
    boolean locked() {
        return locked;
    }

    Map<IdentifierType, Integer> counts() {
        return counts;
    }

    int count(IdentifierType type) {
        return counts.getOrDefault(type, 0);
    }

    /** Whether a root that the store knows is part of the person by now. */
    boolean includes(ProfileId storedRoot) {
        return roots.contains(storedRoot);
    }

    boolean isApart(Call call, ProfileId other) {
        return roots.stream().anyMatch(part -> call.isApart(part, other));
    }

    void add(IdentifierType type) {
        counts.merge(type, 1, Integer::sum);
    }

    void becomeKnown() {
        known = true;
    }

    /**
     * Makes another person part of this one. The root that stays is that of the known component, else the older one, else
     * the one with the smaller id.
     *
     * @return the root that does not stay one
     */
    ProfileId join(ProfileId otherRoot, RootState other) {
        boolean otherStays = known != other.known()
                ? other.known()
                : Seniority.compare(other.createdAt(), otherRoot, createdAt, root) < 0;
        ProfileId absorbed = otherStays ? root : otherRoot;
        if (otherStays) {
            root = otherRoot;
            createdAt = other.createdAt();
        }
        known |= other.known();
        guarded |= other.guarded();
        other.counts().forEach((type, count) -> counts.merge(type, count, Integer::sum));
        roots.add(otherRoot);
        return absorbed;
    }
}
