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

/** Back-fills that have not ended. */
final class BackfillTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, UUID> id = createField(DSL.name("id"), SQLDataType.UUID);
    final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
    final TableField<Record, String> target = createField(DSL.name("target"), SQLDataType.VARCHAR);
    final TableField<Record, Short> pass = createField(DSL.name("pass"), SQLDataType.SMALLINT);
    final TableField<Record, Integer> visitor = createField(DSL.name("visitor"), SQLDataType.INTEGER);
    final TableField<Record, String> afterKey = createField(DSL.name("after_key"), SQLDataType.VARCHAR);
    final TableField<Record, Long> stamped = createField(DSL.name("stamped"), SQLDataType.BIGINT);
    final TableField<Record, Integer> lease = createField(DSL.name("lease"), SQLDataType.INTEGER);
    final TableField<Record, Instant> leaseUntil = createField(DSL.name("lease_until"), SQLDataType.INSTANT);
    final TableField<Record, String> valueKey = createField(DSL.name("value_key"), SQLDataType.VARCHAR);
    final TableField<Record, byte[]> valueBytes = createField(DSL.name("value_bytes"), SQLDataType.VARBINARY);
    final TableField<Record, Instant> startedAt = createField(DSL.name("started_at"), SQLDataType.INSTANT);
    final TableField<Record, Instant> updatedAt = createField(DSL.name("updated_at"), SQLDataType.INSTANT);

    BackfillTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public BackfillTable as(String alias) {
        return new BackfillTable(DSL.name(alias), null, this);
    }
}
