package io.identitystitch.jdbc;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Writing and reading the rows of cold signals, in a transaction or a statement of the caller's. Thread-safe. */
final class ColdRows {
    /** As early and as late as PostgreSQL and H2 can compare with, and far beyond every signal. */
    private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+200000-01-01T00:00:00Z");

    /** How many rows, and about how many bytes of bodies, go into a statement. */
    private static final int MOST_ROWS = 500;

    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final ColdSignalTable signals;
    private final ColdVisitorTable visitors;
    private final BlockCodec codec;
    private final LongSupplier ids;

    ColdRows(Tables tables, BlockCodec codec, LongSupplier ids) {
        this.signals = tables.coldSignal;
        this.visitors = tables.coldVisitor;
        this.codec = codec;
        this.ids = ids;
    }

    /** A moment that both databases can compare with. */
    static Instant clamped(Instant moment) {
        return moment.isBefore(EARLIEST) ? EARLIEST : moment.isAfter(LATEST) ? LATEST : moment;
    }

    /** What a body belongs to, for the codec: as in every other store. */
    static String where(TenantId tenant, Instant receivedAt) {
        return tenant + "/" + LocalDate.ofInstant(receivedAt, ZoneOffset.UTC);
    }

    /** Writes signals, all of whose types have numbers. */
    void append(DSLContext dsl, Names names, TenantId tenantId, int tenant, List<ColdSignal> appended)
            throws SQLException {
        Inserts rows = newRows();
        Inserts keys = newKeys();
        long bytes = 0;
        for (ColdSignal signal : appended) {
            byte[] of = ColdKeys.write(signal.visitors(), names);
            ColdBody body = ColdBody.of(signal, of, codec, where(tenantId, signal.receivedAt()));
            long id = ids.getAsLong();
            rows.add(
                    tenant,
                    signal.receivedAt(),
                    id,
                    signal.occurredAt(),
                    signal.contentHash().bytes(),
                    of,
                    body.form(),
                    body.length(),
                    body.checksum(),
                    body.stored());
            for (IdentifierKey each : signal.visitors()) {
                keys.add(tenant, names.knownType(each.type()), each.digest().bytes(), signal.receivedAt(), id);
            }
            bytes += body.stored().length;
            if (rows.size() >= MOST_ROWS || keys.size() >= MOST_ROWS || bytes >= MOST_BYTES) {
                insert(dsl, rows);
                insert(dsl, keys);
                rows = newRows();
                keys = newKeys();
                bytes = 0;
            }
        }
        insert(dsl, rows);
        insert(dsl, keys);
    }

    private Inserts newRows() {
        return Inserts.into(
                signals,
                signals.tenant,
                signals.receivedAt,
                signals.id,
                signals.occurredAt,
                signals.contentHash,
                signals.visitors,
                signals.form,
                signals.length,
                signals.checksum,
                signals.body);
    }

    private Inserts newKeys() {
        return Inserts.into(
                visitors, visitors.tenant, visitors.type, visitors.digest, visitors.receivedAt, visitors.signal);
    }

    /** A row whose random id another one of the same moment has would be left out; the transaction then runs again. */
    private static void insert(DSLContext dsl, Inserts rows) throws SQLException {
        if (rows.run(dsl) < rows.size()) {
            throw new SQLException("two cold signals have one id", SqlStates.DUPLICATE);
        }
    }

    /**
     * Some signals of one visitor in the order of receipt.
     *
     * @param after the last that was read before; null for none
     */
    List<Record> page(
            DSLContext dsl,
            int tenant,
            ColdKeys.Numbered visitor,
            ColdQuery query,
            @Nullable ColdPlace after,
            int rows) {
        Instant from = after == null ? clamped(query.receivedFrom()) : after.receivedAt();
        Condition next = after == null
                ? DSL.noCondition()
                : visitors.receivedAt.gt(after.receivedAt()).or(visitors.signal.gt(after.id()));
        return dsl.select(
                        signals.receivedAt,
                        signals.id,
                        signals.occurredAt,
                        signals.contentHash,
                        signals.visitors,
                        signals.form,
                        signals.length,
                        signals.checksum,
                        signals.body)
                .from(visitors)
                .join(signals)
                .on(signals.tenant.eq(visitors.tenant))
                .and(signals.receivedAt.eq(visitors.receivedAt))
                .and(signals.id.eq(visitors.signal))
                .where(isOf(tenant, visitor))
                .and(visitors.receivedAt.ge(from))
                .and(visitors.receivedAt.le(clamped(query.receivedTo())))
                .and(next)
                .and(signals.occurredAt.ge(clamped(query.occurredFrom())))
                .and(signals.occurredAt.le(clamped(query.occurredTo())))
                .orderBy(visitors.tenant, visitors.type, visitors.digest, visitors.receivedAt, visitors.signal)
                .limit(rows)
                .fetch(row -> row);
    }

    ColdPlace place(Record row) {
        return new ColdPlace(row.get(signals.receivedAt), row.get(signals.id));
    }

    /**
     * The visitors of a row.
     *
     * @throws IOException if the row is not what was stored
     */
    List<ColdKeys.Numbered> visitors(Record row) throws IOException {
        byte[] of = row.get(signals.visitors);
        if (row.get(signals.checksum) != ColdBody.checksum(row.get(signals.contentHash), of, row.get(signals.body))) {
            throw new IOException("a row has another checksum");
        }
        return ColdKeys.read(of);
    }

    int storedLength(Record row) {
        return row.get(signals.body).length;
    }

    /**
     * The signal of a row whose visitors were read.
     *
     * @throws IOException if it is not what was stored
     */
    ColdSignal signal(Record row, TenantId tenant, Set<IdentifierKey> of) throws IOException {
        Digest hash = Digest.of(row.get(signals.contentHash));
        Instant receivedAt = row.get(signals.receivedAt);
        ColdBody body = new ColdBody(
                row.get(signals.form), row.get(signals.length), row.get(signals.checksum), row.get(signals.body));
        byte[] opened = body.open(codec, where(tenant, receivedAt));
        return new ColdSignal(hash, row.get(signals.occurredAt), receivedAt, of, opened);
    }

    /** When the oldest signal of a tenant from before a moment was received. */
    Optional<Instant> oldest(DSLContext dsl, int tenant, Instant before) {
        return dsl.select(signals.receivedAt)
                .from(signals)
                .where(signals.tenant.eq(tenant))
                .and(signals.receivedAt.lt(before))
                .orderBy(signals.tenant, signals.receivedAt, signals.id)
                .limit(1)
                .fetchOptional(signals.receivedAt);
    }

    /** Deletes some of the signals that were received before a moment; says how many. */
    int deleteBefore(DSLContext dsl, int tenant, Instant before) {
        List<ColdPlace> places = dsl.select(signals.receivedAt, signals.id)
                .from(signals)
                .where(signals.tenant.eq(tenant))
                .and(signals.receivedAt.lt(before))
                .orderBy(signals.tenant, signals.receivedAt, signals.id)
                .limit(MOST_ROWS)
                .fetch(row -> new ColdPlace(row.value1(), row.value2()));
        delete(dsl, tenant, places, null);
        return places.size();
    }

    /**
     * Deletes some of the signals of a visitor.
     *
     * @return how many signals were deleted; -1 if there was nothing left to be looked at
     */
    int deleteOf(DSLContext dsl, int tenant, ColdKeys.Numbered visitor) {
        List<ColdPlace> places = dsl.select(visitors.receivedAt, visitors.signal)
                .from(visitors)
                .where(isOf(tenant, visitor))
                .orderBy(visitors.tenant, visitors.type, visitors.digest, visitors.receivedAt, visitors.signal)
                .limit(MOST_ROWS)
                .fetch(row -> new ColdPlace(row.value1(), row.value2()));
        return places.isEmpty() ? -1 : delete(dsl, tenant, places, visitor);
    }

    /** Locked in one order, so that two who delete the same wait and do not fail. */
    private int delete(DSLContext dsl, int tenant, List<ColdPlace> places, ColdKeys.@Nullable Numbered visitor) {
        if (places.isEmpty()) {
            return 0;
        }
        Condition these = DSL.row(signals.tenant, signals.receivedAt, signals.id)
                .in(places.stream()
                        .map(place -> DSL.row(tenant, place.receivedAt(), place.id()))
                        .toList());
        List<? extends Record> locked = dsl.select(signals.receivedAt, signals.id, signals.visitors)
                .from(signals)
                .where(these)
                .orderBy(signals.tenant, signals.receivedAt, signals.id)
                .forUpdate()
                .fetch();
        ColdVisitorRows rows = new ColdVisitorRows(visitors, tenant);
        locked.forEach(row -> rows.add(place(row), row.get(signals.visitors)));
        if (visitor != null) {
            places.forEach(place -> rows.add(place, visitor));
        }
        rows.delete(dsl, MOST_ROWS);
        return dsl.deleteFrom(signals).where(these).execute();
    }

    private Condition isOf(int tenant, ColdKeys.Numbered visitor) {
        return visitors.tenant
                .eq(tenant)
                .and(visitors.type.eq(visitor.type()))
                .and(visitors.digest.eq(visitor.digest().bytes()));
    }

    /** How many signals there are, and how many bytes their bodies take as stored. */
    Record2<Integer, Long> total(DSLContext dsl) {
        Field<Long> bytes = DSL.field("coalesce(sum(octet_length({0})), 0)", SQLDataType.BIGINT, signals.body);
        return dsl.select(DSL.count(), bytes).from(signals).fetchSingle();
    }

    /** The visitors of a query in their order. */
    static List<IdentifierKey> inOrder(Set<IdentifierKey> keys) {
        return List.copyOf(new TreeSet<>(keys));
    }
}
