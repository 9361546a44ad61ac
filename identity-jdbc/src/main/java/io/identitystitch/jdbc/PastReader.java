package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.PastIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.spi.PastOwners;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Profiles as they were at a moment. */
final class PastReader {
    private static final int CHUNK = 200;

    private final Reading reading;
    private final Tables tables;
    private final DSLContext dsl;
    private final int tenant;
    private final Instant at;

    PastReader(Reading reading, Instant at) {
        this.reading = reading;
        this.tables = reading.tables();
        this.dsl = reading.dsl();
        this.tenant = reading.tenant();
        this.at = at;
    }

    PastOwners read(Collection<ProfileId> asked, int most) throws SQLException {
        TreeSet<ProfileId> owners = new TreeSet<>();
        Map<MergeId, MergeRecord> merges = new LinkedHashMap<>();
        List<PastIdentifier> identifiers = new ArrayList<>();
        for (List<UUID> ids : Chunks.uuids(new TreeSet<>(asked), CHUNK)) {
            Tables.Profile profile = tables.profile;
            List<UUID> existing = dsl.select(profile.id)
                    .from(profile)
                    .where(Chunks.has(profile.tenant, profile.id, tenant, ids))
                    .and(profile.createdAt.le(at))
                    .fetch(profile.id);
            if (!existing.isEmpty()) {
                existing.forEach(id -> owners.add(new ProfileId(id)));
                Tables.EdgeTable edge = tables.edge;
                for (List<UUID> some : Chunks.of(existing, Chunks.ofPrefixes(dsl, CHUNK))) {
                    merges(edge, edge.ownerA, some, merges);
                    merges(edge, edge.ownerB, some, merges);
                    held(some, most, identifiers);
                    heldBefore(some, most, identifiers);
                }
            }
        }
        return new PastOwners(
                List.copyOf(owners),
                List.copyOf(merges.values()),
                identifiers.stream().sorted().limit(most).toList());
    }

    private void merges(
            Tables.EdgeTable edge, TableField<Record, UUID> owner, List<UUID> ids, Map<MergeId, MergeRecord> merges)
            throws SQLException {
        for (Record row : dsl.select(edge.fields())
                .from(edge)
                .where(Chunks.has(edge.tenant, owner, tenant, ids))
                .and(edge.mergedAt.le(at))
                .and(edge.undoneAt.isNull().or(edge.undoneAt.gt(at)))
                .fetch()) {
            MergeRecord merge = StewardRows.merge(edge, reading.names(), reading.connection(), row);
            merges.put(merge.id(), merge);
        }
    }

    private void held(List<UUID> owners, int most, List<PastIdentifier> found) throws SQLException {
        Tables.Link link = tables.link;
        for (Record row : dsl.select(link.type, link.digest, link.owner, link.linkedAt, link.valueKey, link.valueBytes)
                .from(link)
                .where(Chunks.has(link.tenant, link.owner, tenant, owners))
                .and(link.linkedAt.le(at))
                .orderBy(link.linkedAt, link.type, link.digest)
                .limit(most)
                .fetch()) {
            found.add(identifier(row, link.type, link.digest, link.owner, row.get(link.linkedAt), link));
        }
    }

    /** What version 1 closed does not say when it was linked: then it counts from its event time on. */
    private void heldBefore(List<UUID> owners, int most, List<PastIdentifier> found) throws SQLException {
        Tables.Interval interval = tables.interval.as("v");
        Tables.Link link = tables.link.as("i");
        Field<Instant> since =
                DSL.coalesce(interval.linkedAt, interval.heldFrom).as("since");
        for (Record row : dsl.select(interval.type, interval.digest, interval.owner, link.valueKey, link.valueBytes)
                .select(since)
                .from(interval)
                .leftJoin(link)
                .on(isSame(interval, link))
                .where(Chunks.has(interval.tenant, interval.owner, tenant, owners))
                .and(DSL.coalesce(interval.linkedAt, interval.heldFrom).le(at))
                .and(interval.closedAt.gt(at))
                .orderBy(since, interval.type, interval.digest)
                .limit(most)
                .fetch()) {
            found.add(identifier(row, interval.type, interval.digest, interval.owner, row.get(since), link));
        }
    }

    private static Condition isSame(Tables.Interval interval, Tables.Link link) {
        return link.tenant.eq(interval.tenant).and(link.type.eq(interval.type)).and(link.digest.eq(interval.digest));
    }

    private PastIdentifier identifier(
            Record row, Field<Short> type, Field<byte[]> digest, Field<UUID> owner, Instant since, Tables.Link link)
            throws SQLException {
        IdentifierKey key = reading.key(row.get(type), row.get(digest));
        return new PastIdentifier(
                key,
                reading.value(key, row.get(link.valueKey), row.get(link.valueBytes)),
                new ProfileId(row.get(owner)),
                since);
    }

    /** The profile that had an identifier. */
    Optional<ProfileId> holder(short type, byte[] digest) {
        Tables.Link link = tables.link;
        Tables.Interval interval = tables.interval;
        return dsl.select(link.owner)
                .from(link)
                .where(link.tenant.eq(tenant).and(link.type.eq(type)).and(link.digest.eq(digest)))
                .and(link.owner.isNotNull())
                .and(link.linkedAt.le(at))
                .unionAll(dsl.select(interval.owner)
                        .from(interval)
                        .where(interval.tenant
                                .eq(tenant)
                                .and(interval.type.eq(type))
                                .and(interval.digest.eq(digest)))
                        .and(DSL.coalesce(interval.linkedAt, interval.heldFrom).le(at))
                        .and(interval.closedAt.gt(at)))
                .limit(1)
                .fetchOptional(link.owner)
                .map(ProfileId::new);
    }
}
