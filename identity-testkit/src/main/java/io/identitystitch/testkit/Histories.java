package io.identitystitch.testkit;

import static io.identitystitch.testkit.History.id;

import io.identitystitch.model.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random histories, sparse on purpose: few identifiers, few steps, parts that are connected by a single call. The same seed
 * gives the same history, always.
 *
 * <p>Each run begins with another seed, which it prints. {@code -Didentity.seed=...} makes it begin with the given one, and
 * the message of a failure says with which seed the failing history comes first. Thread-safe.
 */
public final class Histories {
    /** The system property that names the first seed. */
    public static final String SEED = "identity.seed";

    /** The system property that replaces the number of histories, for long runs. */
    public static final String COUNT = "identity.histories";

    private final Mix mix;

    private Histories(Mix mix) {
        this.mix = mix;
    }

    /**
     * Histories of a kind.
     *
     * @param mix what they are made of
     * @return the histories
     */
    public static Histories of(Mix mix) {
        return new Histories(Objects.requireNonNull(mix, "mix"));
    }

    /**
     * The history of a seed.
     *
     * @param seed the seed
     * @return the history
     */
    public History history(long seed) {
        return new HistoryMaker(mix, new Random(seed)).make();
    }

    /**
     * Holds a law against random histories. One that fails is made as small as it can be and still fails.
     *
     * @param law what the law says, for the message
     * @param count how many histories
     * @param check throws where the law does not hold
     * @throws AssertionError if the law does not hold, with the seed and the smallest history as Java code
     */
    public void forAll(String law, int count, Consumer<History> check) {
        long first = firstSeed();
        int asked = Integer.getInteger(COUNT, count);
        System.out.println(law + ": " + asked + " histories, -D" + SEED + "=" + first);
        for (int i = 0; i < asked; i++) {
            long seed = first + i;
            History history = history(seed);
            if (fails(check, history) != null) {
                History smallest = new Shrinker(candidate -> fails(check, candidate) != null).shrink(history);
                Throwable failure = fails(check, smallest);
                throw new AssertionError(
                        "not true that " + law + "; again with -D" + SEED + "=" + seed + "; smallest history:\n"
                                + smallest,
                        failure);
            }
        }
    }

    /**
     * The seed that a random test begins with.
     *
     * @return the one that the system property names, else another one in each run
     */
    public static long firstSeed() {
        Long named = Long.getLong(SEED);
        return named != null ? named : System.nanoTime() & 0xffff_ffffL;
    }

    private static @Nullable Throwable fails(Consumer<History> check, History history) {
        try {
            check.accept(history);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /** What the histories are made of. */
    @Override
    public String toString() {
        return "Histories[" + mix + "]";
    }

    /** Makes one history. */
    private static final class HistoryMaker {
        private static final List<String> TYPES = List.of("email", "phone", "crm_id");

        private final Mix mix;
        private final RandomGenerator random;
        private final int persons;

        /** Those that were seen, for stewards speak of persons that there are. */
        private final List<Identifier> seen = new ArrayList<>();

        HistoryMaker(Mix mix, RandomGenerator random) {
            this.mix = mix;
            this.random = random;
            this.persons = 2 + random.nextInt(mix.persons() - 1);
        }

        History make() {
            int steps = 2 + random.nextInt(mix.steps() - 1);
            List<Step> arrived = new ArrayList<>();
            for (int second = 1; second <= steps; second++) {
                Step step = step(second);
                int place = chance(mix.disorder()) ? random.nextInt(arrived.size() + 1) : arrived.size();
                arrived.add(place, step);
                if (chance(mix.duplicates())) {
                    arrived.add(place + random.nextInt(arrived.size() - place + 1), step);
                }
            }
            return new History(arrived);
        }

        private Step step(int second) {
            int person = random.nextInt(persons);
            if (chance(mix.signOuts())) {
                return new Step.SignedOut(second, anonymousId(person));
            }
            if (chance(mix.separations())) {
                return new Step.KeptApart(second, persistent(person), persistent(random.nextInt(persons)));
            }
            if (mix.merges() > 0 && seen.size() > 1 && chance(mix.merges())) {
                return new Step.Joined(second, ofSomebody(), ofSomebody());
            }
            if (mix.undos() > 0 && chance(mix.undos())) {
                return new Step.Undone(second, random.nextInt(8));
            }
            if (mix.moves() > 0 && seen.size() > 1 && chance(mix.moves())) {
                return chance(50)
                        ? new Step.Reassigned(second, ofSomebody(), ofSomebody())
                        : new Step.Split(second, someOfSomebody());
            }
            Set<Identifier> identifiers = new LinkedHashSet<>();
            boolean visit = mix.devices() > 0 && chance(25);
            if (!visit) {
                identifiers.add(persistent(person));
                if (chance(40)) {
                    identifiers.add(persistent(person));
                }
                if (chance(mix.mistakes())) {
                    identifiers.add(persistent(random.nextInt(persons)));
                }
            }
            if (visit || chance(mix.devices())) {
                identifiers.add(anonymousId(person));
                if (chance(20)) {
                    identifiers.add(id("device_id", "device-" + random.nextInt(persons)));
                }
            }
            seen.addAll(identifiers);
            return new Step.Seen(second, List.copyOf(identifiers), !visit && chance(mix.facts()));
        }

        private Identifier ofSomebody() {
            return seen.get(random.nextInt(seen.size()));
        }

        private List<Identifier> someOfSomebody() {
            Set<Identifier> some = new LinkedHashSet<>(List.of(ofSomebody()));
            if (chance(30)) {
                some.add(ofSomebody());
            }
            return List.copyOf(some);
        }

        private Identifier persistent(int person) {
            if (mix.exclusives() && chance(30)) {
                return id("user_id", "account-" + person);
            }
            String type = TYPES.get(random.nextInt(TYPES.size()));
            String value = person + "." + random.nextInt(2);
            return id(type, type.equals("email") ? value + "@mail.example" : "value-" + value);
        }

        private Identifier anonymousId(int person) {
            boolean shared = chance(mix.shared());
            return id(
                    "anonymous_id",
                    shared ? "kiosk-" + random.nextInt(2) : "cookie-" + person + "." + random.nextInt(2));
        }

        private boolean chance(int perCent) {
            return random.nextInt(100) < perCent;
        }
    }
}
