package io.identitystitch.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.identitystitch.IdentityResolver;
import io.identitystitch.ResolutionEvent;
import io.identitystitch.ResolutionFailure;
import io.identitystitch.ResolutionFailure.Kind;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class MeteringTest {
    private final Map<String, Duration> times = new TreeMap<>();
    private final Map<String, Double> counts = new TreeMap<>();
    private final Metering metering = new Metering(new Metering.Meters() {
        @Override
        public void time(String name, String label, Duration duration) {
            times.merge(name + ' ' + label, duration, Duration::plus);
        }

        @Override
        public void count(String name, String label, double amount) {
            counts.merge(name + ' ' + label, amount, Double::sum);
        }
    });

    private static ResolveRequest user(String id) {
        return ResolveRequest.builder().userId(id).phone("null").build();
    }

    @Test
    void metersOutcomesAndWhatWasIgnored() {
        IdentityResolver identities = IdentityResolver.builder(InMemoryIdentityStore.create())
                .listener(metering)
                .build();

        identities.resolve(user("u-1"));
        identities.resolveAll(List.of(user("u-1"), user("u-2")));

        assertThat(times).containsOnlyKeys("identity.resolve CREATED", "identity.resolve MATCHED");
        assertThat(counts)
                .containsOnly(
                        entry("identity.retries CREATED", 0.0),
                        entry("identity.retries MATCHED", 0.0),
                        entry("identity.ignored phone.BLOCKED", 3.0));
    }

    @Test
    void theRequestsOfABatchShareItsCost() {
        Resolution answer = new Resolution.Unidentified(List.of());
        for (int i = 0; i < 4; i++) {
            metering.resolved(new ResolutionEvent(TenantId.DEFAULT, answer, Duration.ofSeconds(2), 3, 4));
        }

        assertThat(times).containsOnly(entry("identity.resolve UNIDENTIFIED", Duration.ofSeconds(2)));
        assertThat(counts).containsOnly(entry("identity.retries UNIDENTIFIED", 2.0));
    }

    @Test
    void metersFailures() {
        JdbcDataSource database = new JdbcDataSource();
        String name = "jdbc:h2:mem:" + UUID.randomUUID();
        database.setURL(name + ";DB_CLOSE_DELAY=-1");
        IdentityResolver identities = IdentityResolver.builder(
                        JdbcIdentityStore.builder(database).autoMigrate(true).build())
                .listener(metering)
                .build();
        database.setURL(name + "-gone;IFEXISTS=TRUE");

        assertThatExceptionOfType(IdentityStoreException.class).isThrownBy(() -> identities.resolve(user("u-1")));

        assertThat(times).containsOnlyKeys("identity.failed UNAVAILABLE");
        assertThat(counts).containsOnly(entry("identity.unanswered UNAVAILABLE", 1.0));
    }

    @Test
    void thePageCountsTheWordsRight() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "docs", "metrics.md")))
                .contains("`event.resolution().outcome()`: " + Outcome.values().length + " words")
                .contains("`failure.kind()`: " + Kind.values().length + " words");
        assertThat(ResolutionFailure.class.getRecordComponents())
                .extracting(component -> component.getName())
                .containsExactly("tenant", "kind", "duration", "attempts", "requests");
    }
}
