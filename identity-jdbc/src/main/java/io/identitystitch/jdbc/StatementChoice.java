package io.identitystitch.jdbc;

import io.identitystitch.plan.ResolutionPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which SQL serves a call. Immutable and thread-safe. */
final class StatementChoice {
    private final PortableStatements portable;
    private final @Nullable Statements scripted;

    StatementChoice(PortableStatements portable, @Nullable Statements scripted) {
        this.portable = portable;
        this.scripted = scripted;
    }

    static StatementChoice of(Database database, ValueCodec codec, Duration patience) {
        return new StatementChoice(
                new PortableStatements(database, codec, patience),
                database.dialect() == Dialect.POSTGRESQL ? new PostgresStatements(database, codec) : null);
    }

    PortableStatements portable() {
        return portable;
    }

    /** Statements that load in one statement and commit in one text; null where the database cannot. */
    @Nullable
    Statements scripted() {
        return scripted;
    }

    /** As {@link #scripted()}, null also where the plan is too large for a text. */
    @Nullable
    Statements scripted(ResolutionPlan plan) {
        return PostgresCommit.fits(plan) ? scripted : null;
    }
}
