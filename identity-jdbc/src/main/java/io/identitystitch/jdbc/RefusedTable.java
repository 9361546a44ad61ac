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

/** Until when identifiers of those who were erased are refused, by their marks. */
final class RefusedTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, byte[]> mark = createField(DSL.name("mark"), SQLDataType.VARBINARY);
    final TableField<Record, Instant> until = createField(DSL.name("until"), SQLDataType.INSTANT);

    RefusedTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public RefusedTable as(String alias) {
        return new RefusedTable(DSL.name(alias), null, this);
    }
}
