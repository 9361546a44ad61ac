package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.ResultQuery;
import org.jooq.Row2;
import org.jooq.impl.DSL;

/** The marks by which identifiers of those who were erased are refused. */
final class RefusedMarks {
    private static final int CHUNK = 500;

    /** How many that have ended go at once: many more than an erasure adds, and few enough for a statement. */
    private static final int CLEARED = 1_000;

    private final Database database;
    private final RefusedTable table;
    private final Scope scope;
    private final DSLContext dsl;

    RefusedMarks(Database database, Connection connection, Scope scope) {
        this.database = database;
        this.table = database.tables().refused;
        this.scope = scope;
        this.dsl = database.on(connection, scope);
    }

    /** What was read, with those identifiers that are refused. */
    IdentitySnapshot addTo(IdentitySnapshot snapshot, LoadQuery query) {
        Map<IdentifierKey, Digest> open = query.marksToLookUp(snapshot);
        Set<Digest> live = live(open.values());
        if (live.isEmpty()) {
            return snapshot;
        }
        IdentitySnapshot.Builder builder = snapshot.toBuilder();
        open.forEach((key, mark) -> {
            if (live.contains(mark)) {
                builder.refused(key);
            }
        });
        return builder.build();
    }

    private Set<Digest> live(Collection<Digest> marks) {
        Set<Digest> live = new HashSet<>();
        for (Condition these : these(marks)) {
            lookUp(these).forEach(row -> {
                if (row.value2()) {
                    live.add(Digest.of(row.value1()));
                }
            });
        }
        return live;
    }

    /** The end is read and not asked for, so that the index on it does not look like a way to a mark. */
    ResultQuery<Record2<byte[], Boolean>> lookUp(Condition these) {
        Field<Boolean> isLive = DSL.field(table.until.gt(database.clock()));
        return dsl.select(table.mark, isLive).from(table).where(these);
    }

    /** Writes marks; one that is there ends no earlier than before. */
    void write(Collection<Digest> marks, Instant until) {
        for (Condition these : these(marks)) {
            dsl.update(table)
                    .set(table.until, until)
                    .where(these)
                    .and(table.until.lt(until))
                    .execute();
        }
        Inserts insert = Inserts.into(table, table.tenant, table.mark, table.until);
        new TreeSet<>(marks).forEach(mark -> insert.add(scope.tenant(), mark.bytes(), until));
        insert.run(dsl);
    }

    /** Removes marks that have ended, though not those that another erasure is prolonging. */
    void clear(Instant now) {
        List<Digest> ended = dsl.select(table.mark)
                .from(table)
                .where(table.tenant.eq(scope.tenant()))
                .and(table.until.le(now))
                .limit(CLEARED)
                .fetch(row -> Digest.of(row.value1()));
        for (Condition these : these(ended)) {
            dsl.deleteFrom(table).where(these).and(table.until.le(now)).execute();
        }
    }

    /** Removes marks. Whether all of them were there. */
    boolean remove(Collection<Digest> marks) {
        int removed = 0;
        for (Condition these : these(marks)) {
            removed += dsl.deleteFrom(table).where(these).execute();
        }
        return removed == marks.size();
    }

    /** Whole keys, for H2 uses an index for a list only if the list is of whole keys. */
    List<Condition> these(Collection<Digest> marks) {
        List<Row2<Integer, byte[]>> rows = new TreeSet<>(marks)
                .stream().map(mark -> DSL.row(scope.tenant(), mark.bytes())).toList();
        List<Condition> conditions = new ArrayList<>();
        for (List<Row2<Integer, byte[]>> chunk : Chunks.of(rows, CHUNK)) {
            conditions.add(DSL.row(table.tenant, table.mark).in(chunk));
        }
        return conditions;
    }
}
