package io.identitystitch.jdbc;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectFromStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The owners of one person as a table to join facts to: a root, and with the moment of its merge all that it absorbed. */
final class Members {
    private final int tenant;
    private final Table<?> table;
    private final Field<UUID> owner;
    private final Field<Instant> mergedAt;

    Members(Tables tables, int tenant, UUID root) {
        this.tenant = tenant;
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

    /**
     * The owners with their facts. By an outer join, for H2 would else begin with the facts of everybody as soon as its
     * statistics make that look cheap.
     */
    <R extends Record> SelectConditionStep<R> join(
            SelectFromStep<R> select, Table<?> facts, Field<Integer> factTenant, Field<UUID> factOwner) {
        return select.from(table)
                .leftJoin(facts)
                .on(factTenant.eq(tenant).and(factOwner.eq(owner)))
                .where(factOwner.isNotNull());
    }

    /** The owners alone. */
    Table<?> table() {
        return table;
    }

    /** That a column names none of the owners. */
    Condition lacks(Field<UUID> column) {
        return column.notIn(DSL.select(owner).from(table));
    }

    Field<UUID> owner() {
        return owner;
    }

    /** Null for the root. */
    Field<Instant> mergedAt() {
        return mergedAt;
    }
}
