package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL in one round trip for a load and one for a commit. Thread-safe. */
final class PostgresStatements implements Statements {
    private final PostgresLoad load;
    private final PostgresCommit commit;

    PostgresStatements(Database database, ValueCodec codec) {
        load = new PostgresLoad(database.tables());
        commit = new PostgresCommit(database.tables(), codec);
    }

    @Override
    public IdentitySnapshot load(Connection connection, Scope scope, LoadQuery query) throws SQLException {
        return load.load(connection, scope, query);
    }

    @Override
    public CommitResult commit(Connection connection, Scope scope, ResolutionPlan plan) throws SQLException {
        return commit.commit(connection, scope, plan);
    }
}
