package io.identitystitch.jdbc;

import io.identitystitch.plan.ResolutionPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which SQL serves a call. Immutable and thread-safe. */
final class StatementChoice {
    private final PortableStatements portable;
    private final @Nullable Statements scripted;
    private final @Nullable PostgresProfile profile;

    private StatementChoice(
            PortableStatements portable, @Nullable Statements scripted, @Nullable PostgresProfile profile) {
        this.portable = portable;
        this.scripted = scripted;
        this.profile = profile;
    }

    static StatementChoice of(Database database, ValueCodec codec, Duration patience) {
        if (database.dialect() == Dialect.H2) {
            return portable(database, codec, patience);
        }
        return new StatementChoice(
                new PortableStatements(database, codec, patience),
                new PostgresStatements(database, codec),
                new PostgresProfile(database.tables(), codec));
    }

    /** Only what both databases understand. */
    static StatementChoice portable(Database database, ValueCodec codec, Duration patience) {
        return new StatementChoice(new PortableStatements(database, codec, patience), null, null);
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

    /** A person in one statement; null where the database cannot. */
    @Nullable
    PostgresProfile profile() {
        return profile;
    }

    CountProbe probe() {
        return portable.probe();
    }
}
