package io.identitystitch.jdbc;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Signals. Not here: the column by which they are replayed, which only one of the databases has. */
final class SignalTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, byte[]> contentHash = createField(DSL.name("content_hash"), SQLDataType.VARBINARY);
    final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
    final TableField<Record, String> type = createField(DSL.name("type"), SQLDataType.VARCHAR);
    final TableField<Record, String> eventId = createField(DSL.name("event_id"), SQLDataType.VARCHAR);
    final TableField<Record, Instant> occurredAt = createField(DSL.name("occurred_at"), SQLDataType.INSTANT);
    final TableField<Record, Instant> receivedAt = createField(DSL.name("received_at"), SQLDataType.INSTANT);
    final TableField<Record, Instant> stagedAt = createField(DSL.name("staged_at"), SQLDataType.INSTANT);
    final TableField<Record, Boolean> rehydrated = createField(DSL.name("rehydrated"), SQLDataType.BOOLEAN);
    final TableField<Record, byte[]> cameWith = createField(DSL.name("came_with"), SQLDataType.VARBINARY);
    final TableField<Record, String> valueKey = createField(DSL.name("value_key"), SQLDataType.VARCHAR);
    final TableField<Record, byte[]> valueBytes = createField(DSL.name("value_bytes"), SQLDataType.VARBINARY);

    SignalTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public SignalTable as(String alias) {
        return new SignalTable(DSL.name(alias), null, this);
    }
}
