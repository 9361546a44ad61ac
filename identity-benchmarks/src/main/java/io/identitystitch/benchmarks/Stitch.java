package io.identitystitch.benchmarks;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import java.time.InstantSource;
import java.util.List;

/** The library as a host has it: a resolver on a store on a pool, with everything that the store keeps, durable. */
final class Stitch implements AutoCloseable {
    static final String SCHEMA = "stitch";
    /** Requests of one call of {@code resolveAll}, which is one transaction. */
    private static final int BATCH = 1_000;

    private static final byte[] MASTER_KEY = new byte[32];

    private final Pool pool;
    private final JdbcIdentityStore store;
    private final IdentityResolver resolver;

    Stitch(Pool pool, IdentityPolicy policy, InstantSource clock) {
        this(pool, SCHEMA, policy, clock);
    }

    Stitch(Pool pool, String schema, IdentityPolicy policy, InstantSource clock) {
        this.pool = pool;
        store = JdbcIdentityStore.builder(pool.dataSource()).schema(schema).build();
        resolver = IdentityResolver.builder(store)
                .policy(policy)
                .key(MASTER_KEY)
                .clock(clock)
                .build();
    }

    static byte[] masterKey() {
        return MASTER_KEY.clone();
    }

    IdentityResolver resolver() {
        return resolver;
    }

    Pool pool() {
        return pool;
    }

    Resolution signIn(String email, String anonymousId, Outcome expected) throws Errors.WrongAnswer {
        return resolve(
                ResolveRequest.builder().email(email).anonymousId(anonymousId).build(), expected);
    }

    Resolution resolve(ResolveRequest request, Outcome expected) throws Errors.WrongAnswer {
        Resolution resolution = resolver.resolve(request);
        if (resolution.outcome() != expected) {
            throw new Errors.WrongAnswer(resolution.outcome().name());
        }
        return resolution;
    }

    void load(Population population) {
        load(population, 0, population.count());
    }

    void load(Population population, int from, int to) {
        int step = Math.max(1, BATCH / Math.max(1, population.devices()));
        for (int person = from; person < to; person += step) {
            List<ResolveRequest> requests = population.requests(person, Math.min(to, person + step));
            if (population.devices() > BATCH) {
                requests.forEach(resolver::resolve);
            } else {
                resolver.resolveAll(requests);
            }
        }
    }

    @Override
    public void close() {
        resolver.close();
        pool.close();
    }
}
