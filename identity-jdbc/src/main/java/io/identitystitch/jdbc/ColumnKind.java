package io.identitystitch.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The types that a key or a user id of the host's may have. */
enum ColumnKind {
    INTEGER,
    BIGINT,
    UUID,
    TEXT;

    /** Null for any other type. */
    static @Nullable ColumnKind of(int jdbcType, String typeName) {
        if (typeName.toLowerCase(Locale.ROOT).equals("uuid")) {
            return UUID;
        }
        return switch (jdbcType) {
            case Types.SMALLINT, Types.INTEGER -> INTEGER;
            case Types.BIGINT -> BIGINT;
            case Types.VARCHAR -> TEXT;
            default -> null;
        };
    }

    /** To be used with the values that {@link #parse} gives. */
    @SuppressWarnings("unchecked") // what parse gives is of the type, and nothing else gives values
    DataType<Object> type() {
        DataType<?> type = plainType();
        return (DataType<Object>) type;
    }

    private DataType<?> plainType() {
        return switch (this) {
            case INTEGER -> SQLDataType.INTEGER;
            case BIGINT -> SQLDataType.BIGINT;
            case UUID -> SQLDataType.UUID;
            case TEXT -> SQLDataType.VARCHAR;
        };
    }

    /**
     * A value from its text.
     *
     * @throws IllegalArgumentException if it is not one
     */
    Object parse(String text) {
        try {
            return switch (this) {
                case INTEGER -> Integer.valueOf(text);
                case BIGINT -> Long.valueOf(text);
                case UUID -> uuid(text);
                case TEXT -> text;
            };
        } catch (IllegalArgumentException e) {
            // Not with its cause, which quotes the text.
            throw new IllegalArgumentException("the user id is not a value of its column's type, " + this);
        }
    }

    private static UUID uuid(String text) {
        UUID value = java.util.UUID.fromString(text);
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID in full");
        }
        return value;
    }
}
