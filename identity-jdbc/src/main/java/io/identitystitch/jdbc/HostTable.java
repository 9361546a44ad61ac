package io.identitystitch.jdbc;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectLimitPercentStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The host's table, as the catalogue has it. All names are quoted. Immutable and thread-safe.
 *
 * @param dialect of the database
 * @param table the table
 * @param key what tells rows apart
 * @param keyKind its type
 * @param anonymous has the anonymous id
 * @param user gets the user id
 * @param userKind its type
 * @param time has the event time, null for none
 * @param tenant has the tenant, null for none
 */
record HostTable(
        Dialect dialect,
        Table<Record> table,
        Field<Object> key,
        ColumnKind keyKind,
        Field<String> anonymous,
        Field<Object> user,
        ColumnKind userKind,
        @Nullable Field<Instant> time,
        @Nullable Field<String> tenant) {
    private static final int TOGETHER = 50;

    /**
     * What some rows came to.
     *
     * @param found how many were locked
     * @param stamped how many of them got the user id
     * @param last the last key, null where nothing was found
     */
    record Stamped(int found, int stamped, @Nullable Object last) {}

    /** Tells runs on other tables and columns apart. */
    String target() {
        return Stream.of(key, anonymous, user, time, tenant)
                .map(field -> field == null ? "" : field.getName())
                .collect(Collectors.joining(
                        ",", String.join(".", table.getQualifiedName().getName()) + "(", ")"));
    }

    /** Locks the next rows that nobody else has locked, in order of the key, and stamps them. */
    Stamped stamp(DSLContext dsl, String tenantName, Visitor visitor, Object userId, @Nullable Object after, int most) {
        Condition open = open(tenantName, visitor);
        SelectLimitPercentStep<?> next = dsl.select(key)
                .from(table)
                .where(after == null ? open : open.and(key.gt(after)))
                .orderBy(dialect == Dialect.H2 ? List.of(anonymous, key) : List.of(key))
                .limit(most);
        // On PostgreSQL rows that refer to these are not in the way, for their key stays. H2 takes the order from an
        // index only if
        // all of its columns are named.
        List<Object> keys = dialect == Dialect.H2
                ? next.forUpdate().skipLocked().fetch(key)
                : next.forNoKeyUpdate().skipLocked().fetch(key);
        if (keys.isEmpty()) {
            return new Stamped(0, 0, null);
        }
        int stamped =
                dsl.update(table).set(user, userId).where(among(keys)).and(open).execute();
        return new Stamped(keys.size(), stamped, keys.get(keys.size() - 1));
    }

    /** Whether a row is left, locked or not. */
    boolean isLeft(DSLContext dsl, String tenantName, List<Visitor> visitors) {
        for (List<Visitor> some : Chunks.of(visitors, TOGETHER)) {
            Condition open =
                    some.stream().map(visitor -> open(tenantName, visitor)).reduce(DSL.noCondition(), Condition::or);
            if (dsl.fetchExists(DSL.selectOne().from(table).where(open))) {
                return true;
            }
        }
        return false;
    }

    /** H2 has an index for a list, PostgreSQL one text for all arrays. */
    private Condition among(List<Object> keys) {
        if (dialect == Dialect.H2) {
            return key.in(keys);
        }
        Object[] array =
                keys.toArray((Object[]) Array.newInstance(key.getDataType().getType(), 0));
        return key.eq(DSL.any(array));
    }

    private Condition open(String tenantName, Visitor visitor) {
        Condition open = anonymous.eq(visitor.anonymousId()).and(user.isNull());
        if (tenant != null) {
            open = open.and(tenant.eq(tenantName));
        }
        if (time != null && visitor.from() != null) {
            open = open.and(time.ge(visitor.from()));
        }
        if (time != null && visitor.until() != null) {
            open = open.and(time.lt(visitor.until()));
        }
        return open;
    }
}
