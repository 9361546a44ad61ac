package io.identitystitch.jdbc;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The owners of one person as a table to join facts to: a root, and with the moment of its merge all that it absorbed. */
final class Members {
    private final Table<?> table;
    private final Field<UUID> owner;
    private final Field<Instant> mergedAt;

    Members(Tables tables, int tenant, UUID root) {
        Tables.Redirect redirect = tables.redirect.as("r");
        table = DSL.select(
                        DSL.cast(DSL.val(root), SQLDataType.UUID).as("member"),
                        DSL.castNull(SQLDataType.INSTANT).as("absorbed_at"))
                .unionAll(DSL.select(redirect.absorbed, redirect.mergedAt)
                        .from(redirect)
                        .where(redirect.tenant.eq(tenant).and(redirect.root.eq(root))))
                .asTable("m");
        owner = DSL.field(DSL.name("m", "member"), SQLDataType.UUID);
        mergedAt = DSL.field(DSL.name("m", "absorbed_at"), SQLDataType.INSTANT);
    }

    Table<?> table() {
        return table;
    }

    Field<UUID> owner() {
        return owner;
    }

    /** Null for the root. */
    Field<Instant> mergedAt() {
        return mergedAt;
    }
}
