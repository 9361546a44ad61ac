package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.plan.HeldInterval;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The intervals that one commit closes. Written before the identifiers move, for their rows know since when. */
final class PortableIntervals {
    private static final int CHUNK = 200;
    private static final Comparator<HeldInterval> IN_ORDER = Comparator.comparing(HeldInterval::key)
            .thenComparing(HeldInterval::until)
            .thenComparing(HeldInterval::from)
            .thenComparing(HeldInterval::owner);

    /** Whose an identifier is, and since when. */
    private record Hold(IdentifierKey key, UUID owner) {}

    private final Tables tables;
    private final DSLContext dsl;
    private final Scope scope;
    private final List<HeldInterval> closed;
    private final Instant now;

    PortableIntervals(Tables tables, DSLContext dsl, Scope scope, List<HeldInterval> closed, Instant now) {
        this.tables = tables;
        this.dsl = dsl;
        this.scope = scope;
        this.closed = closed.stream().sorted(IN_ORDER).toList();
        this.now = now;
    }

    void insert() {
        if (closed.isEmpty()) {
            return;
        }
        Map<Hold, Instant> linkedAt = linkedAt();
        Tables.Interval interval = tables.interval;
        Inserts insert = Inserts.into(
                interval,
                interval.tenant,
                interval.type,
                interval.digest,
                interval.heldUntil,
                interval.heldFrom,
                interval.owner,
                interval.linkedAt,
                interval.closedAt);
        for (HeldInterval held : closed) {
            UUID owner = held.owner().value();
            insert.add(
                    scope.tenant(),
                    scope.number(held.key().type()),
                    held.key().digest().bytes(),
                    held.until(),
                    held.from(),
                    owner,
                    linkedAt.getOrDefault(new Hold(held.key(), owner), now),
                    now);
        }
        insert.run(dsl);
    }

    private Map<Hold, Instant> linkedAt() {
        Tables.Link link = tables.link;
        Map<Hold, Instant> moments = new HashMap<>();
        TreeSet<IdentifierKey> keys = new TreeSet<>();
        closed.forEach(held -> keys.add(held.key()));
        for (KeyChunk chunk : KeyChunk.of(scope, keys, CHUNK)) {
            for (Record row : dsl.select(link.type, link.digest, link.owner, link.linkedAt)
                    .from(link)
                    .where(chunk.has(link.tenant, link.type, link.digest))
                    .and(link.owner.isNotNull())
                    .fetch()) {
                IdentifierKey key = chunk.key(row.get(link.type), row.get(link.digest));
                moments.put(new Hold(key, row.get(link.owner)), row.get(link.linkedAt));
            }
        }
        return moments;
    }
}
