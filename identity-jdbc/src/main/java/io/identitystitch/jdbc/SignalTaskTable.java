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

/** What is to be done for persons. */
final class SignalTaskTable extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
    final TableField<Record, UUID> profile = createField(DSL.name("profile"), SQLDataType.UUID);
    final TableField<Record, Instant> searchAsOf = createField(DSL.name("search_as_of"), SQLDataType.INSTANT);
    final TableField<Record, Instant> dueAt = createField(DSL.name("due_at"), SQLDataType.INSTANT);
    final TableField<Record, Integer> attempts = createField(DSL.name("attempts"), SQLDataType.INTEGER);
    final TableField<Record, Long> lease = createField(DSL.name("lease"), SQLDataType.BIGINT);
    final TableField<Record, Instant> leaseUntil = createField(DSL.name("lease_until"), SQLDataType.INSTANT);
    final TableField<Record, Long> stamp = createField(DSL.name("stamp"), SQLDataType.BIGINT);

    SignalTaskTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
        super(name, schema, aliased);
    }

    @Override
    public SignalTaskTable as(String alias) {
        return new SignalTaskTable(DSL.name(alias), null, this);
    }
}
