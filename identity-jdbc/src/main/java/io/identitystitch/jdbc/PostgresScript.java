package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text of one prepared statement and what is bound to it. Texts are made of constants only, so that equal shapes are
 * equal texts and the driver prepares each once. Not thread-safe.
 */
final class PostgresScript {
    private final StringBuilder sql = new StringBuilder(1024);
    private final List<@Nullable Object> binds = new ArrayList<>();
    private int statements = 1;
    private int verdict;

    /** Adds text; each question mark takes one of the values. */
    PostgresScript add(String text, @Nullable Object... values) {
        sql.append(text);
        for (@Nullable Object value : values) {
            binds.add(value);
        }
        return this;
    }

    /** Ends a statement. */
    PostgresScript next() {
        sql.append(";\n");
        statements++;
        return this;
    }

    /** Marks the statement that is being written as the one that tells what came of all. */
    void markVerdict() {
        verdict = statements - 1;
    }

    /** How many statements come before the one that tells what came of all. */
    int verdict() {
        return verdict;
    }

    /** Adds {@code first} before the first of several parts and {@code between} before each other. */
    PostgresScript separate(boolean isFirst, String first, String between) {
        sql.append(isFirst ? first : between);
        return this;
    }

    PreparedStatement prepare(Connection connection, Scope scope) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        try {
            for (int i = 0; i < binds.size(); i++) {
                bind(statement, i + 1, binds.get(i));
            }
            if (scope.queryTimeout() > 0) {
                statement.setQueryTimeout(scope.queryTimeout());
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** The text: the same for all calls of one shape. */
    String text() {
        return sql.toString();
    }

    /** What is bound, in order. */
    List<@Nullable Object> binds() {
        return Collections.unmodifiableList(binds);
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof UUID uuid) {
            statement.setObject(index, uuid);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Short number) {
            statement.setShort(index, number);
        } else if (value instanceof Instant instant) {
            statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(index, flag);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof java.sql.Array array) {
            statement.setArray(index, array);
        } else {
            statement.setNull(index, Types.NULL);
        }
    }
}
