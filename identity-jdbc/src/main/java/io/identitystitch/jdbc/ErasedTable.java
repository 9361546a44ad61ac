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

/** What is left of those who were erased. */
final class ErasedTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, UUID> id = createField(DSL.name("id"), SQLDataType.UUID);
    final TableField<Record, String> decidedBy = createField(DSL.name("decided_by"), SQLDataType.VARCHAR);
    final TableField<Record, String> reason = createField(DSL.name("reason"), SQLDataType.VARCHAR);
    final TableField<Record, Instant> at = createField(DSL.name("at"), SQLDataType.INSTANT);

    ErasedTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public ErasedTable as(String alias) {
        return new ErasedTable(DSL.name(alias), null, this);
    }
}
