package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testdb.TestPostgres;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Two nodes whose database crashes and comes up again. */
class CrashedDatabaseTest {
    private static final Identifier VISITOR = Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor-1");
    private static final long BOUND_MILLIS = 2_000;

    private static Optional<ProfileId> who(IdentityResolver identities) {
        return identities.find(VISITOR).map(Match::profileId);
    }

    @Test
    void whatWasMergedAfterTheCrashIsKnownAndAnswersComeFromMemoryAgain() {
        try (TestPostgres server = TestPostgres.own(Map.of())) {
            DataSource database = server.newDatabase();
            try (Node changing = Node.byHand(database);
                    Node caching = Node.byHand(database)) {
                IdentityResolver there = changing.resolver(TenantId.DEFAULT);
                IdentityResolver here = caching.resolver(TenantId.DEFAULT);
                ProfileId ann = here.resolve(
                                ResolveRequest.builder().email("ann@x.org").build())
                        .profileId()
                        .orElseThrow();
                here.resolve(ResolveRequest.builder().anonymousId("visitor-1").build());
                caching.cache().follow();
                assertThat(who(here)).isNotEqualTo(Optional.of(ann));
                server.crash();
                assertThat(who(here)).as("within the bound nobody is asked").isNotEqualTo(Optional.of(ann));
                again(() -> there.resolve(ResolveRequest.builder()
                        .email("ann@x.org")
                        .anonymousId("visitor-1")
                        .build()));
                caching.millis.addAndGet(BOUND_MILLIS + 1);
                assertThat(again(() -> who(here))).contains(ann);

                caching.cache().follow();
                caching.cache().follow();
                caching.millis.incrementAndGet();
                assertThat(who(here)).contains(ann);
                long loads = caching.store().loads();
                assertThat(who(here)).contains(ann);
                assertThat(caching.store().loads()).as("from memory again").isEqualTo(loads);
            }
        }
    }

    private interface Call<T> {
        T run();
    }

    /** A call over a connection that the crash broke says so and may be made again. */
    private static <T> T again(Call<T> call) {
        for (int attempt = 0; ; attempt++) {
            try {
                return call.run();
            } catch (IdentityStoreException e) {
                assertThat(e.isRetryable()).isTrue();
                assertThat(attempt).isLessThan(8);
            }
        }
    }
}
