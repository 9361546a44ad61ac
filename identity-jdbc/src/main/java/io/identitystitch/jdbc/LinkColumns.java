package io.identitystitch.jdbc;

import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.LinkState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a link from ten columns side by side: owner, the moments, the flags, the source and the sightings, in the order below. */
final class LinkColumns {
    private LinkColumns() {}

    static LinkState read(ResultSet row, int first) throws SQLException {
        return new LinkState(
                idOrNull(row, first),
                moment(row, first + 1),
                momentOrNull(row, first + 2),
                row.getBoolean(first + 3),
                LinkSource.ofWireName(row.getString(first + 4)),
                moment(row, first + 5),
                moment(row, first + 6),
                momentOrNull(row, first + 7),
                row.getBoolean(first + 8),
                row.getInt(first + 9));
    }

    static @Nullable ProfileId idOrNull(ResultSet row, int column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new ProfileId(id);
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(momentOrNull(row, column));
    }

    private static @Nullable Instant momentOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
