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

/** Signals that wait for handlers. */
final class OpenSignalTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
    final TableField<Record, Instant> occurredAt = createField(DSL.name("occurred_at"), SQLDataType.INSTANT);
    final TableField<Record, byte[]> contentHash = createField(DSL.name("content_hash"), SQLDataType.VARBINARY);
    final TableField<Record, Integer> attempts = createField(DSL.name("attempts"), SQLDataType.INTEGER);
    final TableField<Record, Instant> parkedAt = createField(DSL.name("parked_at"), SQLDataType.INSTANT);
    final TableField<Record, String> error = createField(DSL.name("error"), SQLDataType.VARCHAR);

    OpenSignalTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public OpenSignalTable as(String alias) {
        return new OpenSignalTable(DSL.name(alias), null, this);
    }
}
