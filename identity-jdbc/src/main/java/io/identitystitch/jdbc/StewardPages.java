package io.identitystitch.jdbc;

import io.identitystitch.model.Act;
import io.identitystitch.model.ActId;
import io.identitystitch.model.Cursor;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The lists that stewards read, page by page. Thread-safe where the access is. */
final class StewardPages {
    private static final String MERGES = "merges";
    private static final String ACTS = "acts";
    private static final Comparator<Act> IN_ORDER = Comparator.comparing(Act::at)
            .thenComparing(act -> new ProfileId(act.id().value()));

    private final Database database;
    private final Tables tables;
    private final Access access;

    StewardPages(Database database, Access access) {
        this.database = database;
        this.tables = database.tables();
        this.access = access;
    }

    Page<MergeRecord> merges(TenantId tenantId, ProfileId id, PageRequest page) {
        Tables.EdgeTable edge = tables.edge.as("e");
        return access.read(connection -> {
            Integer tenant = access.names().tenant(connection, tenantId);
            UUID root = tenant == null ? null : root(connection, tenant, id);
            Condition after = after(connection, MERGES, tenantId, tenant, root, page, edge.mergedAt, edge.id);
            List<MergeRecord> found = new ArrayList<>();
            if (tenant != null && root != null) {
                // Both owners of a merge that holds belong to the person, so one of them finds it.
                for (Record row : new Members(tables, tenant, root)
                        .join(database.on(connection, 0).select(edge.fields()), edge, edge.tenant, edge.ownerA)
                        .and(edge.undoneAt.isNull())
                        .and(after)
                        .orderBy(edge.mergedAt, edge.id)
                        .limit(page.limit() + 1)
                        .fetch()) {
                    found.add(StewardRows.merge(edge, access.names(), connection, row));
                }
            }
            return Pages.cut(
                    found,
                    page,
                    last -> cursor(
                            MERGES, tenantId, root, last.mergedAt(), last.id().value()));
        });
    }

    Page<Act> acts(TenantId tenantId, ProfileId id, PageRequest page) {
        ActTable act = tables.act.as("a");
        return access.read(connection -> {
            Integer tenant = access.names().tenant(connection, tenantId);
            UUID root = tenant == null ? null : root(connection, tenant, id);
            Condition after = after(connection, ACTS, tenantId, tenant, root, page, act.at, act.id);
            Map<ActId, Act> found = new LinkedHashMap<>();
            if (tenant != null && root != null) {
                for (Field<UUID> owner : List.of(act.ownerA, act.ownerB)) {
                    for (Record row : new Members(tables, tenant, root)
                            .join(database.on(connection, 0).select(act.fields()), act, act.tenant, owner)
                            .and(after)
                            .orderBy(act.at, act.id)
                            .limit(page.limit() + 1)
                            .fetch()) {
                        Act one = StewardRows.act(act, access.names(), connection, row);
                        found.put(one.id(), one);
                    }
                }
            }
            List<Act> sorted = found.values().stream()
                    .sorted(IN_ORDER)
                    .limit(page.limit() + 1L)
                    .toList();
            return Pages.cut(
                    sorted,
                    page,
                    last -> cursor(ACTS, tenantId, root, last.at(), last.id().value()));
        });
    }

    Optional<LinkRecord> link(Connection connection, int tenant, short type, IdentifierKey key) throws SQLException {
        Tables.Link link = tables.link;
        Record row = database.on(connection, 0)
                .select(link.owner, link.viaType, link.viaDigest, link.source, link.firstSeenAt, link.linkedAt)
                .from(link)
                .where(link.tenant
                        .eq(tenant)
                        .and(link.type.eq(type))
                        .and(link.digest.eq(key.digest().bytes())))
                .fetchOne();
        UUID owner = row == null ? null : row.get(link.owner);
        if (row == null || owner == null) {
            return Optional.empty();
        }
        return Optional.of(new LinkRecord(
                key,
                new ProfileId(owner),
                StewardRows.key(access.names(), connection, row.get(link.viaType), row.get(link.viaDigest)),
                LinkSource.ofWireName(row.get(link.source)),
                row.get(link.firstSeenAt),
                row.get(link.linkedAt)));
    }

    private @Nullable UUID root(Connection connection, int tenant, ProfileId id) {
        Record2<UUID, Instant> row = PersonReader.answersFor(database, connection, tenant, id.value());
        return row == null ? null : row.value1();
    }

    private static Cursor cursor(String list, TenantId tenant, @Nullable UUID root, Instant at, UUID id) {
        return Cursors.of(list, tenant, String.valueOf(root), Positions.of(at), id);
    }

    /** A cursor stays good when its person is merged: it may name any profile of the person. */
    private Condition after(
            Connection connection,
            String list,
            TenantId tenantId,
            @Nullable Integer tenant,
            @Nullable UUID root,
            PageRequest page,
            Field<Instant> at,
            Field<UUID> id) {
        if (page.after().isEmpty()) {
            return DSL.noCondition();
        }
        Cursors.Parts parts = Cursors.parts(page.after().get(), list, tenantId, 2);
        ProfileId subject = new ProfileId(Positions.uuid(parts.subject()));
        if (tenant == null || root == null || !root.equals(root(connection, tenant, subject))) {
            throw Cursors.refusal();
        }
        Instant moment = Positions.moment(parts.position().get(0));
        return at.gt(moment)
                .or(at.eq(moment).and(id.gt(Positions.uuid(parts.position().get(1)))));
    }
}
