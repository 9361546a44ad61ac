package io.identitystitch.jdbc;

import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.spi.PersonRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Every record of one person, read by a cursor, so that its size does not matter. */
final class PersonExport {
    private static final int FETCH = 500;

    private final Reading reading;
    private final Tables tables;
    private final DSLContext dsl;
    private final Members members;
    private final Consumer<? super PersonRecord> records;

    /** A row as a record. */
    private interface Reader {
        PersonRecord read(Record row) throws SQLException;
    }

    PersonExport(Reading reading, Members members, Consumer<? super PersonRecord> records) {
        this.reading = reading;
        this.tables = reading.tables();
        this.dsl = reading.dsl();
        this.members = members;
        this.records = records;
    }

    void run() throws SQLException {
        profiles();
        identifiers();
        intervals();
        facts();
        evidence();
        merges();
        decisions();
        backfills();
        signals();
    }

    private void profiles() throws SQLException {
        Tables.Profile profile = tables.profile.as("f");
        Reader reader = row -> {
            boolean isRoot = row.get(members.mergedAt()) == null;
            return new PersonRecord.Member(
                    new ProfileId(row.get(profile.id)),
                    row.get(profile.createdAt),
                    Optional.ofNullable(row.get(members.mergedAt())),
                    isRoot && row.get(profile.known),
                    isRoot && row.get(profile.locked));
        };
        List<OrderField<?>> rootFirst =
                List.of(DSL.when(members.mergedAt().isNull(), 0).otherwise(1), members.mergedAt(), profile.id);
        each(profile, profile.tenant, profile.id, List.of(members.mergedAt()), DSL.noCondition(), rootFirst, reader);
    }

    private void identifiers() throws SQLException {
        Tables.Link link = tables.link.as("f");
        each(
                link,
                link.tenant,
                List.of(link.owner),
                List.of(link.linkedAt),
                row -> new PersonRecord.Held(
                        reading.identifier(row, link),
                        row.get(link.heldSince),
                        Optional.ofNullable(row.get(link.signedInAt)),
                        keyOrEmpty(row.get(link.viaType), row.get(link.viaDigest))));
    }

    private void intervals() throws SQLException {
        Tables.Interval interval = tables.interval.as("f");
        Tables.Link link = tables.link.as("i");
        Condition same =
                link.tenant.eq(interval.tenant).and(link.type.eq(interval.type)).and(link.digest.eq(interval.digest));
        Field<String> valueKey =
                DSL.field(dsl.select(link.valueKey).from(link).where(same)).as("value_key");
        Field<byte[]> value =
                DSL.field(dsl.select(link.valueBytes).from(link).where(same)).as("value_bytes");
        Reader reader = row -> {
            IdentifierKey key = reading.key(row.get(interval.type), row.get(interval.digest));
            return new PersonRecord.HeldBefore(
                    key,
                    reading.value(key, row.get(valueKey), row.get(value)),
                    new ProfileId(row.get(interval.owner)),
                    row.get(interval.heldFrom),
                    row.get(interval.heldUntil),
                    Optional.ofNullable(row.get(interval.linkedAt)),
                    row.get(interval.closedAt));
        };
        each(
                interval,
                interval.tenant,
                interval.owner,
                List.of(valueKey, value),
                DSL.noCondition(),
                List.of(interval.closedAt),
                reader);
    }

    private void facts() throws SQLException {
        Tables.TraitTable trait = tables.trait.as("f");
        each(
                trait,
                trait.tenant,
                List.of(trait.owner),
                List.of(trait.at),
                row -> new PersonRecord.OwnedTrait(
                        new ProfileId(row.get(trait.owner)),
                        new Trait(row.get(trait.name), JsonText.parse(row.get(trait.valueJson)), row.get(trait.at)),
                        CameWith.read(reading.names(), reading.connection(), row.get(trait.cameWith))));
        Tables.TouchTable touch = tables.touch.as("f");
        each(
                touch,
                touch.tenant,
                List.of(touch.owner),
                List.of(touch.occurredAt, touch.eventId),
                row -> new PersonRecord.OwnedTouch(
                        new ProfileId(row.get(touch.owner)),
                        new Touch(
                                row.get(touch.eventId),
                                row.get(touch.occurredAt),
                                row.get(touch.attributed),
                                new TreeMap<>(StringMaps.read(row.get(touch.fields)))),
                        CameWith.read(reading.names(), reading.connection(), row.get(touch.cameWith)),
                        row.get(touch.recordedAt)));
    }

    private void evidence() throws SQLException {
        Tables.Evidence evidence = tables.evidence.as("f");
        each(
                evidence,
                evidence.tenant,
                List.of(evidence.owner),
                List.of(evidence.firstSeenAt),
                row -> new PersonRecord.Evidence(new DeviceEvidence(
                        reading.key(row.get(evidence.type), row.get(evidence.digest)),
                        new ProfileId(row.get(evidence.owner)),
                        keyOrEmpty(row.get(evidence.seenType), row.get(evidence.seenDigest)),
                        row.get(evidence.confidence),
                        row.get(evidence.firstSeenAt),
                        row.get(evidence.lastSeenAt),
                        Optional.ofNullable(row.get(evidence.expiresAt)))));
    }

    private void merges() throws SQLException {
        Tables.EdgeTable edge = tables.edge.as("f");
        each(
                edge,
                edge.tenant,
                List.of(edge.ownerA, edge.ownerB),
                List.of(edge.mergedAt),
                row -> new PersonRecord.Merge(StewardRows.merge(edge, reading.names(), reading.connection(), row)));
    }

    private void decisions() throws SQLException {
        Tables.NeverLinkTable pair = tables.neverLink.as("f");
        each(
                pair,
                pair.tenant,
                List.of(pair.ownerLow, pair.ownerHigh),
                List.of(pair.createdAt),
                row -> new PersonRecord.Apart(new KeptApart(
                        new ProfileId(row.get(pair.ownerLow)),
                        new ProfileId(row.get(pair.ownerHigh)),
                        row.get(pair.reason),
                        Optional.ofNullable(row.get(pair.decidedBy)),
                        row.get(pair.createdAt))));
        Tables.Conflict conflict = tables.conflict.as("f");
        each(
                conflict,
                conflict.tenant,
                List.of(conflict.ownerLow, conflict.ownerHigh),
                List.of(conflict.createdAt),
                row -> new PersonRecord.Conflict(
                        StewardRows.conflict(conflict, reading.names(), reading.connection(), row),
                        Optional.ofNullable(row.get(conflict.mergeId)).map(MergeId::new)));
        ActTable act = tables.act.as("f");
        each(
                act,
                act.tenant,
                List.of(act.ownerA, act.ownerB),
                List.of(act.at, act.id),
                row -> new PersonRecord.Done(StewardRows.act(act, reading.names(), reading.connection(), row)));
    }

    private void backfills() throws SQLException {
        BackfillTable backfill = tables.backfill.as("f");
        each(
                backfill,
                backfill.tenant,
                List.of(backfill.owner),
                List.of(backfill.startedAt, backfill.id),
                row -> reading.backfill(row, backfill));
    }

    private void signals() throws SQLException {
        SignalTable signal = tables.signal.as("f");
        SignalPayload payload = new SignalPayload(reading.codec(), reading.tenantId());
        each(
                signal,
                signal.tenant,
                List.of(signal.owner),
                List.of(signal.occurredAt, signal.contentHash),
                row -> new PersonRecord.OwnedSignal(
                        new ProfileId(row.get(signal.owner)),
                        Digest.of(row.get(signal.contentHash)),
                        row.get(signal.type),
                        Optional.ofNullable(row.get(signal.eventId)),
                        row.get(signal.occurredAt),
                        row.get(signal.receivedAt),
                        row.get(signal.stagedAt),
                        row.get(signal.rehydrated),
                        payload.read(row.get(signal.contentHash), row.get(signal.valueKey), row.get(signal.valueBytes)),
                        CameWith.read(reading.names(), reading.connection(), row.get(signal.cameWith))));
    }

    /** A row that names two owners of the person is given once. */
    private void each(
            Table<Record> table,
            TableField<Record, Integer> tenant,
            List<TableField<Record, UUID>> owners,
            List<OrderField<?>> order,
            Reader reader)
            throws SQLException {
        Condition notYet = DSL.noCondition();
        for (TableField<Record, UUID> owner : owners) {
            each(table, tenant, owner, List.of(), notYet, order, reader);
            notYet = notYet.and(members.lacks(owner));
        }
    }

    private void each(
            Table<Record> table,
            TableField<Record, Integer> tenant,
            TableField<Record, UUID> owner,
            List<Field<?>> more,
            Condition condition,
            List<OrderField<?>> order,
            Reader reader)
            throws SQLException {
        try (Cursor<Record> rows = members.join(dsl.select(table.fields()).select(more), table, tenant, owner)
                .and(condition)
                .orderBy(order)
                .fetchSize(FETCH)
                .fetchLazy()) {
            while (rows.hasNext()) {
                records.accept(reader.read(rows.fetchNext()));
            }
        }
    }

    private Optional<IdentifierKey> keyOrEmpty(@Nullable Short type, byte @Nullable [] digest) throws SQLException {
        return StewardRows.key(reading.names(), reading.connection(), type, digest);
    }
}
