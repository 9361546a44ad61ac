package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the facade makes of a request whose identifier is said to be new: events, attempts and failures are as otherwise. */
class MintedRequestTest {
    private final SpoiltStore store = new SpoiltStore();
    private final List<ResolutionEvent> heard = new ArrayList<>();
    private final List<ResolutionFailure> failures = new ArrayList<>();
    private final IdentityResolver resolver = IdentityResolver.builder(store)
            .maxAttempts(1)
            .listener(new ResolutionListener() {
                @Override
                public void resolved(ResolutionEvent event) {
                    heard.add(event);
                }

                @Override
                public void failed(ResolutionFailure failure) {
                    failures.add(failure);
                }
            })
            .build();

    private static ResolveRequest visit() {
        return ResolveRequest.builder().anonymousId("v-1").minted().build();
    }

    @Test
    void isHeardOfOnceAsOneAttempt() {
        Resolution created = resolver.resolve(visit());
        assertThat(created.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(store.loads).hasValue(0);
        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.attempts()).isOne();
            assertThat(event.resolution()).isEqualTo(created);
        });
    }

    /** With one attempt allowed: the commit that goes before is none. */
    @Test
    void saidWronglyIsNoAttemptEither() {
        Resolution created = resolver.resolve(visit());
        heard.clear();
        Resolution again = resolver.resolve(visit());
        assertThat(again).isInstanceOf(Resolution.Matched.class);
        assertThat(again.profileId()).isEqualTo(created.profileId());
        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.attempts()).isOne();
            assertThat(event.resolution()).isEqualTo(again);
        });
        assertThat(store.loads).hasValue(1);
        assertThat(store.commits).hasValue(2);
    }

    @Test
    void failsAsEverWhereTheStoreIsDownOrContended() {
        store.commit = plan -> {
            throw new IdentityStoreException(Kind.TIMEOUT, "slow", null);
        };
        assertThatThrownBy(() -> resolver.resolve(visit())).isInstanceOf(IdentityStoreException.class);
        store.commit = plan -> new CommitResult.Conflicted();
        assertThatThrownBy(() -> resolver.resolve(visit())).isInstanceOf(ContendedResolutionException.class);
        assertThat(store.loads).hasValue(1);
        assertThat(heard).isEmpty();
        assertThat(failures)
                .extracting(ResolutionFailure::kind)
                .containsExactly(ResolutionFailure.Kind.TIMEOUT, ResolutionFailure.Kind.CONTENDED);
        assertThat(failures).extracting(ResolutionFailure::attempts).containsOnly(1);
    }

    @Test
    void withNothingUsableAsksNothing() {
        assertThat(resolver.resolve(
                        ResolveRequest.builder().anonymousId("null").minted().build()))
                .isInstanceOf(Resolution.Unidentified.class);
        assertThat(store.loads).hasValue(0);
        assertThat(store.commits).hasValue(0);
    }
}
