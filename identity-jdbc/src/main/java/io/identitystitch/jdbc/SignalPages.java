package io.identitystitch.jdbc;

import io.identitystitch.model.Cursor;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The lists of signals, page by page. Thread-safe. */
final class SignalPages {
    private static final String JOURNEY = "journey";
    private static final String REPLAY = "replay";
    private static final String PARKED = "parked";

    /** No transaction that is still to commit has a lower number than this one. */
    private static final String SETTLED = "xid < pg_snapshot_xmin(pg_current_snapshot())";

    private final Database database;
    private final Tables tables;
    private final ValueCodec codec;
    private final SignalAccess access;

    SignalPages(Database database, ValueCodec codec, SignalAccess access) {
        this.database = database;
        this.tables = database.tables();
        this.codec = codec;
        this.access = access;
    }

    Page<SignalRecord> journey(TenantId tenantId, ProfileId id, PageRequest page) {
        return access.call(connection -> {
            Integer tenant = access.tenant(connection, tenantId);
            UUID root = tenant == null ? null : root(connection, tenant, id.value());
            Cursors.Parts after = page.after()
                    .map(cursor -> Cursors.parts(cursor, JOURNEY, tenantId, 2))
                    .orElse(null);
            // A cursor stays good when its person is merged: it may name any profile of the person.
            if (after != null
                    && (tenant == null
                            || root == null
                            || !root.equals(root(connection, tenant, Positions.uuid(after.subject()))))) {
                throw Cursors.refusal();
            }
            if (tenant == null || root == null) {
                return new Page<SignalRecord>(List.of(), Optional.empty());
            }
            DSLContext dsl = access.on(connection);
            SignalTable signal = tables.signal.as("s");
            SignalRows reader = new SignalRows(codec, tenantId, signal);
            List<SignalRecord> found =
                    journey(dsl, tenant, root, signal, after, page.limit() + 1).map(reader::read);
            return Pages.cut(found, page, last -> {
                var what = last.signal();
                return Cursors.of(
                        JOURNEY,
                        tenantId,
                        root.toString(),
                        Positions.of(what.occurredAt()),
                        Positions.of(what.contentHash().bytes()));
            });
        });
    }

    private Result<? extends Record> journey(
            DSLContext dsl, int tenant, UUID root, SignalTable signal, Cursors.@Nullable Parts after, int most) {
        Condition beyond = after == null
                ? DSL.noCondition()
                : beyond(
                        signal.occurredAt,
                        Positions.moment(after.position().get(0)),
                        signal.contentHash,
                        Positions.bytes(after.position().get(1)));
        Members members = new Members(tables, tenant, root);
        if (database.dialect() == Dialect.H2) {
            return members.join(dsl.select(signal.fields()), signal, signal.tenant, signal.owner)
                    .and(beyond)
                    .orderBy(signal.occurredAt, signal.contentHash)
                    .limit(most)
                    .fetch();
        }
        // Of each owner no more than the page can take, so that a long journey is not read from end to end for each
        // page of it.
        Table<?> some = DSL.lateral(DSL.select(signal.fields())
                        .from(signal)
                        .where(signal.tenant.eq(tenant))
                        .and(signal.owner.eq(members.owner()))
                        .and(beyond)
                        .orderBy(signal.occurredAt, signal.contentHash)
                        .limit(most))
                .as("s");
        return dsl.select(signal.fields())
                .from(members.table())
                .crossJoin(some)
                .orderBy(signal.occurredAt, signal.contentHash)
                .limit(most)
                .fetch();
    }

    /** In two parts of which the first bounds the rows of an index on both databases. */
    private static Condition beyond(Field<Instant> at, Instant moment, Field<byte[]> hash, byte[] digest) {
        return at.ge(moment).and(at.gt(moment).or(hash.gt(digest)));
    }

    private @Nullable UUID root(Connection connection, int tenant, UUID id) {
        Record2<UUID, Instant> row = PersonReader.answersFor(database, connection, tenant, id);
        return row == null ? null : row.value1();
    }

    Page<SignalRecord> replay(TenantId tenantId, PageRequest page) {
        List<String> after = page.after()
                .map(cursor -> Cursors.parts(cursor, REPLAY, tenantId, 2).position())
                .orElse(null);
        return access.call(connection -> {
            Integer tenant = access.tenant(connection, tenantId);
            SignalTable signal = tables.signal.as("s");
            SignalRows reader = new SignalRows(codec, tenantId, signal);
            Field<String> place = place();
            List<SignalRecord> found = new ArrayList<>();
            Cursor next = null;
            for (Record row : tenant == null
                    ? List.<Record>of()
                    : replay(access.on(connection), tenant, signal, place, after, page.limit())) {
                found.add(reader.read(row));
                next = Cursors.of(
                        REPLAY,
                        tenantId,
                        "",
                        Objects.requireNonNull(row.get(place)),
                        Positions.of(row.get(signal.contentHash)));
            }
            return new Page<>(found, Optional.ofNullable(next));
        });
    }

    private Field<String> place() {
        String column = database.dialect() == Dialect.H2 ? "s.seq" : "s.xid";
        return DSL.field("cast(" + column + " as varchar)", SQLDataType.VARCHAR).as("place");
    }

    private Result<? extends Record> replay(
            DSLContext dsl,
            int tenant,
            SignalTable signal,
            Field<String> place,
            @Nullable List<String> after,
            int most) {
        Condition these = signal.tenant.eq(tenant);
        long number = after == null ? 0 : Positions.number(after.get(0));
        byte[] hash = after == null ? new byte[0] : Positions.bytes(after.get(1));
        if (database.dialect() == Dialect.H2) {
            // One writer at a time in a tenant: the numbers are in the order of the commits.
            return dsl.select(signal.fields())
                    .select(place)
                    .from(signal)
                    .where(these)
                    .and("s.seq > ?", number)
                    .orderBy(signal.tenant, DSL.field("s.seq"))
                    .limit(most)
                    .fetch();
        }
        if (after != null) {
            these = these.and(
                    "(s.xid, s.content_hash) > (cast(cast(? as text) as xid8), cast(? as bytea))",
                    Long.toString(number),
                    hash);
        }
        return dsl.select(signal.fields())
                .select(place)
                .from(signal)
                .where(these)
                .and("s." + SETTLED)
                .orderBy(DSL.field("s.xid"), signal.contentHash)
                .limit(most)
                .fetch();
    }

    Page<ParkedSignal> parked(TenantId tenantId, PageRequest page) {
        OpenSignalTable open = tables.openSignal.as("o");
        SignalTable signal = tables.signal.as("s");
        Condition beyond = page.after()
                .map(cursor -> {
                    List<String> after =
                            Cursors.parts(cursor, PARKED, tenantId, 2).position();
                    return beyond(
                            open.parkedAt,
                            Positions.moment(after.get(0)),
                            open.contentHash,
                            Positions.bytes(after.get(1)));
                })
                .orElse(DSL.noCondition());
        return access.call(connection -> {
            Integer tenant = access.tenant(connection, tenantId);
            SignalRows reader = new SignalRows(codec, tenantId, signal);
            List<ParkedSignal> found = new ArrayList<>();
            if (tenant != null) {
                for (Record row : access.on(connection)
                        .select(open.attempts, open.parkedAt, open.error)
                        .select(signal.fields())
                        .from(open)
                        .join(signal)
                        .on(signal.tenant.eq(open.tenant).and(signal.contentHash.eq(open.contentHash)))
                        .where(open.tenant.eq(tenant))
                        // Not as null or not null, for which H2 does not use the index.
                        .and(open.parkedAt.ge(Instant.EPOCH))
                        .and(beyond)
                        // As the index has it, or H2 sorts all of them.
                        .orderBy(open.tenant, open.parkedAt, open.contentHash)
                        .limit(page.limit() + 1)
                        .fetch()) {
                    found.add(new ParkedSignal(
                            reader.read(row),
                            row.get(open.attempts),
                            row.get(open.parkedAt),
                            Objects.requireNonNullElse(row.get(open.error), "")));
                }
            }
            return Pages.cut(
                    found,
                    page,
                    last -> Cursors.of(
                            PARKED,
                            tenantId,
                            "",
                            Positions.of(last.parkedAt()),
                            Positions.of(last.record().signal().contentHash().bytes())));
        });
    }
}
