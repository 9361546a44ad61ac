package io.identitystitch.signal;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The members of the objects that are being read, outermost first: their names and where each of them begins in the bytes written so far.
 * An object that ends has its members put in the order of RFC 8785 section 3.2.3, and taken off. Not thread-safe.
 */
final class OpenMembers {
    private String[] names = new String[32];
    private int[] starts = new int[32];
    private int count;

    /** How many members there are; to be given to {@link #sort} when the object that begins now ends. */
    int count() {
        return count;
    }

    void add(String name, int start) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
        }
        names[count] = name;
        starts[count++] = start;
    }

    /**
     * Sorts the members of the object that ends, in the bytes too.
     *
     * @param first how many members there were when it began
     * @return false if two of them have one name
     */
    boolean sort(int first, JsonBytes bytes) {
        int from = first;
        int to = count;
        count = first;
        // Names come in order more often than not, for instance from whoever writes canonical JSON.
        for (int i = from + 1; i < to; i++) {
            int order = names[i - 1].compareTo(names[i]);
            if (order == 0) {
                return false;
            }
            if (order > 0) {
                return rearrange(from, to, bytes);
            }
        }
        return true;
    }

    private boolean rearrange(int from, int to, JsonBytes bytes) {
        Member[] members = new Member[to - from];
        for (int i = from; i < to; i++) {
            int end = i + 1 < to ? starts[i + 1] - 1 : bytes.length();
            members[i - from] = new Member(names[i], starts[i], end);
        }
        // By UTF-16 code units, as String compares.
        Arrays.sort(members, Comparator.comparing(Member::name));
        int[] begins = new int[members.length];
        int[] ends = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            if (i > 0 && members[i].name.equals(members[i - 1].name)) {
                return false;
            }
            begins[i] = members[i].start;
            ends[i] = members[i].end;
        }
        bytes.rearrange(starts[from], begins, ends);
        return true;
    }

    private record Member(String name, int start, int end) {}
}
