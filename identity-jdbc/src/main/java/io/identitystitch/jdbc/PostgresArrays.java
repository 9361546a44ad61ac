package io.identitystitch.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns of many rows as arrays, for a text that is the same however many rows there are. */
final class PostgresArrays {
    private static final Map<Class<?>, String> TYPES = Map.of(
            Integer.class, "int4",
            Short.class, "int2",
            Long.class, "int8",
            Boolean.class, "bool",
            UUID.class, "uuid",
            byte[].class, "bytea",
            String.class, "text",
            Instant.class, "timestamptz");

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private PostgresArrays() {}

    /** What PostgreSQL calls the type of a column. */
    static String type(Class<?> javaType) {
        String type = TYPES.get(javaType);
        if (type == null) {
            throw new IllegalArgumentException("no column is of " + javaType);
        }
        return type;
    }

    static Array of(Connection connection, Class<?> javaType, List<? extends @Nullable Object> values)
            throws SQLException {
        String type = type(javaType);
        if (javaType == byte[].class) {
            return connection.createArrayOf(type, values.toArray(new byte[0][]));
        }
        return connection.createArrayOf(type, javaType == Instant.class ? texts(values) : values.toArray());
    }

    /** Neighbours are often of the same moment. */
    private static @Nullable Object[] texts(List<? extends @Nullable Object> moments) {
        @Nullable Object[] texts = new @Nullable Object[moments.size()];
        Object last = null;
        for (int i = 0; i < texts.length; i++) {
            Object moment = moments.get(i);
            if (moment != null) {
                texts[i] = moment.equals(last) ? texts[i - 1] : text((Instant) moment);
            }
            last = moment;
        }
        return texts;
    }

    /** PostgreSQL has no sign before a year, and no year 0. */
    static String text(Instant moment) {
        OffsetDateTime utc = moment.atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year > 0 && year < 10_000) {
            return moment.toString();
        }
        String years = String.format(Locale.ROOT, "%04d", year > 0 ? year : 1 - year);
        return years + DAY_AND_TIME.format(utc) + (year > 0 ? "+00" : "+00 BC");
    }
}
