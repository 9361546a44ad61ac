package io.identitystitch.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Rows for one table, inserted where no unique key is in the way: one statement on PostgreSQL, one batch on H2, each with the
 * same text however many rows there are, and bound without jOOQ, which would take longer over it than the database. Not
 * thread-safe.
 */
final class Inserts {
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
        String into = "insert into " + dsl.render(table) + " ("
                + fields.stream().map(Field::getName).collect(Collectors.joining(", ")) + ") ";
        Integer timeout = dsl.settings().getQueryTimeout();
        boolean h2 = dsl.dialect() == SQLDialect.H2;
        return dsl.connectionResult(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(into + (h2 ? values() : arrays()))) {
                if (timeout != null && timeout > 0) {
                    insert.setQueryTimeout(timeout);
                }
                return h2 ? runBatch(insert) : runArrays(connection, insert);
            } catch (SQLException e) {
                throw new DataAccessException("rows could not be inserted", e);
            }
        });
    }

    private String arrays() {
        return "select * from unnest("
                + fields.stream()
                        .map(field -> "?::" + PostgresArrays.type(field.getType()) + "[]")
                        .collect(Collectors.joining(", "))
                + ") on conflict do nothing";
    }

    /** Not a JDBC batch, whose counts a driver that rewrites batches does not give. */
    private int runArrays(Connection connection, PreparedStatement insert) throws SQLException {
        for (int column = 0; column < fields.size(); column++) {
            int of = column;
            insert.setArray(
                    column + 1,
                    PostgresArrays.of(
                            connection,
                            fields.get(column).getType(),
                            rows.stream().map(row -> row[of]).toList()));
        }
        return insert.executeUpdate();
    }

    private String values() {
        return "values (" + String.join(", ", Collections.nCopies(fields.size(), "?")) + ")";
    }

    /** H2 knows {@code on conflict} only in one of its modes; there a failed statement leaves its transaction usable. */
    private int runBatch(PreparedStatement insert) throws SQLException {
        for (@Nullable Object[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                insert.setObject(column + 1, row[column]);
            }
            insert.addBatch();
        }
        try {
            return sum(insert.executeBatch());
        } catch (BatchUpdateException failures) {
            if (!onlyDuplicates(failures)) {
                throw failures;
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
