package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * SQL that both databases understand, in as many statements as it takes. It needs a transaction: one that sees a single
 * moment for {@link #load}, one at READ COMMITTED for {@link #commit}.
 */
final class PortableStatements implements Statements {
    private final Database database;
    private final ValueCodec codec;
    private final Duration patience;
    private final LinkQuery links;
    private final CountProbe probe;

    /** A store on H2 waits for the lock of a tenant as long as the patience lasts, whatever the lock time-out of the session. */
    PortableStatements(Database database, ValueCodec codec, Duration patience) {
        this.database = database;
        this.codec = codec;
        this.patience = patience;
        this.links = new LinkQuery(database);
        this.probe = new CountProbe(database);
    }

    CountProbe probe() {
        return probe;
    }

    /** The lean answer by one statement, which needs no transaction; null where there is none. */
    @Nullable
    IdentitySnapshot lean(Connection connection, Scope scope, LoadQuery query) throws SQLException {
        return new PortableLoad(database, links, probe, connection, scope, query).lean();
    }

    @Override
    public IdentitySnapshot load(Connection connection, Scope scope, LoadQuery query) throws SQLException {
        if (database.dialect() == Dialect.H2 && scope.mode() == Mode.JOINED) {
            // Several statements see one moment only while nobody else writes.
            new PortableChecks(database, links, connection, scope).lockTenant(Duration.ZERO);
        }
        return new PortableLoad(database, links, probe, connection, scope, query).complete();
    }

    @Override
    public CommitResult commit(Connection connection, Scope scope, ResolutionPlan plan) throws SQLException {
        PortableChecks checks = new PortableChecks(database, links, connection, scope);
        Instant now = checks.lockTenant(scope.mode() == Mode.JOINED ? Duration.ZERO : patience);
        checks.lockProfiles(plan);
        if (!checks.hold(plan)) {
            return new CommitResult.Conflicted();
        }
        PortableWrites writes = new PortableWrites(database, codec, connection, scope, plan, now);
        return writes.write() ? new CommitResult.Committed(writes.createdAt()) : new CommitResult.Conflicted();
    }
}
