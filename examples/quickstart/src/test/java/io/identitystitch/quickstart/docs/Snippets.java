package io.identitystitch.quickstart.docs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.ImportFailedException;
import io.identitystitch.ImportSummary;
import io.identitystitch.Steward;
import io.identitystitch.cache.CachedIdentityStore;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.jdbc.JoinedIdentityStore;
import io.identitystitch.jdbc.Schema;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.ExportResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Simulation;
import io.identitystitch.model.UndoResult;
import io.identitystitch.phone.PhoneNumbers;
import io.identitystitch.policy.DeviceHolder;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import io.identitystitch.policy.TypeRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** The code of the documentation, so that it compiles. {@link DocumentationTest} compares the two. */
final class Snippets {
    /** Whatever the application logs with. */
    interface Log {
        void info(String format, Object... values);
    }

    private static final Log log = (format, values) -> {};

    private final IdentityResolver identities;
    private final JdbcIdentityStore store;
    private final Steward steward;

    record Account(String id, String email, String phone, String name) {}

    Snippets(IdentityResolver identities, JdbcIdentityStore store) {
        this.identities = identities;
        this.store = store;
        Steward steward = identities.steward().as("maya");
        this.steward = steward;
    }

    static ProfileId readme() {
        IdentityResolver identities =
                IdentityResolver.builder(InMemoryIdentityStore.create()).build();

        identities.resolve(ResolveRequest.builder().anonymousId("cookie-phone").build()); // an ad, on the phone
        identities.resolve(ResolveRequest.builder()
                .anonymousId("cookie-laptop")
                .email("ann@example.org")
                .userId("u-17")
                .build()); // a sign-up, on the laptop
        Resolution login = identities.resolve(ResolveRequest.builder()
                .anonymousId("cookie-phone")
                .userId("u-17")
                .build()); // a login, on the phone

        ProfileId person = login.profileId().orElseThrow(); // one person, both devices
        return person;
    }

    static void inMemory() {
        IdentityResolver identities =
                IdentityResolver.builder(InMemoryIdentityStore.create()).build();
        Resolution first = identities.resolve(
                ResolveRequest.builder().anonymousId("cookie-1").build());
        Resolution login = identities.resolve(ResolveRequest.builder()
                .anonymousId("cookie-1")
                .email("ann@example.org")
                .build());
        assert first.profileId().equals(login.profileId());
    }

    static IdentityResolver onPostgres(String url, String user, String password, byte[] masterKey) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        DataSource pool = new HikariDataSource(config);
        Schema.migrate(pool);
        IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(pool))
                .key(masterKey) // 32 bytes or more from your key management: lookup keys are hashed under it
                .build();
        return identities;
    }

    long importFrom(List<ResolveRequest> customers, long start, LongConsumer checkpoint) {
        try {
            ImportSummary summary = identities.resolveAll(
                    customers.stream().skip(start).iterator(),
                    (answers, soFar) -> checkpoint.accept(start + soFar.answered()));
            log.info(
                    "{} persons are new, {} requests a second",
                    summary.answered(Outcome.CREATED),
                    Math.round(summary.perSecond()));
            return start + summary.answered();
        } catch (ImportFailedException e) {
            log.info("stopped: {}, worth a retry: {}", e.kind(), e.isRetryable());
            return start + e.summary().answered(); // go on from here
        }
    }

    Resolution signUp(Account account, String cookie) {
        return identities.resolve(ResolveRequest.builder()
                .userId(account.id())
                .email(account.email())
                .phone(account.phone())
                .anonymousId(cookie)
                .trait("name", account.name())
                .build());
    }

    Resolution signIn(Account account, String cookie) {
        Resolution resolution = identities.resolve(ResolveRequest.builder()
                .userId(account.id())
                .email(account.email())
                .anonymousId(cookie)
                .build());
        if (resolution instanceof Resolution.Conflict conflict) {
            log.info("{} refused merges wait for a human", conflict.refusals().size());
        }
        return resolution;
    }

    void signOut(String cookie) {
        identities.signedOut(cookie);
    }

    void joined(Connection connection, Account account, ResolveRequest request) throws SQLException {
        JoinedIdentityStore joined = store.joining(connection);
        try {
            insertAccount(connection, account);
            identities.using(joined).resolve(request);
            connection.commit();
            joined.committed(); // now listeners hear of it
        } catch (SQLException e) {
            connection.rollback();
            joined.rolledBack();
            throw e;
        }
    }

    void reading() {
        Optional<Match> whose = identities.find(Identifier.of(IdentifierType.EMAIL, "ann@example.org"));
        Optional<Profile> profile = whose.flatMap(match -> identities.profile(match.profileId()));
        profile.ifPresent(person -> log.info(
                "{} identifiers, first touch {}",
                person.identifiers().size(),
                person.firstTouch().isPresent()));
    }

    static IdentityPolicy policy() {
        IdentityPolicy policy = IdentityPolicy.defaults().toBuilder()
                .type(PhoneNumbers.rule("DE"))
                .type(TypeRule.persistent(IdentifierType.of("loyalty_id"))
                        .exclusive()
                        .build())
                .sharedDevice(SharedDevicePolicy.NEW_PERSON)
                .deviceHolder(DeviceHolder.LATEST_SIGN_IN)
                .build();
        return policy;
    }

    void recycled(Identifier phone, ProfileId from, ProfileId to, String ticket) {
        IdentifierResult answer = steward.reassign(phone, from, to, ticket);
        if (answer instanceof IdentifierResult.HeldByOther other) {
            log.info("it is {} who has it", other.holder());
        } else if (answer instanceof IdentifierResult.Refused no) {
            log.info("she has as many of type {} as a person may have", no.type());
        }
    }

    void whoHadIt(Identifier phone, Instant whenItWasOrdered) {
        Optional<PastPerson> buyer = steward.asOf(phone, whenItWasOrdered);
        buyer.ifPresent(person -> log.info(
                "profile {}, {} profiles were one",
                person.askedId(),
                person.owners().size()));
    }

    static void exported(Steward steward, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ExportResult answer = steward.export(Identifier.of(IdentifierType.EMAIL, "ruth@example.net"), out);
            if (answer instanceof ExportResult.Exported exported) {
                log.info("{} identifiers", exported.rows().get("identifiers"));
            }
        }
    }

    static void undone(Steward steward, MergeId merge) {
        UndoResult wouldBe = steward.preview().undo(merge, "the number is that of two people");
        if (wouldBe instanceof UndoResult.Undone two) {
            log.info(
                    "{} would answer for {} profiles",
                    two.newRoot(),
                    two.roots().size());
            steward.undo(merge, "the number is that of two people");
        }
    }

    static IdentityPolicy refusing(byte[] secret) {
        IdentityPolicy refusing = IdentityPolicy.defaults().toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(secret, Duration.ofDays(365)))
                .build();
        return refusing;
    }

    static Explanation explained(Steward steward) {
        Explanation explanation = steward.explain(
                Identifier.of(IdentifierType.EMAIL, "ruth@example.net"),
                Identifier.of(IdentifierType.EMAIL, "nora@example.com"));
        log.info(explanation.text());
        return explanation;
    }

    static void recorded(Steward steward, ProfileId profile) {
        Page<Act> acts = steward.history(profile, PageRequest.FIRST);
        for (Act act : acts.items()) {
            log.info("{} {} by {}", act.at(), act.kind(), act.by());
        }
    }

    static void decided(Steward steward) {
        for (ConflictRecord conflict : steward.conflicts(PageRequest.FIRST).items()) {
            steward.resolveConflict(conflict.id(), ConflictDecision.KEEP_APART, "two accounts, two people");
        }
    }

    static Simulation simulated(IdentityPolicy policy) {
        Steward rules = IdentityResolver.builder(InMemoryIdentityStore.create())
                .policy(policy)
                .build()
                .steward();
        Simulation simulation = rules.simulate(List.of(
                on(1).anonymousId("cookie-phone").build(),
                on(2).userId("u-17").email("ann@example.org").build(),
                on(3).userId("u-17").anonymousId("cookie-phone").build(),
                on(4).userId("u-18").anonymousId("cookie-phone").build(),
                on(5).userId("u-18").email("ann@example.org").build()));
        assert simulation.persons().size() == 2;
        assert simulation.resolutions().get(4).outcome() == Outcome.CONFLICT;
        return simulation;
    }

    private static ResolveRequest.Builder on(int day) {
        return ResolveRequest.builder()
                .observedAt(LocalDate.of(2026, 3, day).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static void insertAccount(Connection connection, Account account) throws SQLException {
        try (var statement = connection.prepareStatement("insert into account (id) values (?)")) {
            statement.setString(1, account.id());
            statement.executeUpdate();
        }
    }

    static IdentityResolver cached(DataSource dataSource, byte[] secret) {
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        CachedIdentityStore cache =
                CachedIdentityStore.builder(store, store.changes()).build();
        IdentityResolver identities =
                IdentityResolver.builder(cache).key(secret).build();
        return identities;
    }
}
