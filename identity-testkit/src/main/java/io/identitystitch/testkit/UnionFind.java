package io.identitystitch.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which things are connected: the oracle that a store is compared with. It knows nothing of profiles, owners or time.
 *
 * <p>Not thread-safe.
 *
 * @param <T> what is connected
 */
public final class UnionFind<T> {
    private final Map<T, T> parents = new HashMap<>();

    /** Nothing is known yet. */
    public UnionFind() {}

    /**
     * Makes a thing known, connected to nothing but itself.
     *
     * @param thing the thing
     */
    public void add(T thing) {
        parents.putIfAbsent(thing, thing);
    }

    /**
     * Connects things with each other.
     *
     * @param things the things; those that are new become known
     */
    public void connect(Collection<? extends T> things) {
        things.forEach(this::add);
        List<T> roots = new ArrayList<>();
        things.forEach(thing -> roots.add(find(thing)));
        for (T root : roots) {
            parents.put(find(root), find(roots.get(0)));
        }
    }

    /**
     * Whether two things are connected.
     *
     * @param a one
     * @param b the other
     * @return whether they are known and connected
     */
    public boolean connected(T a, T b) {
        return parents.containsKey(a) && parents.containsKey(b) && find(a).equals(find(b));
    }

    /**
     * What is connected with what.
     *
     * @return the parts, each thing in exactly one
     */
    public Set<Set<T>> parts() {
        Map<T, Set<T>> parts = new HashMap<>();
        for (T thing : parents.keySet()) {
            parts.computeIfAbsent(find(thing), root -> new HashSet<>()).add(thing);
        }
        return Set.copyOf(parts.values());
    }

    private T find(T thing) {
        T at = thing;
        T parent = parent(at);
        while (!parent.equals(at)) {
            T above = parent(parent);
            parents.put(at, above);
            at = above;
            parent = parent(at);
        }
        return at;
    }

    private T parent(T thing) {
        return Objects.requireNonNull(parents.get(thing));
    }

    /** The number of things. */
    @Override
    public String toString() {
        return "UnionFind[" + parents.size() + "]";
    }
}
