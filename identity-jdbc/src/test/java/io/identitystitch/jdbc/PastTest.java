package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.Match;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.Histories;
import io.identitystitch.testkit.History;
import io.identitystitch.testkit.Mix;
import io.identitystitch.testkit.Step;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What stewards are told of a past moment is what anybody was told at that moment. */
class PastTest {
    /**
     * What a steward reads of the person of an identifier.
     *
     * @param owner the profile that has it
     * @param owners the profiles of the person
     * @param identifiers the person's identifiers, with whom they are
     */
    private record Person(ProfileId owner, Set<ProfileId> owners, Set<String> identifiers) {}

    /**
     * Everybody at a moment.
     *
     * @param at the moment
     * @param persons by identifier, empty for those that nobody has
     */
    private record Moment(Instant at, Map<Identifier, Optional<Person>> persons) {}

    @Test
    void inMemory() {
        compare(InMemoryIdentityStore.create(), 10);
    }

    @Test
    void onH2() {
        compare(JdbcIdentityStore.create(TestStores.migrated(Dialect.H2)), 2);
    }

    @Test
    void onPostgres() {
        try (HikariDataSource pool = pool(TestStores.migrated(Dialect.POSTGRESQL))) {
            compare(JdbcIdentityStore.create(pool), 1);
        }
    }

    private static HikariDataSource pool(DataSource dataSource) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(2);
        return pool;
    }

    private static void compare(IdentityStore store, int least) {
        long first = Histories.firstSeed();
        int histories = Math.max(least, Integer.getInteger(Histories.COUNT, 0) / 10);
        System.out.println("the past is what it was: " + histories + " histories, -D" + Histories.SEED + "=" + first);
        int compared = 0;
        for (long seed = first; seed < first + histories; seed++) {
            History history = Histories.of(Mix.STEWARDED).history(seed);
            IdentityResolver identities = IdentityResolver.builder(store)
                    .tenant(TenantId.of("past-" + seed))
                    .key(new byte[32])
                    .build();
            HistoryPlayer player = new HistoryPlayer(identities);
            List<Moment> moments = new ArrayList<>();
            for (Step step : history.steps()) {
                player.play(step);
                moments.add(now(identities, history));
            }
            for (Moment moment : moments) {
                for (Identifier identifier : history.identifiers()) {
                    assertThat(then(identities, identifier, moment.at()))
                            .as("-D%s=%s at %s", Histories.SEED, seed, moment.at())
                            .isEqualTo(moment.persons().get(identifier));
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
    }

    /** A moment that is over: whatever is stamped by the same clock from now on is later. */
    private static Instant pastMoment() {
        Instant moment = Instant.now().truncatedTo(ChronoUnit.MICROS);
        while (!Instant.now().truncatedTo(ChronoUnit.MICROS).isAfter(moment)) {
            Thread.onSpinWait();
        }
        return moment;
    }

    private static Moment now(IdentityResolver identities, History history) {
        Map<Identifier, Optional<Person>> persons = new HashMap<>();
        for (Identifier identifier : history.identifiers()) {
            persons.put(identifier, identities.find(identifier).map(match -> person(identities, match)));
        }
        return new Moment(pastMoment(), persons);
    }

    private static Person person(IdentityResolver identities, Match match) {
        Set<String> held = new HashSet<>();
        identities
                .steward()
                .identifiers(match.profileId(), new PageRequest(1_000, Optional.empty()))
                .items()
                .forEach(link -> held.add(link.key() + " " + link.ownerId() + " " + link.value()));
        List<ProfileId> owners = identities
                .graph()
                .owners(match.profileId(), new PageRequest(1_000, Optional.empty()))
                .items();
        return new Person(match.ownerId(), new HashSet<>(owners), held);
    }

    private static Optional<Person> then(IdentityResolver identities, Identifier identifier, Instant at) {
        return identities.steward().asOf(identifier, at).map(PastTest::person);
    }

    private static Person person(PastPerson past) {
        Set<String> held = new HashSet<>();
        past.identifiers().forEach(link -> held.add(link.key() + " " + link.ownerId() + " " + link.value()));
        assertThat(past.merges()).hasSize(past.owners().size() - 1);
        return new Person(past.askedId(), new HashSet<>(past.owners()), held);
    }
}
