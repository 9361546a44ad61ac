package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.UndoResult;
import io.identitystitch.spi.IdentityStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data that the version without stewards wrote, and everything that stewards can do with it. */
class UpgradeWithDataTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Identifier ANN = email("ann");
    private static final Identifier BOB = email("bob");
    private static final Identifier EVE = email("eve");
    private static final Identifier EVES_PHONE = phone("+12025550177");

    @ParameterizedTest
    @EnumSource
    void everybodyIsStillThere(Dialect dialect) throws SQLException, IOException {
        IdentityResolver identities = upgraded(dialect);
        Profile ann = identities.profile(who(identities, ANN)).orElseThrow();
        assertThat(ann.identifiers()).hasSize(4);
        assertThat(ann.firstTouch().orElseThrow().fields()).containsEntry("utm_source", "spring");
        assertThat(ann.traits()).hasSize(1);
        assertThat(who(identities, Identifier.of(IdentifierType.ANONYMOUS_ID, "cookie-phone")))
                .isEqualTo(ann.id());
        assertThat(who(identities, EVE)).isEqualTo(who(identities, EVES_PHONE));
        assertThat(identities.find(Identifier.of(IdentifierType.ANONYMOUS_ID, "cookie-laptop")))
                .as("signed out")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMergeOfThatTimeIsExplainedAndUndone(Dialect dialect) throws SQLException, IOException {
        IdentityResolver identities = upgraded(dialect);
        Steward steward = identities.steward();
        Explanation explanation = steward.explain(EVE, EVES_PHONE);
        assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.ONE_PERSON);
        assertThat(steward.undo(explanation.steps().get(0).merge(), "a shared phone"))
                .isInstanceOf(UndoResult.Undone.class);
        assertThat(who(identities, EVE)).isNotEqualTo(who(identities, EVES_PHONE));
    }

    @ParameterizedTest
    @EnumSource
    void aConflictOfThatTimeIsDecided(Dialect dialect) throws SQLException, IOException {
        Steward steward = upgraded(dialect).steward();
        ConflictRecord conflict = steward.conflicts(PageRequest.FIRST).items().get(0);
        assertThat(steward.resolveConflict(conflict.id(), ConflictDecision.MOVE_IDENTIFIER, "hers"))
                .isInstanceOf(ConflictResult.IdentifierMoved.class);
        assertThat(steward.conflicts(PageRequest.FIRST).items()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void personsOfThatTimeAreLockedTakenApartAndErased(Dialect dialect) throws SQLException, IOException {
        IdentityResolver identities = upgraded(dialect);
        Steward steward = identities.steward();
        ProfileId ann = who(identities, ANN);
        assertThat(steward.lock(ann, "looked into")).isEqualTo(new LockResult.Locked(ann));
        assertThat(steward.unlock(ann, "done")).isEqualTo(new LockResult.Unlocked(ann));
        assertThat(steward.split(List.of(phone("+12025550199")), "her mother's"))
                .isInstanceOf(SplitResult.Split.class);
        assertThat(steward.unlink(BOB, "left")).isInstanceOf(IdentifierResult.Unlinked.class);
        assertThat(steward.erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
        assertThat(identities.find(ANN)).isEmpty();
    }

    /** Version 2 is version 3 without what that added. */
    @ParameterizedTest
    @EnumSource
    void whatVersionTwoWroteIsThereAndCanBeStamped(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        IdentityResolver identities =
                IdentityResolver.builder(events.store).key(KEY).build();
        ProfileId ann = identities
                .resolve(ResolveRequest.builder().email("ann@mail.example").build())
                .profileId()
                .orElseThrow();
        identities.steward().lock(ann, "looked into");
        events.insert("cookie-1", 1, 3);
        events.run(
                "drop view id_journey",
                "drop table id_signal_task",
                "drop table id_signal_open",
                "drop table id_signal");
        events.run(
                "drop table id_backfill",
                "drop table id_cold_signal",
                "drop table id_cold_visitor",
                "delete from id_schema_version where version = 3");
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> Schema.check(events.dataSource))
                .withMessageContaining("version 2, not 3");

        Schema.migrate(events.dataSource);

        IdentityResolver upgraded = IdentityResolver.builder(JdbcIdentityStore.create(events.dataSource))
                .key(KEY)
                .build();
        assertThat(who(upgraded, ANN)).isEqualTo(ann);
        assertThat(upgraded.steward().history(ann, PageRequest.FIRST).items()).hasSize(1);
        assertThat(events.backfill()
                        .build()
                        .run(events.request(ann, "u-1", "cookie-1"))
                        .stamped())
                .isEqualTo(3);
        assertThat(upgraded.steward().erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
    }

    private static ProfileId who(IdentityResolver identities, Identifier identifier) {
        return identities.find(identifier).orElseThrow().profileId();
    }

    private static Identifier email(String name) {
        return Identifier.of(IdentifierType.EMAIL, name + "@mail.example");
    }

    private static Identifier phone(String number) {
        return Identifier.of(IdentifierType.PHONE, number);
    }

    private static IdentityResolver upgraded(Dialect dialect) throws SQLException, IOException {
        DataSource dataSource = TestStores.empty(dialect);
        List<String> ddl = List.of(Schema.ddl(dialect).split(";\n"));
        int end = 1;
        while (!ddl.get(end - 1).contains("values (1, ")) {
            end++;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : ddl.subList(0, end)) {
                statement.execute(sql);
            }
            for (String line : data().lines().toList()) {
                if (!line.startsWith("--")) {
                    statement.execute(inDialect(line, dialect));
                }
            }
        }
        Schema.migrate(dataSource);
        return IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                .key(KEY)
                .build();
    }

    private static String inDialect(String line, Dialect dialect) {
        String bytes = dialect == Dialect.H2 ? "X'$1'" : "decode('$1', 'hex')";
        return line.replaceAll("\\$\\{bytes:([0-9a-f]*)}", bytes);
    }

    private static String data() throws IOException {
        try (InputStream in = UpgradeWithDataTest.class.getResourceAsStream("written-by-version-1.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
