package io.identitystitch.jdbc;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A host's database with a table of events, and a store beside it. */
final class HostEvents {
    static final String TABLE = "create table events (id bigint primary key, anonymous_id varchar(200),"
            + " user_id varchar(50), tenant varchar(64), occurred_at timestamp(6) with time zone)";

    final Dialect dialect;
    final DataSource dataSource;
    final JdbcIdentityStore store;

    HostEvents(Dialect dialect) throws SQLException {
        this(dialect, ValueCodec.plain());
    }

    HostEvents(Dialect dialect, ValueCodec codec) throws SQLException {
        this.dialect = dialect;
        dataSource = TestStores.migrated(dialect);
        store = JdbcIdentityStore.builder(dataSource).codec(codec).build();
        run(TABLE, index(dialect));
    }

    /** As docs/backfill.md has it. */
    static String index(Dialect dialect) {
        return "create index events_open on events (anonymous_id, id)"
                + (dialect == Dialect.POSTGRESQL ? " where user_id is null" : "");
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Rows without a user id, with keys from a number on. */
    void insert(String anonymousId, int from, int rows) throws SQLException {
        run("insert into events (id, anonymous_id) select n, '" + anonymousId + "' from "
                + (dialect == Dialect.H2 ? "system_range" : "generate_series") + "(" + from + ", " + (from + rows - 1)
                + ") s(n)");
    }

    ProfileId person(String userId, String... anonymousIds) {
        return person(TenantId.DEFAULT, userId, anonymousIds);
    }

    ProfileId person(TenantId tenant, String userId, String... anonymousIds) {
        IdentityResolver identities =
                IdentityResolver.builder(store).tenant(tenant).build();
        Resolution.Resolved known = (Resolution.Resolved)
                identities.resolve(ResolveRequest.builder().userId(userId).build());
        for (String id : anonymousIds) {
            identities.resolve(
                    ResolveRequest.builder().userId(userId).anonymousId(id).build());
        }
        return known.ownerId();
    }

    /** By a clock that stands still, so that chunks are of one size. */
    EventBackfillBuilder backfill() {
        return EventBackfill.builder(store, "events")
                .keyColumn("id")
                .anonymousIdColumn("anonymous_id")
                .userIdColumn("user_id")
                .nanos(() -> 0);
    }

    BackfillRequest request(ProfileId profile, String userId, String... anonymousIds) {
        BackfillRequest.Builder request = BackfillRequest.builder(profile, userId);
        for (String id : anonymousIds) {
            request.anonymousId(id);
        }
        return request.build();
    }

    /** How many rows each user id has; those without one under the empty text. */
    Map<String, Integer> users() throws SQLException {
        Map<String, Integer> users = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select coalesce(user_id, ''), count(*) from events group by user_id")) {
            while (row.next()) {
                users.put(row.getString(1), row.getInt(2));
            }
        }
        return users;
    }

    long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As if half a minute had gone by. */
    void endLeases() throws SQLException {
        run("update id_backfill set lease_until = updated_at");
    }
}
