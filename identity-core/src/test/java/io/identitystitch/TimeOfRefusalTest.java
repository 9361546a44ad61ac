package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long the identifiers of an erased person are refused, by the clock of the store. */
class TimeOfRefusalTest {
    private static final Instant ERASED = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration SMALLEST = Duration.ofNanos(1_000);
    private static final Identifier ANN = Identifier.of(IdentifierType.EMAIL, "ann@x.org");

    private final AtomicReference<Instant> now = new AtomicReference<>(ERASED);
    private final InMemoryIdentityStore store = InMemoryIdentityStore.create(now::get);

    /** The clock of the resolver stands still. */
    private IdentityResolver refusingFor(Duration time) {
        return IdentityResolver.builder(store)
                .clock(() -> ERASED)
                .policy(IdentityPolicy.defaults().toBuilder()
                        .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], time))
                        .build())
                .build();
    }

    private static boolean isRefused(IdentityResolver identities) {
        return identities
                .preview(ResolveRequest.builder().email(ANN.value()).build())
                .profileId()
                .isEmpty();
    }

    /** A steward gives it to somebody, for only then can it be erased again. */
    private static void eraseOnceMore(IdentityResolver identities) {
        Identifier bob = Identifier.of(IdentifierType.EMAIL, "bob@x.org");
        identities.steward().readmit(bob);
        identities.resolve(ResolveRequest.builder().email(bob.value()).build());
        identities.steward().changeIdentifier(bob, ANN, "it is his now");
        identities.steward().erase(ANN, "asked for it");
    }

    @Test
    void endsAsLongAfterTheErasureAsThePolicySays() {
        IdentityResolver identities = refusingFor(Duration.ofDays(30));
        identities.resolve(ResolveRequest.builder().email(ANN.value()).build());
        identities.steward().erase(ANN, "asked for it");
        assertThat(isRefused(identities)).isTrue();
        now.set(ERASED.plus(Duration.ofDays(30)).minus(SMALLEST));
        assertThat(isRefused(identities)).isTrue();
        assertThat(identities.steward().preview().readmit(ANN)).isTrue();
        now.set(ERASED.plus(Duration.ofDays(30)));
        assertThat(isRefused(identities)).isFalse();
        assertThat(identities.steward().readmit(ANN)).isFalse();
    }

    @Test
    void isProlongedByAnotherErasureAndNeverShortened() {
        IdentityResolver month = refusingFor(Duration.ofDays(30));
        month.resolve(ResolveRequest.builder().email(ANN.value()).build());
        month.steward().erase(ANN, "asked for it");
        eraseOnceMore(refusingFor(Duration.ofDays(1)));
        now.set(ERASED.plus(Duration.ofDays(29)));
        assertThat(isRefused(month)).as("not shortened").isTrue();
        eraseOnceMore(month);
        now.set(ERASED.plus(Duration.ofDays(58)));
        assertThat(isRefused(month)).as("prolonged").isTrue();
        now.set(ERASED.plus(Duration.ofDays(59)));
        assertThat(isRefused(month)).isFalse();
    }
}
