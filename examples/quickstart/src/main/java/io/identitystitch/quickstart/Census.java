package io.identitystitch.quickstart;

import io.identitystitch.model.ProfileId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which profile each row went to, and who that is when all rows are in: some 40 bytes a row, so that a million fit into a small
 * heap. Not thread-safe.
 */
final class Census {
    private static final int NOBODY = -1;
    private static final int PART = 1000;

    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private int profiles;
    private int[] slots = new int[4096];

    private long[] numbers = new long[1024];
    private int[] profileOfRow = new int[1024];
    private int rows;

    private int[] rootOf = {};

    /** A row, with the profile that owns it, null where it says nothing of anybody. */
    void add(long number, @Nullable ProfileId owner) {
        if (rows == numbers.length) {
            numbers = Arrays.copyOf(numbers, larger(rows));
            profileOfRow = Arrays.copyOf(profileOfRow, larger(rows));
        }
        numbers[rows] = number;
        profileOfRow[rows++] = owner == null ? NOBODY : indexOf(owner.value());
    }

    /** Later rows have merged what earlier ones created, so who a row is can be told at the end only. */
    void settle(Function<Collection<ProfileId>, Map<ProfileId, ProfileId>> roots) {
        int owners = profiles;
        rootOf = new int[owners];
        for (int from = 0; from < owners; from += PART) {
            int to = Math.min(owners, from + PART);
            List<ProfileId> part = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                part.add(profile(i));
            }
            Map<ProfileId, ProfileId> answer = roots.apply(part);
            for (int i = from; i < to; i++) {
                rootOf[i] = indexOf(answer.getOrDefault(part.get(i - from), part.get(i - from))
                        .value());
            }
        }
    }

    int rows() {
        return rows;
    }

    /** People among the rows, and the rows of the one with the most. A row without anybody is a person of its own. */
    int[] peopleAndLargest() {
        int[] sizes = new int[profiles];
        int people = 0;
        int largest = 0;
        for (int row = 0; row < rows; row++) {
            if (profileOfRow[row] == NOBODY) {
                people++;
                largest = Math.max(largest, 1);
            } else {
                int size = ++sizes[rootOf[profileOfRow[row]]];
                people += size == 1 ? 1 : 0;
                largest = Math.max(largest, size);
            }
        }
        return new int[] {people, largest};
    }

    /** Each row with its person, null for nobody. */
    void forEach(BiConsumer<Long, @Nullable ProfileId> action) {
        for (int row = 0; row < rows; row++) {
            action.accept(numbers[row], profileOfRow[row] == NOBODY ? null : profile(rootOf[profileOfRow[row]]));
        }
    }

    private ProfileId profile(int index) {
        return new ProfileId(new UUID(high[index], low[index]));
    }

    private int indexOf(UUID id) {
        int slot = slot(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (profiles == high.length) {
            high = Arrays.copyOf(high, larger(profiles));
            low = Arrays.copyOf(low, larger(profiles));
        }
        high[profiles] = id.getMostSignificantBits();
        low[profiles] = id.getLeastSignificantBits();
        slots[slot] = ++profiles;
        if (profiles * 2 > slots.length) {
            rehash();
        }
        return profiles - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int i = 0; i < profiles; i++) {
            slots[slot(high[i], low[i])] = i + 1;
        }
    }

    /** Where a profile is, or where it would be put. */
    private int slot(long highBits, long lowBits) {
        int slot = Long.hashCode((highBits ^ lowBits) * 0x9E3779B97F4A7C15L) & (slots.length - 1);
        while (slots[slot] != 0 && (high[slots[slot] - 1] != highBits || low[slots[slot] - 1] != lowBits)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int larger(int size) {
        return size + (size >> 1);
    }
}
