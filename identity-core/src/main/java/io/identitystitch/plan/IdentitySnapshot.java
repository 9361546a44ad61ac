package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of an observation, read at one moment: enough to decide, and nothing else.
 *
 * <p>Immutable and thread-safe; the builder is not thread-safe.
 */
public final class IdentitySnapshot {
    /** A snapshot of nothing: what an empty store answers. */
    public static final IdentitySnapshot EMPTY = builder().build();

    private final Map<IdentifierKey, LinkState> links;
    private final Map<ProfileId, OwnerState> owners;
    private final Map<ProfileId, RootState> roots;
    private final Map<IdentifierKey, List<EvidenceState>> evidence;
    private final Map<IdentifierKey, List<HeldInterval>> intervals;
    private final Set<ProfilePair> apart;
    private final Map<ProfilePair, ConflictState> conflicts;
    private final Map<TraitRef, Trait> traits;
    private final Set<TouchRef> touches;
    private final Set<IdentifierKey> refused;

    private IdentitySnapshot(Builder builder) {
        links = Map.copyOf(builder.links);
        owners = Map.copyOf(builder.owners);
        roots = Map.copyOf(builder.roots);
        evidence = copyOfLists(builder.evidence);
        intervals = copyOfLists(builder.intervals);
        apart = Set.copyOf(builder.apart);
        conflicts = Map.copyOf(builder.conflicts);
        traits = Map.copyOf(builder.traits);
        touches = Set.copyOf(builder.touches);
        refused = Set.copyOf(builder.refused);
    }

    /**
     * A builder of an empty snapshot.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that begins with this snapshot.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.links.putAll(links);
        builder.owners.putAll(owners);
        builder.roots.putAll(roots);
        evidence.forEach((key, list) -> builder.evidence.put(key, new ArrayList<>(list)));
        intervals.forEach((key, list) -> builder.intervals.put(key, new ArrayList<>(list)));
        builder.apart.addAll(apart);
        builder.conflicts.putAll(conflicts);
        builder.traits.putAll(traits);
        builder.touches.addAll(touches);
        builder.refused.addAll(refused);
        return builder;
    }

    /**
     * The identifiers that have a row, those without a holder included.
     *
     * @return an unmodifiable map
     */
    public Map<IdentifierKey, LinkState> links() {
        return links;
    }

    /**
     * The owners reached: those of the identifiers and of the evidence.
     *
     * @return an unmodifiable map
     */
    public Map<ProfileId, OwnerState> owners() {
        return owners;
    }

    /**
     * The roots reached. Empty in a lean snapshot.
     *
     * @return an unmodifiable map
     */
    public Map<ProfileId, RootState> roots() {
        return roots;
    }

    /**
     * The evidence asked for, with all its owners that are live.
     *
     * @return an unmodifiable map
     */
    public Map<IdentifierKey, List<EvidenceState>> evidence() {
        return evidence;
    }

    /**
     * The closed intervals asked for.
     *
     * @return an unmodifiable map
     */
    public Map<IdentifierKey, List<HeldInterval>> intervals() {
        return intervals;
    }

    /**
     * The pairs of roots reached of which some owners are never to be linked.
     *
     * @return an unmodifiable set
     */
    public Set<ProfilePair> apart() {
        return apart;
    }

    /**
     * The conflicts kept between owners reached.
     *
     * @return an unmodifiable map
     */
    public Map<ProfilePair, ConflictState> conflicts() {
        return conflicts;
    }

    /**
     * The stored values of the traits asked for, of the owners reached and of those of the closed intervals.
     *
     * @return an unmodifiable map
     */
    public Map<TraitRef, Trait> traits() {
        return traits;
    }

    /**
     * The touches asked for that the owners reached, or those of the closed intervals, have.
     *
     * @return an unmodifiable set
     */
    public Set<TouchRef> touches() {
        return touches;
    }

    /**
     * Those of the identifiers asked for by their marks that nobody holds, and that are refused, for they were those of a
     * person who was erased.
     *
     * @return an unmodifiable set
     */
    public Set<IdentifierKey> refused() {
        return refused;
    }

    /**
     * What is stored of an identifier.
     *
     * @param key the identifier
     * @return its state; null where it has no row
     */
    public @Nullable LinkState link(IdentifierKey key) {
        return links.get(key);
    }

    /**
     * The profile that answers for an owner.
     *
     * @param owner an owner reached
     * @return its root
     * @throws IllegalArgumentException if the owner was not reached
     */
    public ProfileId rootOf(ProfileId owner) {
        OwnerState state = owners.get(owner);
        if (state == null) {
            throw new IllegalArgumentException("not an owner of this snapshot");
        }
        return state.root();
    }

    /**
     * Whether the state of roots was left out because every identifier has the same one.
     *
     * @return whether the snapshot is lean
     */
    public boolean isLean() {
        return roots.isEmpty() && !owners.isEmpty();
    }

    /**
     * The snapshot that the store must give for the same query after a plan made on this one was committed.
     *
     * @param plan the plan
     * @param createdAt when the store created the plan's new profiles; profiles that are missing stay unstamped, which
     *     makes them younger than all that have a stamp
     * @param query the query
     * @return the later snapshot
     */
    public IdentitySnapshot after(ResolutionPlan plan, Map<ProfileId, Instant> createdAt, LoadQuery query) {
        return new SnapshotAfter(this, plan.changes(), createdAt, query.counted(), query.intervalsSince()).apply();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof IdentitySnapshot other
                && links.equals(other.links)
                && owners.equals(other.owners)
                && roots.equals(other.roots)
                && sameLists(evidence, other.evidence)
                && sameLists(intervals, other.intervals)
                && apart.equals(other.apart)
                && conflicts.equals(other.conflicts)
                && traits.equals(other.traits)
                && touches.equals(other.touches)
                && refused.equals(other.refused);
    }

    @Override
    public int hashCode() {
        return links.hashCode() * 31 + owners.hashCode();
    }

    /** The sizes, and of each row what carries no value. */
    @Override
    public String toString() {
        return "IdentitySnapshot[links=" + links + ", owners=" + owners + ", roots=" + roots + ", evidence=" + evidence
                + ", intervals=" + intervals + ", apart=" + apart + ", conflicts=" + conflicts + ", traits="
                + traits + ", touches=" + touches.size() + ", refused=" + refused + "]";
    }

    private static <T> Map<IdentifierKey, List<T>> copyOfLists(Map<IdentifierKey, List<T>> lists) {
        Map<IdentifierKey, List<T>> copy = new HashMap<>();
        lists.forEach((key, list) -> {
            if (!list.isEmpty()) {
                copy.put(key, List.copyOf(list));
            }
        });
        return Map.copyOf(copy);
    }

    private static <T> boolean sameLists(Map<IdentifierKey, List<T>> a, Map<IdentifierKey, List<T>> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream()
                        .allMatch(entry -> new HashSet<>(entry.getValue())
                                .equals(new HashSet<>(b.getOrDefault(entry.getKey(), List.of()))));
    }

    /** Collects an {@link IdentitySnapshot}. Not thread-safe. */
    public static final class Builder {
        final Map<IdentifierKey, LinkState> links = new HashMap<>();
        final Map<ProfileId, OwnerState> owners = new HashMap<>();
        final Map<ProfileId, RootState> roots = new HashMap<>();
        final Map<IdentifierKey, List<EvidenceState>> evidence = new HashMap<>();
        final Map<IdentifierKey, List<HeldInterval>> intervals = new HashMap<>();
        final Set<ProfilePair> apart = new HashSet<>();
        final Map<ProfilePair, ConflictState> conflicts = new HashMap<>();
        final Map<TraitRef, Trait> traits = new HashMap<>();
        final Set<TouchRef> touches = new HashSet<>();
        final Set<IdentifierKey> refused = new HashSet<>();

        Builder() {}

        /**
         * Adds an identifier's row.
         *
         * @param key the identifier
         * @param state its state
         * @return this
         */
        public Builder link(IdentifierKey key, LinkState state) {
            links.put(key, state);
            return this;
        }

        /**
         * Adds an owner.
         *
         * @param owner the owner
         * @param state its state
         * @return this
         */
        public Builder owner(ProfileId owner, OwnerState state) {
            owners.put(owner, state);
            return this;
        }

        /**
         * Adds a root.
         *
         * @param root the root
         * @param state its state
         * @return this
         */
        public Builder root(ProfileId root, RootState state) {
            roots.put(root, state);
            return this;
        }

        /**
         * Adds a piece of evidence.
         *
         * @param state its state
         * @return this
         */
        public Builder evidence(EvidenceState state) {
            evidence.computeIfAbsent(state.key(), key -> new ArrayList<>()).add(state);
            return this;
        }

        /**
         * Adds a closed interval.
         *
         * @param interval the interval
         * @return this
         */
        public Builder interval(HeldInterval interval) {
            intervals.computeIfAbsent(interval.key(), key -> new ArrayList<>()).add(interval);
            return this;
        }

        /**
         * Adds two roots that stay apart.
         *
         * @param pair the roots
         * @return this
         */
        public Builder apart(ProfilePair pair) {
            apart.add(pair);
            return this;
        }

        /**
         * Adds a conflict.
         *
         * @param owners the two owners
         * @param state its state
         * @return this
         */
        public Builder conflict(ProfilePair owners, ConflictState state) {
            conflicts.put(owners, state);
            return this;
        }

        /**
         * Adds a stored trait.
         *
         * @param ref where it is kept
         * @param trait the trait
         * @return this
         */
        public Builder trait(TraitRef ref, Trait trait) {
            traits.put(ref, trait);
            return this;
        }

        /**
         * Adds a stored touch.
         *
         * @param ref where it is kept
         * @return this
         */
        public Builder touch(TouchRef ref) {
            touches.add(ref);
            return this;
        }

        /**
         * Adds an identifier that nobody holds and that is refused.
         *
         * @param key the identifier
         * @return this
         */
        public Builder refused(IdentifierKey key) {
            refused.add(key);
            return this;
        }

        /**
         * The snapshot.
         *
         * @return a new snapshot
         */
        public IdentitySnapshot build() {
            return new IdentitySnapshot(this);
        }
    }
}
