package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jooq.Row4;
import org.jooq.impl.DSL;

/**
 * The signals that others have and that came with an identifier of a person who is erased. They go as a whole: an envelope names the
 * identifiers that it came with, so there is no forgetting only those.
 */
final class ErasedSignals {
    private static final int CHUNK = 200;
    private static final int FETCH = 500;

    private final Tables tables;
    private final Connection connection;
    private final Scope scope;
    private final DSLContext dsl;
    private final Set<IdentifierKey> keys;

    ErasedSignals(Tables tables, Connection connection, Scope scope, DSLContext dsl, Set<IdentifierKey> keys) {
        this.tables = tables;
        this.connection = connection;
        this.scope = scope;
        this.dsl = dsl;
        this.keys = keys;
    }

    /** Those of some owners. */
    void remove(List<UUID> owners) throws SQLException {
        SignalTable signal = tables.signal;
        OpenSignalTable open = tables.openSignal;
        for (List<Record4<UUID, Instant, byte[], byte[]>> chunk : Chunks.of(concerned(owners), CHUNK)) {
            List<Row4<Integer, UUID, Instant, byte[]>> waiting = chunk.stream()
                    .map(row -> DSL.row(
                            DSL.val(scope.tenant(), open.tenant),
                            DSL.val(row.value1(), open.owner),
                            DSL.val(row.value2(), open.occurredAt),
                            DSL.val(row.value3(), open.contentHash)))
                    .toList();
            dsl.deleteFrom(open)
                    .where(DSL.row(open.tenant, open.owner, open.occurredAt, open.contentHash)
                            .in(waiting))
                    .execute();
            dsl.deleteFrom(signal)
                    .where(DSL.row(signal.tenant, signal.contentHash)
                            .in(chunk.stream()
                                    .map(row -> DSL.row(
                                            DSL.val(scope.tenant(), signal.tenant),
                                            DSL.val(row.value3(), signal.contentHash)))
                                    .toList()))
                    .execute();
        }
    }

    private List<Record4<UUID, Instant, byte[], byte[]>> concerned(List<UUID> owners) throws SQLException {
        SignalTable signal = tables.signal;
        List<Record4<UUID, Instant, byte[], byte[]>> concerned = new ArrayList<>();
        try (Cursor<Record4<UUID, Instant, byte[], byte[]>> rows = dsl.select(
                        signal.owner, signal.occurredAt, signal.contentHash, signal.cameWith)
                .from(signal)
                .where(Chunks.has(signal.tenant, signal.owner, scope.tenant(), owners))
                .fetchSize(FETCH)
                .fetchLazy()) {
            for (Record4<UUID, Instant, byte[], byte[]> row : rows) {
                if (CameWith.read(scope.names(), connection, row.value4()).stream()
                        .anyMatch(keys::contains)) {
                    concerned.add(row);
                }
            }
        }
        return concerned;
    }
}
