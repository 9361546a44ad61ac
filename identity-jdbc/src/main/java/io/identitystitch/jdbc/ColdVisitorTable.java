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

/** By whom cold signals are found. */
final class ColdVisitorTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
    final TableField<Record, byte[]> digest = createField(DSL.name("digest"), SQLDataType.VARBINARY);
    final TableField<Record, Instant> receivedAt = createField(DSL.name("received_at"), SQLDataType.INSTANT);
    final TableField<Record, Long> signal = createField(DSL.name("signal"), SQLDataType.BIGINT);

    ColdVisitorTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public ColdVisitorTable as(String alias) {
        return new ColdVisitorTable(DSL.name(alias), null, this);
    }
}
