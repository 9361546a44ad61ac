package io.identitystitch;

import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A resolver on a store that a test can spoil, and a day that it can let pass. */
abstract class SpoiltStoreFixture {
    static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    final SpoiltStore store = new SpoiltStore();
    final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    IdentityResolverBuilder builder() {
        return IdentityResolver.builder(store).clock(now::get);
    }

    ResolveRequest.Builder user(String id) {
        return ResolveRequest.builder(now::get).userId(id);
    }

    void nextDay() {
        now.set(now.get().plus(Duration.ofDays(1)));
    }

    static IdentityStoreException down() {
        return new IdentityStoreException(Kind.UNAVAILABLE, "down", null);
    }
}
