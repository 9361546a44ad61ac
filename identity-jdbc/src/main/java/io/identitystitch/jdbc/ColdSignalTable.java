package io.identitystitch.jdbc;

import java.time.Instant;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Signals of visitors whom nobody knows yet. */
final class ColdSignalTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, Instant> receivedAt = createField(DSL.name("received_at"), SQLDataType.INSTANT);
    final TableField<Record, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT);
    final TableField<Record, Instant> occurredAt = createField(DSL.name("occurred_at"), SQLDataType.INSTANT);
    final TableField<Record, byte[]> contentHash = createField(DSL.name("content_hash"), SQLDataType.VARBINARY);
    final TableField<Record, byte[]> visitors = createField(DSL.name("visitors"), SQLDataType.VARBINARY);
    final TableField<Record, Short> form = createField(DSL.name("form"), SQLDataType.SMALLINT);
    final TableField<Record, Integer> length = createField(DSL.name("length"), SQLDataType.INTEGER);
    final TableField<Record, Integer> checksum = createField(DSL.name("checksum"), SQLDataType.INTEGER);
    final TableField<Record, byte[]> body = createField(DSL.name("body"), SQLDataType.VARBINARY);

    ColdSignalTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public ColdSignalTable as(String alias) {
        return new ColdSignalTable(DSL.name(alias), null, this);
    }
}
