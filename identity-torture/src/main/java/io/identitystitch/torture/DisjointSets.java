package io.identitystitch.torture;

import java.util.Arrays;

/** Union-find over small numbers: the oracle of who is one person. Not thread-safe. */
final class DisjointSets {
    private int[] parents = new int[0];

    /** Joins two sets; false where they were one already. */
    boolean join(int a, int b) {
        grow(Math.max(a, b));
        int first = find(a);
        int second = find(b);
        if (first == second) {
            return false;
        }
        parents[Math.max(first, second)] = Math.min(first, second);
        return true;
    }

    /** The representative of a number's set. */
    int find(int number) {
        grow(number);
        int at = number;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    private void grow(int number) {
        if (number < parents.length) {
            return;
        }
        int before = parents.length;
        parents = Arrays.copyOf(parents, Math.max(number + 1, before * 2 + 16));
        for (int i = before; i < parents.length; i++) {
            parents[i] = i;
        }
    }
}
