package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a call costs on H2, where a statement is a call in the same process: statements, commits and rollbacks. */
class H2StatementsTest {
    private final StatementCounter counter = new StatementCounter();
    private IdentityResolver identities;

    @BeforeEach
    void start() {
        identities = IdentityResolver.builder(JdbcIdentityStore.create(counter.around(TestStores.migrated(Dialect.H2))))
                .build();
        identities.resolve(pair("warm@example.org", "warm-1"));
    }

    @AfterEach
    void stop() {
        identities.close();
    }

    private static ResolveRequest pair(String email, String anonymousId) {
        return ResolveRequest.builder().email(email).anonymousId(anonymousId).build();
    }

    private int cost(ResolveRequest request, Outcome expected) {
        counter.take();
        assertThat(identities.resolve(request).outcome()).isEqualTo(expected);
        return counter.take();
    }

    @Test
    void aKnownSignInTakesOne() {
        identities.resolve(pair("ann@example.org", "phone-1"));
        assertThat(cost(pair("ann@example.org", "phone-1"), Outcome.MATCHED)).isEqualTo(1);
    }

    @Test
    void aNewProfileTakesSeven() {
        assertThat(cost(pair("new@example.org", "new-1"), Outcome.CREATED)).isEqualTo(7);
    }

    @Test
    void aNewLinkTakesEight() {
        identities.resolve(pair("ann@example.org", "phone-1"));
        assertThat(cost(pair("ann@example.org", "laptop-1"), Outcome.LINKED)).isEqualTo(8);
    }

    @Test
    void whereErasedIdentifiersAreRefusedOnlyWhatIsNewTakesOneMore() {
        identities = IdentityResolver.builder(JdbcIdentityStore.create(counter.around(TestStores.migrated(Dialect.H2))))
                .policy(IdentityPolicy.defaults().toBuilder()
                        .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(30)))
                        .build())
                .build();
        identities.resolve(pair("warm@example.org", "warm-1"));
        assertThat(cost(pair("new@example.org", "new-1"), Outcome.CREATED)).isEqualTo(8);
        assertThat(cost(pair("new@example.org", "new-1"), Outcome.MATCHED)).isEqualTo(1);
        assertThat(cost(pair("new@example.org", "new-2"), Outcome.LINKED)).isEqualTo(9);
    }

    @Test
    void aMergeCostsTheSameForAPersonOfAnySizeAndACountForEachTypeMoreForALargeOne() {
        identities.resolve(ResolveRequest.builder().anonymousId("phone-1").build());
        identities.resolve(ResolveRequest.builder().email("ann@example.org").build());
        int small = cost(pair("ann@example.org", "phone-1"), Outcome.MERGED);

        identities.resolve(ResolveRequest.builder().email("bob@example.org").build());
        for (int i = 0; i < 40; i++) {
            identities.resolve(pair("bob@example.org", "tablet-" + i));
        }
        identities.resolve(ResolveRequest.builder().anonymousId("phone-2").build());
        int large = cost(pair("bob@example.org", "phone-2"), Outcome.MERGED);

        for (int i = 40; i < 80; i++) {
            identities.resolve(pair("bob@example.org", "tablet-" + i));
        }
        identities.resolve(ResolveRequest.builder().anonymousId("phone-3").build());
        int tooMuchToRead = cost(pair("bob@example.org", "phone-3"), Outcome.MERGED);

        assertThat(small).isEqualTo(18);
        assertThat(large).isEqualTo(small);
        assertThat(tooMuchToRead).isEqualTo(small + 9);
    }

    @Test
    void aThousandKnownPairsTakeAFewLoadsAndOneCountEach() {
        List<ResolveRequest> pairs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pairs.add(pair("person" + i + "@example.org", "device-" + i));
        }
        identities.resolveAll(pairs);
        counter.take();
        assertThat(identities.resolveAll(pairs)).allMatch(answer -> answer.outcome() == Outcome.MATCHED);
        assertThat(counter.take()).isEqualTo(130 + 1000);
    }

    /** Whether a touch is there is asked of the owners of its own identifiers, not of everybody's in the batch. */
    @Test
    void aThousandTouchesTakeAStatementForEachFiveHundred() {
        List<ResolveRequest> visits = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            visits.add(ResolveRequest.builder()
                    .email("person" + i + "@example.org")
                    .touch(Touch.attributed(Instant.EPOCH.plusSeconds(i), Map.of("utm_source", "s" + i)))
                    .build());
        }
        identities.resolveAll(visits);
        counter.take();
        assertThat(identities.resolveAll(visits)).allMatch(answer -> answer.outcome() == Outcome.MATCHED);
        assertThat(counter.take()).isEqualTo(72 + 1000);
    }
}
