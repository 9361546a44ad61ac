package io.identitystitch.jdbc;

import io.identitystitch.model.Act;
import io.identitystitch.model.ActId;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The rows that stewards read, as values. */
final class StewardRows {
    private StewardRows() {}

    static ConflictRecord conflict(Tables.Conflict conflict, Names names, Connection connection, Record row)
            throws SQLException {
        return new ConflictRecord(
                new ConflictId(row.get(conflict.id)),
                new ProfileId(row.get(conflict.returned)),
                new ProfileId(row.get(conflict.refused)),
                ConflictReason.valueOf(row.get(conflict.reason)),
                names.type(connection, row.get(conflict.type)),
                key(names, connection, row.get(conflict.evidenceType), row.get(conflict.evidenceDigest)),
                ConflictStatus.valueOf(row.get(conflict.status)),
                row.get(conflict.createdAt),
                row.get(conflict.observedAt));
    }

    static MergeRecord merge(Tables.EdgeTable edge, Names names, Connection connection, Record row)
            throws SQLException {
        return new MergeRecord(
                new MergeId(row.get(edge.id)),
                new ProfileId(row.get(edge.ownerA)),
                new ProfileId(row.get(edge.ownerB)),
                key(names, connection, row.get(edge.aType), row.get(edge.aDigest)),
                key(names, connection, row.get(edge.bType), row.get(edge.bDigest)),
                LinkSource.ofWireName(row.get(edge.source)),
                row.get(edge.observedAt),
                row.get(edge.mergedAt),
                Optional.ofNullable(row.get(edge.undoneAt)));
    }

    static Act act(ActTable act, Names names, Connection connection, Record row) throws SQLException {
        return new Act(
                new ActId(row.get(act.id)),
                ActKind.valueOf(row.get(act.kind)),
                row.get(act.decidedBy),
                row.get(act.at),
                row.get(act.reason),
                new ProfileId(row.get(act.ownerA)),
                new ProfileId(row.get(act.ownerB)),
                Optional.ofNullable(row.get(act.mergeId)).map(MergeId::new),
                Optional.ofNullable(row.get(act.conflictId)).map(ConflictId::new),
                CameWith.read(names, connection, row.get(act.keys)));
    }

    static Optional<IdentifierKey> key(
            Names names, Connection connection, @Nullable Short type, byte @Nullable [] digest) throws SQLException {
        return type == null || digest == null
                ? Optional.empty()
                : Optional.of(new IdentifierKey(names.type(connection, type), Digest.of(digest)));
    }
}
