package io.identitystitch.benchmarks.inprocess;

import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Persons in the store in memory, each with an e-mail address and an anonymous id. */
public final class MemoryPersons {
    private static final int BATCH = 1_000;
    /** Stands still, so that no sighting is worth a write, however long a run takes. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private MemoryPersons() {}

    /** The resolver, with HMAC as a host has it. */
    static IdentityResolver load(int persons) {
        return load(store(), persons);
    }

    static IdentityResolver load(InMemoryIdentityStore store, int persons) {
        IdentityResolver resolver = resolver(store);
        for (int from = 0; from < persons; from += BATCH) {
            List<ResolveRequest> requests = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(persons, from + BATCH); i++) {
                requests.add(pair(i));
            }
            resolver.resolveAll(requests);
        }
        return resolver;
    }

    static InMemoryIdentityStore store() {
        return InMemoryIdentityStore.create(CLOCK);
    }

    static IdentityResolver resolver(IdentityStore store) {
        return IdentityResolver.builder(store).key(new byte[32]).clock(CLOCK).build();
    }

    static ResolveRequest pair(int person) {
        return ResolveRequest.builder(CLOCK)
                .email(email(person))
                .anonymousId(anonymousId(person))
                .build();
    }

    static ResolveRequest one(int person) {
        return ResolveRequest.builder(CLOCK).anonymousId(anonymousId(person)).build();
    }

    static String email(int person) {
        return "user" + person + "@example.org";
    }

    static String anonymousId(int person) {
        long high = person * 0x9E3779B97F4A7C15L;
        return new UUID((high & ~0xF000L) | 0x4000L, (high * 31) >>> 2 | Long.MIN_VALUE).toString();
    }

    /**
     * Prints what an identity takes on the heap at a million, everything included that lists and explains it: values, dates and the
     * evidence of links.
     *
     * @param args none
     */
    public static void main(String... args) {
        int persons = 500_000;
        long before = used();
        IdentityResolver resolver = load(persons);
        long after = used();
        if (resolver.resolve(pair(1)).profileId().isEmpty()) {
            throw new IllegalStateException("nobody");
        }
        System.out.printf("%.1f%n", (double) (after - before) / (2.0 * persons));
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
