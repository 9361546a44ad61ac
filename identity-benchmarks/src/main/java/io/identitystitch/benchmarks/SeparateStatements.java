package io.identitystitch.benchmarks;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Baseline (b): the same behaviour on the same tables as a transaction of separate statements, as an application has it. */
final class SeparateStatements implements AutoCloseable {
    static final String SCHEMA = "separate";

    private static final Table<Record> PROFILE = table(name("profile"));
    private static final Field<UUID> ID = field(name("id"), SQLDataType.UUID);
    private static final Field<String> EMAIL = field(name("email"), SQLDataType.VARCHAR);
    private static final Field<String> STATUS = field(name("status"), SQLDataType.VARCHAR);

    private static final Table<Record> IDENTITY = table(name("profile_identity"));
    private static final Field<String> TYPE = field(name("identity_type"), SQLDataType.VARCHAR);
    private static final Field<String> VALUE = field(name("identity_value"), SQLDataType.VARCHAR);
    private static final Field<UUID> PROFILE_ID = field(name("profile_id"), SQLDataType.UUID);
    private static final Field<OffsetDateTime> LAST_SEEN =
            field(name("last_seen_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<OffsetDateTime> UPDATED = field(name("updated_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);

    private final Pool pool;
    private final DSLContext database;

    SeparateStatements(Pool pool) {
        this.pool = pool;
        database = DSL.using(pool.dataSource(), SQLDialect.POSTGRES);
    }

    Pool pool() {
        return pool;
    }

    UUID signIn(String email, String anonymousId) {
        return database.transactionResult(transaction -> signIn(transaction.dsl(), email, anonymousId));
    }

    private static UUID signIn(DSLContext sql, String email, String anonymousId) {
        UUID known = find(sql, "email", email);
        UUID anonymous = find(sql, "anonymous_id", anonymousId);
        if (known != null && anonymous != null) {
            if (!known.equals(anonymous)) {
                merge(sql, known, anonymous);
            } else {
                touch(sql, "email", email);
                touch(sql, "anonymous_id", anonymousId);
            }
            return known;
        }
        if (anonymous != null) {
            sql.update(PROFILE)
                    .set(EMAIL, email)
                    .set(STATUS, "subscribed")
                    .set(UPDATED, currentOffsetDateTime())
                    .where(ID.eq(anonymous))
                    .execute();
            link(sql, "email", email, anonymous);
            touch(sql, "anonymous_id", anonymousId);
            return anonymous;
        }
        if (known != null) {
            link(sql, "anonymous_id", anonymousId, known);
            touch(sql, "email", email);
            return known;
        }
        UUID created = create(sql, email, "subscribed");
        link(sql, "email", email, created);
        link(sql, "anonymous_id", anonymousId, created);
        return created;
    }

    UUID visit(String anonymousId) {
        return database.transactionResult(transaction -> {
            DSLContext sql = transaction.dsl();
            UUID known = find(sql, "anonymous_id", anonymousId);
            if (known != null) {
                touch(sql, "anonymous_id", anonymousId);
                return known;
            }
            UUID created = create(sql, null, "anonymous");
            link(sql, "anonymous_id", anonymousId, created);
            return created;
        });
    }

    private static @Nullable UUID find(DSLContext sql, String type, String value) {
        return sql.select(PROFILE_ID).from(IDENTITY).where(is(type, value)).fetchOne(PROFILE_ID);
    }

    private static void touch(DSLContext sql, String type, String value) {
        sql.update(IDENTITY)
                .set(LAST_SEEN, currentOffsetDateTime())
                .set(UPDATED, currentOffsetDateTime())
                .where(is(type, value))
                .execute();
    }

    private static void merge(DSLContext sql, UUID known, UUID anonymous) {
        sql.update(IDENTITY)
                .set(PROFILE_ID, known)
                .set(UPDATED, currentOffsetDateTime())
                .where(PROFILE_ID.eq(anonymous))
                .execute();
        sql.update(PROFILE)
                .set(STATUS, coalesce(val((String) null), STATUS))
                .set(UPDATED, currentOffsetDateTime())
                .where(ID.eq(known))
                .execute();
        sql.deleteFrom(PROFILE).where(ID.eq(anonymous)).execute();
    }

    private static UUID create(DSLContext sql, @Nullable String email, String status) {
        UUID id = UUID.randomUUID();
        sql.insertInto(PROFILE)
                .set(ID, id)
                .set(EMAIL, email)
                .set(STATUS, status)
                .execute();
        return id;
    }

    private static void link(DSLContext sql, String type, String value, UUID profile) {
        sql.insertInto(IDENTITY)
                .set(TYPE, type)
                .set(VALUE, value)
                .set(PROFILE_ID, profile)
                .execute();
    }

    private static Condition is(String type, String value) {
        return TYPE.eq(type).and(VALUE.eq(value));
    }

    @Override
    public void close() {
        pool.close();
    }
}
