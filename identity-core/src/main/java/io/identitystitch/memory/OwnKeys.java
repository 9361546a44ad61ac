package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identifiers that a profile owns, and how many they are of each type. Most profiles own a few, which an array holds in a quarter
 * of the room; where there are many, a limit is checked without counting. Guarded by the lock of its tenant.
 */
final class OwnKeys extends AbstractSet<IdentifierKey> {
    private static final int FEW = 8;

    /** The few, the first {@link #size} places of it; empty where there are many. */
    private @Nullable IdentifierKey[] few = new IdentifierKey[2];

    private int size;
    private @Nullable Many many;

    /** More than a few, or what is left of them. */
    private record Many(Set<IdentifierKey> keys, Map<IdentifierType, Integer> counts) {
        void add(IdentifierKey key) {
            keys.add(key);
            counts.merge(key.type(), 1, Integer::sum);
        }

        void remove(IdentifierKey key) {
            keys.remove(key);
            counts.computeIfPresent(key.type(), (type, count) -> count == 1 ? null : count - 1);
        }
    }

    @Override
    public boolean add(IdentifierKey key) {
        if (contains(key)) {
            return false;
        }
        if (many == null && size == FEW) {
            Many all = new Many(new HashSet<>(), new HashMap<>());
            forEach(all::add);
            many = all;
            few = new IdentifierKey[0];
        }
        if (many != null) {
            many.add(key);
        } else {
            if (size == few.length) {
                few = Arrays.copyOf(few, 2 * size);
            }
            few[size] = key;
        }
        size++;
        return true;
    }

    @Override
    public boolean remove(Object object) {
        if (!(object instanceof IdentifierKey key) || !contains(key)) {
            return false;
        }
        if (many != null) {
            many.remove(key);
        } else {
            int place = place(key);
            System.arraycopy(few, place + 1, few, place, size - place - 1);
            few[size - 1] = null;
        }
        size--;
        return true;
    }

    @Override
    public boolean contains(Object object) {
        return object instanceof IdentifierKey key
                && (many != null ? many.keys().contains(key) : place(key) >= 0);
    }

    private int place(IdentifierKey key) {
        for (int i = 0; i < size; i++) {
            if (key.equals(few[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Of what is there now; nothing is removed through it. */
    @Override
    public Iterator<IdentifierKey> iterator() {
        return many != null
                ? many.keys().iterator()
                : Arrays.asList(Arrays.copyOf(few, size)).iterator();
    }

    @Override
    public int size() {
        return size;
    }

    /** How many are of a type. */
    int count(IdentifierType type) {
        if (many != null) {
            return many.counts().getOrDefault(type, 0);
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            IdentifierKey key = few[i];
            count += key != null && key.type().equals(type) ? 1 : 0;
        }
        return count;
    }

    /** How many are of each type that there is one of. */
    Map<IdentifierType, Integer> counts() {
        if (many != null) {
            return many.counts();
        }
        Map<IdentifierType, Integer> counts = new HashMap<>();
        forEach(key -> counts.merge(key.type(), 1, Integer::sum));
        return counts;
    }
}
