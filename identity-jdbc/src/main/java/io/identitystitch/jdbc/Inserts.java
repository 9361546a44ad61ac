package io.identitystitch.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertValuesStepN;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Rows for one table, inserted where no unique key is in the way. Not thread-safe. */
final class Inserts {
    private static final int MAX_BINDS = 16_000;

    private final Table<Record> table;
    private final List<Field<?>> fields;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    private Inserts(Table<Record> table, List<Field<?>> fields) {
        this.table = table;
        this.fields = fields;
    }

    static Inserts into(Table<Record> table, Field<?>... fields) {
        return new Inserts(table, List.of(fields));
    }

    void add(@Nullable Object... row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    /** How many of the rows were inserted; the others met a row with one of their keys. */
    int run(DSLContext dsl) {
        if (rows.isEmpty()) {
            return 0;
        }
        return dsl.dialect() == SQLDialect.H2 ? runBatch(dsl) : runMultiRow(dsl);
    }

    /** Not a JDBC batch, whose counts a driver that rewrites batches does not give. */
    private int runMultiRow(DSLContext dsl) {
        int inserted = 0;
        int step = Math.max(1, MAX_BINDS / fields.size());
        for (int from = 0; from < rows.size(); from += step) {
            InsertValuesStepN<Record> insert = dsl.insertInto(table, fields);
            for (@Nullable Object[] row : rows.subList(from, Math.min(rows.size(), from + step))) {
                insert = insert.values(row);
            }
            inserted += insert.onConflictDoNothing().execute();
        }
        return inserted;
    }

    /** H2 knows {@code on conflict} only in one of its modes; there a failed statement leaves its transaction usable. */
    private int runBatch(DSLContext dsl) {
        Query insert = dsl.insertInto(table, fields).values(new @Nullable Object[fields.size()]);
        BatchBindStep batch = dsl.batch(insert);
        for (@Nullable Object[] row : rows) {
            batch = batch.bind(row);
        }
        try {
            return sum(batch.execute());
        } catch (DataAccessException e) {
            BatchUpdateException failures = e.getCause(BatchUpdateException.class);
            if (failures == null || !onlyDuplicates(failures)) {
                throw e;
            }
            return sum(failures.getUpdateCounts());
        }
    }

    private static boolean onlyDuplicates(BatchUpdateException failures) {
        SQLException failure = failures.getNextException();
        if (failure == null) {
            failure = failures;
        }
        for (; failure != null; failure = failure.getNextException()) {
            if (!SqlStates.DUPLICATE.equals(failure.getSQLState())) {
                return false;
            }
        }
        return true;
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += Math.max(count, 0);
        }
        return sum;
    }
}
