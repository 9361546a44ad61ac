package io.identitystitch.benchmarks;

import java.util.UUID;

/** Identifiers that are the same for all sides: the nth of a group. */
final class Keys {
    private Keys() {}

    static String email(String group, long n) {
        return "user" + n + "@" + group + ".example.org";
    }

    /** As a browser's cookie has it, a UUID, whose neighbours have nothing in common. */
    static String anonymousId(String group, long n) {
        long seed = group.hashCode() * 0x9E3779B97F4A7C15L + n;
        return new UUID((mix(seed) & ~0xF000L) | 0x4000L, mix(~seed) >>> 2 | Long.MIN_VALUE).toString();
    }

    /** The index of another person for each operation: none comes twice before all have come. */
    static int person(int round, int index, int persons) {
        return (int) ((round * 15_485_863L + index * 1_000_003L) % persons);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
