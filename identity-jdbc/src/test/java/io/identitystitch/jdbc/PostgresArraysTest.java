package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.testdb.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Values that go to PostgreSQL as arrays come back as they went. */
class PostgresArraysTest {
    private static final List<Instant> MOMENTS = Arrays.asList(
            Instant.parse("2026-03-02T09:00:00.123456Z"),
            Instant.parse("2026-03-02T09:00:00.123456Z"),
            null,
            Instant.parse("2026-03-02T09:00:00Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("0000-12-31T23:59:59.000001Z"),
            Instant.parse("-0043-03-15T12:00:00Z"),
            Instant.parse("+12026-03-02T09:00:00.5Z"));

    private interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private static <T> List<T> sent(Class<?> type, List<T> values, Read<T> read) throws SQLException {
        List<T> back = new ArrayList<>();
        String text = "select v from unnest(?::" + PostgresArrays.type(type) + "[]) with ordinality u(v, n) order by n";
        try (Connection connection = TestPostgres.shared().newDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setArray(1, PostgresArrays.of(connection, type, values));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    back.add(read.from(row));
                }
            }
        }
        return back;
    }

    @Test
    void alsoMomentsOfAnyYear() throws SQLException {
        assertThat(sent(Instant.class, MOMENTS, row -> {
                    OffsetDateTime moment = row.getObject(1, OffsetDateTime.class);
                    return moment == null ? null : moment.toInstant();
                }))
                .isEqualTo(MOMENTS);
    }

    @Test
    void alsoTextsAndBytesWithWhatArraysAreWrittenWith() throws SQLException {
        List<String> texts = Arrays.asList("a", null, "", "null", "{,\"\\}", "\u00E4\u4E2D\uD83D\uDE00", " b ");
        assertThat(sent(String.class, texts, row -> row.getString(1))).isEqualTo(texts);
        List<byte[]> bytes = Arrays.asList(new byte[] {0, -1, 92}, null, new byte[0]);
        assertThat(sent(byte[].class, bytes, row -> row.getBytes(1)))
                .usingRecursiveComparison()
                .isEqualTo(bytes);
    }

    @Test
    void alsoNumbersIdsAndFlags() throws SQLException {
        List<UUID> ids = Arrays.asList(new UUID(1, 2), null);
        assertThat(sent(UUID.class, ids, row -> row.getObject(1, UUID.class))).isEqualTo(ids);
        List<Short> numbers = Arrays.asList((short) -7, null);
        assertThat(sent(Short.class, numbers, row -> row.getObject(1) == null ? null : row.getShort(1)))
                .isEqualTo(numbers);
        List<Boolean> flags = Arrays.asList(true, null, false);
        assertThat(sent(Boolean.class, flags, row -> row.getObject(1, Boolean.class)))
                .isEqualTo(flags);
    }

    @Test
    void butNothingThatNoTableHas() {
        assertThatThrownBy(() -> PostgresArrays.type(Object.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
