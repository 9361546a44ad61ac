package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the change log.
 *
 * @param seq its number
 * @param change what it says
 */
record FeedRow(long seq, IdentityChange change) {
    /** The numbers by which the table tells kinds of changes apart. */
    static final short MERGED = 1;

    static final short MOVED = 2;
    static final short UNDONE = 3;
    static final short ERASED = 4;

    /** The columns, of the change as {@code c}, its tenant as {@code t} and its type as {@code y}. */
    static final String COLUMNS = "c.seq, c.kind, c.profile, c.other, t.name, y.name, c.digest";

    /** From the columns, the first of which has this number. */
    static FeedRow read(ResultSet row, int first) throws SQLException {
        long seq = row.getLong(first);
        TenantId tenant = TenantId.of(row.getString(first + 4));
        @Nullable UUID profile = row.getObject(first + 2, UUID.class);
        @Nullable UUID other = row.getObject(first + 3, UUID.class);
        IdentityChange change = switch (row.getShort(first + 1)) {
            case MERGED -> new IdentityChange.Merged(tenant, id(profile), id(other));
            case MOVED ->
                new IdentityChange.Moved(
                        tenant,
                        new IdentifierKey(
                                IdentifierType.of(row.getString(first + 5)), Digest.of(row.getBytes(first + 6))),
                        Optional.ofNullable(profile).map(ProfileId::new));
            case UNDONE -> new IdentityChange.Undone(tenant, id(profile), id(other));
            case ERASED -> new IdentityChange.Erased(tenant, id(profile));
            default -> throw new SQLException("a change of an unknown kind", SqlStates.BROKEN);
        };
        return new FeedRow(seq, change);
    }

    private static ProfileId id(@Nullable UUID id) throws SQLException {
        if (id == null) {
            throw new SQLException("a change names no profile", SqlStates.BROKEN);
        }
        return new ProfileId(id);
    }
}
