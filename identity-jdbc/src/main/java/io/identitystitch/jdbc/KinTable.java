package io.identitystitch.jdbc;

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

/** Who was one person through somebody who was erased since. */
final class KinTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, UUID> ownerA = createField(DSL.name("owner_a"), SQLDataType.UUID);
    final TableField<Record, UUID> ownerB = createField(DSL.name("owner_b"), SQLDataType.UUID);

    KinTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public KinTable as(String alias) {
        return new KinTable(DSL.name(alias), null, this);
    }
}
