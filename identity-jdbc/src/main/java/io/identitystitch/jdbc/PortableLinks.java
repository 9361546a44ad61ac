package io.identitystitch.jdbc;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The identifiers' rows of one commit. */
final class PortableLinks {
    private static final int CHUNK = 500;

    private final Tables tables;
    private final Tables.Link link;
    private final DSLContext dsl;
    private final Scope scope;
    private final ValueCodec codec;
    private final TenantId tenant;
    private final List<LinkChange> changes;
    private final Instant now;

    PortableLinks(Tables tables, DSLContext dsl, Scope scope, ValueCodec codec, ResolutionPlan plan, Instant now) {
        this.tables = tables;
        this.link = tables.link;
        this.dsl = dsl;
        this.scope = scope;
        this.codec = codec;
        this.tenant = plan.tenant();
        this.changes = plan.changes().links().stream()
                .sorted(Comparator.comparing(LinkChange::key))
                .toList();
        this.now = now;
    }

    List<LinkChange> moves() {
        return changes.stream().filter(LinkChange::isMove).toList();
    }

    /** Whether nobody else had inserted one of the new ones. */
    boolean insert() {
        @Nullable Inserts insert = null;
        for (LinkChange change : changes) {
            if (change.isNew()) {
                Map<Field<?>, @Nullable Object> row = row(change);
                row.put(link.tenant, scope.tenant());
                row.put(link.type, scope.number(change.key().type()));
                row.put(link.digest, change.key().digest().bytes());
                if (insert == null) {
                    insert = Inserts.into(link, row.keySet().toArray(new Field<?>[0]));
                }
                insert.add(row.values().toArray());
            }
        }
        return insert == null || insert.run(dsl) == insert.size();
    }

    /** Whether every identifier that moves or is renewed was still where the plan had seen it. */
    boolean update() {
        for (LinkChange change : changes) {
            LinkState before = change.before();
            if (before == null) {
                continue;
            }
            Map<Field<?>, @Nullable Object> row = change.isMove() ? row(change) : renewal(before, change.after());
            if (row.isEmpty()) {
                continue;
            }
            int rows = dsl.update(link)
                    .set(row)
                    .where(isAt(change.key()))
                    .and(link.owner.isNotDistinctFrom(DSL.val(PortableWrites.uuid(before.owner()), link.owner)))
                    .execute();
            if (rows != 1) {
                return false;
            }
        }
        return true;
    }

    private Condition isAt(IdentifierKey key) {
        return link.tenant
                .eq(scope.tenant())
                .and(link.type.eq(scope.number(key.type())))
                .and(link.digest.eq(key.digest().bytes()));
    }

    private Map<Field<?>, @Nullable Object> row(LinkChange change) {
        LinkState after = change.after();
        IdentifierKey via = change.via();
        Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
        row.put(link.owner, PortableWrites.uuid(after.owner()));
        row.put(link.heldSince, after.heldSince());
        row.put(link.signedInAt, after.signedInAt());
        row.put(link.verified, after.verified());
        row.put(link.source, after.source().wireName());
        row.put(link.firstSeenAt, after.firstSeenAt());
        row.put(link.lastSeenAt, after.lastSeenAt());
        row.put(link.expiresAt, after.expiresAt());
        row.put(link.alias, after.alias());
        row.put(link.sightings, after.sightings());
        row.put(link.linkedAt, now);
        row.put(link.viaType, via == null ? null : scope.number(via.type()));
        row.put(link.viaDigest, PortableWrites.digest(via));
        row.put(link.context, StringMaps.writeOrNull(change.context()));
        Identifier identifier = change.identifier();
        if (identifier != null) {
            byte[] value = codec.encode(tenant, change.key(), identifier.value());
            row.put(link.valueKey, value.length == 0 ? null : codec.keyId());
            row.put(link.valueBytes, value.length == 0 ? null : value);
        }
        return row;
    }

    private Map<Field<?>, @Nullable Object> renewal(LinkState before, LinkState after) {
        Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
        if (after.firstSeenAt().isBefore(before.firstSeenAt())) {
            row.put(link.firstSeenAt, Fold.earlier(link.firstSeenAt, after.firstSeenAt()));
        }
        if (after.lastSeenAt().isAfter(before.lastSeenAt())) {
            row.put(link.lastSeenAt, Fold.later(link.lastSeenAt, after.lastSeenAt()));
        }
        Instant signedInAt = after.signedInAt();
        if (signedInAt != null && !signedInAt.equals(before.signedInAt())) {
            row.put(link.signedInAt, Fold.later(link.signedInAt, signedInAt));
        }
        if (!Objects.equals(before.expiresAt(), after.expiresAt())) {
            row.put(link.expiresAt, Fold.expiry(link.expiresAt, before.expiresAt(), after.expiresAt()));
        }
        if (after.verified() && !before.verified()) {
            row.put(link.verified, true);
        }
        if (after.source() != before.source()) {
            row.put(link.source, after.source().wireName());
        }
        if (after.alias() != before.alias()) {
            row.put(link.alias, after.alias());
        }
        if (after.sightings() != before.sightings()) {
            row.put(link.sightings, link.sightings.plus(after.sightings() - before.sightings()));
        }
        return row;
    }

    /** An absorbed profile that gets a persistent identifier has to be looked at when those are counted. */
    void markKnown(Set<ProfileId> roots) {
        Tables.Redirect redirect = tables.redirect;
        Set<ProfileId> owners = new TreeSet<>();
        for (LinkChange change : changes) {
            ProfileId owner = change.after().owner();
            if (owner != null && change.persistent() && !change.isRenewal() && !roots.contains(owner)) {
                owners.add(owner);
            }
        }
        for (List<UUID> ids : Chunks.uuids(owners, CHUNK)) {
            dsl.update(redirect)
                    .set(redirect.known, true)
                    .where(Chunks.has(redirect.tenant, redirect.absorbed, scope.tenant(), ids))
                    .and(redirect.known.isFalse())
                    .execute();
        }
    }
}
