package io.identitystitch.torture;

import io.identitystitch.torture.Step.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Workloads in which every call's identifiers are one person's for ever, so that union-find tells who is who: persistent
 * types without limits, and anonymous ids that belong to one account each. Several tenants have the same identifiers.
 */
final class PersonWorkloads {
    static final List<String> TENANTS = List.of("shop", "bank", "club");
    private static final String[] TYPES = {"mail", "login", "crm"};
    private static final int HOT_MILLIS = 100;
    private static final int STORM_MILLIS = 4_000;
    private static final int CHAIN_MILLIS = 5_000;

    private final String run;
    private final Sizes sizes;
    private final AtomicLong fresh = new AtomicLong();

    /**
     * Makes them.
     *
     * @param run sets the identifiers of {@link #fresh()} apart from other processes'
     */
    PersonWorkloads(String run, Sizes sizes) {
        this.run = run;
        this.sizes = sizes;
    }

    /** All threads of all workers on one new person at a time: two or three of its six identifiers a call. */
    Workload hot() {
        return workload("hot", HOT_MILLIS, (random, now) -> {
            long person = now / HOT_MILLIS;
            List<String> keys = new ArrayList<>();
            for (int key : distinct(random, 2 + random.nextInt(2), 6)) {
                keys.add(TYPES[key % 3] + ":h" + person + '-' + key);
            }
            return keys;
        });
    }

    /** Few persons come often and many seldom; most calls know everybody. */
    Workload zipf() {
        return workload("zipf", 0, (random, now) -> {
            int person = (int) Math.exp(random.nextDouble() * Math.log(sizes.persons()));
            List<String> keys = new ArrayList<>();
            for (int key : distinct(random, 1 + random.nextInt(3), 5)) {
                keys.add(TYPES[key % 3] + ":z" + person + '-' + key);
            }
            return keys;
        });
    }

    /** Neighbours in a chain turn out to be one, so that persons with many profiles meet. */
    Workload bridge() {
        return workload("bridge", CHAIN_MILLIS, (random, now) -> {
            String chain = ":b" + now / CHAIN_MILLIS + '-';
            int at = random.nextInt(sizes.chain());
            int step = 1 + random.nextInt(2);
            return List.of(TYPES[at % 3] + chain + at, TYPES[(at + step) % 3] + chain + (at + step));
        });
    }

    /** Hundreds of anonymous ids, each a profile first, turn out to be one account's. */
    Workload storm() {
        return workload("storm", STORM_MILLIS, (random, now) -> {
            long account = now / STORM_MILLIS;
            String visit = "anonymous_id:s" + account + '-' + random.nextInt(sizes.visits());
            boolean signsIn = now % STORM_MILLIS > STORM_MILLIS / 3;
            return signsIn && random.nextBoolean() ? List.of(visit, "login:s" + account) : List.of(visit);
        });
    }

    /** Sign-ups of people whom nobody knows: of a call in doubt, all of it is there or nothing. */
    Workload fresh() {
        return workload("fresh", 0, (random, now) -> {
            String person = ":f" + run + '-' + fresh.incrementAndGet();
            return List.of("mail" + person, "login" + person, "crm" + person);
        });
    }

    /** Several requests of the others in one call. */
    Workload batch() {
        List<Workload> others = List.of(hot(), zipf(), bridge(), fresh());
        return new Workload() {
            @Override
            public String name() {
                return "batch";
            }

            @Override
            public Step next(RandomGenerator random, long now) {
                List<List<String>> requests = new ArrayList<>();
                for (int i = 2 + random.nextInt(6); i > 0; i--) {
                    Workload other = others.get(random.nextInt(others.size()));
                    requests.addAll(other.next(random, now).requests());
                }
                return new Step(Kind.BATCH, tenant(random), name(), now * 1_000, requests);
            }
        };
    }

    /** Different numbers below a bound, in random order. */
    private static List<Integer> distinct(RandomGenerator random, int count, int bound) {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            int number = random.nextInt(bound);
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static String tenant(RandomGenerator random) {
        return TENANTS.get(random.nextInt(TENANTS.size()));
    }

    private interface Choice {
        List<String> keys(RandomGenerator random, long now);
    }

    /** With a time for which everybody works on the same tenant, or 0 for any tenant at any time. */
    private static Workload workload(String name, int tenantMillis, Choice choice) {
        return new Workload() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Step next(RandomGenerator random, long now) {
                String tenant =
                        tenantMillis == 0 ? tenant(random) : TENANTS.get((int) (now / tenantMillis % TENANTS.size()));
                return new Step(Kind.RESOLVE, tenant, name, now * 1_000, List.of(choice.keys(random, now)));
            }
        };
    }
}
