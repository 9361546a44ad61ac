package io.identitystitch.quickstart;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * People who do not exist, the same ones for the same seed. Of three rows two are of somebody new, who comes with an address, an
 * account and a cookie; the third is of somebody from any earlier row: with a new cookie and the address, or the account, or
 * both, or with the address and the first cookie again. So {@code count} rows are of {@code count - count / 3} people.
 *
 * @param count how many rows
 * @param seed what chooses them
 */
record MadeUpPeople(long count, long seed) {
    /** The most rows. */
    static final long MAX = 1_000_000_000;

    static final String MAP = "email=email,user_id=user_id,anonymous_id=anonymous_id";
    static final List<String> COLUMNS = List.of("email", "user_id", "anonymous_id");

    private static final String[] NAMES = {
        "ada", "ben", "cleo", "dana", "emil", "fay", "gus", "hana", "ida", "jon", "kim", "lea", "max", "nora", "otto",
        "pia"
    };

    long people() {
        return count - count / 3;
    }

    Rows rows() {
        return new Rows() {
            private final Random random = new Random(seed);
            private long row;
            private long known;

            @Override
            public @Nullable Row next() {
                if (row == count) {
                    return null;
                }
                row++;
                return new Row(row, row % 3 == 0 ? again() : somebodyNew(), null);
            }

            private List<String> somebodyNew() {
                long person = known++;
                return List.of(email(person), account(person), cookie(person, 0));
            }

            private List<String> again() {
                long person = Math.floorMod(random.nextLong(), known);
                return switch (random.nextInt(4)) {
                    case 0 -> List.of(email(person), "", cookie(person, row));
                    case 1 -> List.of("", account(person), cookie(person, row));
                    case 2 -> List.of(email(person), account(person), cookie(person, row));
                    default -> List.of(email(person), "", cookie(person, 0));
                };
            }

            @Override
            public double done() {
                return count == 0 ? 1 : (double) row / count;
            }

            @Override
            public void close() {}
        };
    }

    private String email(long person) {
        long mixed = mix(person);
        return NAMES[(int) (mixed & 15)] + '.' + NAMES[(int) ((mixed >>> 4) & 15)] + person + "@example.org";
    }

    private String account(long person) {
        return "u-" + Long.toHexString(mix(~person));
    }

    private String cookie(long person, long row) {
        return "v-" + Long.toHexString(mix(person)) + Long.toHexString(mix(row ^ (person << 20)));
    }

    /** One to one, so that what differs stays different. */
    private long mix(long number) {
        long mixed = number + seed * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
