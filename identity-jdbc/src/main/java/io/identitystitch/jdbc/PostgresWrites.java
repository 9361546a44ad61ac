package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.NeverLink;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a plan as parts of one statement, each under the condition that the checks held. Updates reach one row each
 * by its primary key; those that must hit are counted at the end.
 */
final class PostgresWrites {
    static final String IF_OK = " where (select v from ok)";
    static final String AND_OK = " and (select v from ok)";

    private final String profile;
    private final String redirect;
    private final String identifier;
    private final String interval;
    private final String edge;
    private final String neverLink;
    private final String conflict;
    private final PostgresFacts facts;
    private final PostgresLinks links;
    private final PostgresSignals signals;
    private final String change;

    PostgresWrites(Tables tables, ValueCodec codec, PostgresSignals signals) {
        this.signals = signals;
        facts = new PostgresFacts(tables);
        links = new PostgresLinks(tables, codec);
        profile = tables.sql(tables.profile);
        redirect = tables.sql(tables.redirect);
        identifier = tables.sql(tables.link);
        interval = tables.sql(tables.interval);
        edge = tables.sql(tables.edge);
        neverLink = tables.sql(tables.neverLink);
        conflict = tables.sql(tables.conflict);
        change = tables.sql(tables.change);
    }

    void write(Scope scope, PostgresScript script, ResolutionPlan plan) {
        Changes changes = plan.changes();
        List<String> mustHit = new ArrayList<>();
        profiles(scope, script, changes);
        links.write(scope, script, plan, mustHit);
        intervals(scope, script, changes.closed());
        edges(scope, script, changes.edges());
        absorbed(scope, script, changes, mustHit);
        roots(scope, script, changes, mustHit);
        conflicts(scope, script, changes.conflicts());
        neverLinks(scope, script, changes.neverLinks());
        facts.write(scope, script, changes, mustHit);
        signals.write(scope, script, plan);
        feed(scope, script, changes);
        verdict(script, mustHit, signals.told(changes.signals()));
    }

    private static void verdict(PostgresScript script, List<String> mustHit, String told) {
        script.add(" select v and ");
        if (mustHit.isEmpty()) {
            script.add("true");
        } else {
            StringBuilder hits = new StringBuilder("(");
            for (String part : mustHit) {
                hits.append(hits.length() > 1 ? " + " : "")
                        .append("(select count(*) from ")
                        .append(part)
                        .append(')');
            }
            hits.append(')');
            // The text depends on the count, or it would be cast, and fail, while the statement is planned.
            script.add("case when not v then false when " + hits + " = " + mustHit.size() + " then true else cast('"
                    + PostgresCommit.lostRace() + "' || " + hits + " as integer) = 0 end");
        }
        script.add(", now" + told + " from ok, t");
    }

    private void profiles(Scope scope, PostgresScript script, Changes changes) {
        if (changes.profiles().isEmpty()) {
            return;
        }
        script.add(", np as (insert into " + profile
                + " (tenant, id, is_root, known, guarded, version, created_at) select x.*"
                + " from t cross join lateral (values ");
        boolean first = true;
        for (NewProfile created : changes.profiles()) {
            RootChange root = changes.roots().get(created.id());
            script.separate(first, "", ", ")
                    .add(
                            "(?::int, ?::uuid, ?::boolean, ?::boolean, ?::boolean, 0::bigint, coalesce(?::timestamptz, t.now))",
                            scope.tenant(),
                            created.id().value(),
                            !changes.absorbed().containsKey(created.id()),
                            created.known() || (root != null && root.known()),
                            root != null && root.guarded(),
                            created.createdAt());
            first = false;
        }
        script.add(") x" + IF_OK + ")");
    }

    private void intervals(Scope scope, PostgresScript script, List<HeldInterval> closed) {
        for (int i = 0; i < closed.size(); i++) {
            HeldInterval over = closed.get(i);
            script.separate(
                            i == 0,
                            ", iv as (insert into " + interval
                                    + " (tenant, type, digest, held_until, held_from, owner, closed_at, linked_at)"
                                    + " select x.*, t.now, coalesce((select n.linked_at from " + identifier + " n where"
                                    + " (n.tenant, n.type, n.digest, n.owner) = (x.tenant, x.type, x.digest, x.owner)),"
                                    + " t.now) from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::smallint, ?::bytea, ?::timestamptz, ?::timestamptz, ?::uuid)",
                            scope.tenant(),
                            scope.number(over.key().type()),
                            over.key().digest().bytes(),
                            over.until(),
                            over.from(),
                            over.owner().value());
        }
        if (!closed.isEmpty()) {
            script.add(") x (tenant, type, digest, held_until, held_from, owner)" + IF_OK + " on conflict do nothing)");
        }
    }

    private void edges(Scope scope, PostgresScript script, List<Edge> edges) {
        for (int i = 0; i < edges.size(); i++) {
            Edge merge = edges.get(i);
            script.separate(
                            i == 0,
                            ", ed as (insert into " + edge
                                    + " (tenant, id, owner_a, owner_b, a_type, a_digest, b_type, b_digest, source,"
                                    + " observed_at, merged_at) select x.*, t.now from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::uuid, ?::uuid, ?::uuid, ?::smallint, ?::bytea, ?::smallint, ?::bytea, ?::text,"
                                    + " ?::timestamptz)",
                            scope.tenant(),
                            merge.id().value(),
                            merge.a().value(),
                            merge.b().value(),
                            number(scope, merge.keyA()),
                            digest(merge.keyA()),
                            number(scope, merge.keyB()),
                            digest(merge.keyB()),
                            merge.source().wireName(),
                            merge.observedAt());
        }
        end(script, edges.isEmpty(), ")");
    }

    private void absorbed(Scope scope, PostgresScript script, Changes changes, List<String> mustHit) {
        int number = 0;
        for (Map.Entry<ProfileId, ProfileId> entry : changes.absorbed().entrySet()) {
            UUID gone = entry.getKey().value();
            UUID root = entry.getValue().value();
            NewProfile created = created(changes, entry.getKey());
            String part = "ab" + number++;
            if (created == null) {
                RootChange also = changes.roots().get(entry.getKey());
                script.add(
                        ", re" + part + " as (update " + redirect + " set root = ? where tenant = ? and root = ?"
                                + AND_OK + ")",
                        root,
                        scope.tenant(),
                        gone);
                script.add(
                        ", " + part + " as (update " + profile
                                + " set is_root = false, known = coalesce(?::boolean, known)"
                                + " where tenant = ? and id = ? and is_root" + AND_OK + " returning known)",
                        also == null ? null : also.known(),
                        scope.tenant(),
                        gone);
                mustHit.add(part);
                script.add(
                        ", rd" + part + " as (insert into " + redirect
                                + " (tenant, absorbed, root, known, merged_at) select ?::int, ?::uuid, ?::uuid, x.known,"
                                + " t.now from t cross join " + part + " x)",
                        scope.tenant(),
                        gone,
                        root);
            } else {
                script.add(
                        ", rd" + part + " as (insert into " + redirect
                                + " (tenant, absorbed, root, known, merged_at) select ?::int, ?::uuid, ?::uuid, ?::boolean,"
                                + " t.now from t" + IF_OK + ")",
                        scope.tenant(),
                        gone,
                        root,
                        created.known());
            }
        }
    }

    /** The row of a root that is created or absorbed by the same plan is written once, there. */
    private void roots(Scope scope, PostgresScript script, Changes changes, List<String> mustHit) {
        int number = 0;
        for (Map.Entry<ProfileId, RootChange> entry : changes.roots().entrySet()) {
            if (changes.absorbed().containsKey(entry.getKey()) || created(changes, entry.getKey()) != null) {
                continue;
            }
            String part = "rt" + number++;
            mustHit.add(part);
            script.add(
                    ", " + part + " as (update " + profile + " set known = ?, guarded = ?, version = version + ?"
                            + " where tenant = ? and id = ?" + AND_OK + " returning 1)",
                    entry.getValue().known(),
                    entry.getValue().guarded(),
                    entry.getValue().bump() ? 1 : 0,
                    scope.tenant(),
                    entry.getKey().value());
        }
    }

    private void conflicts(Scope scope, PostgresScript script, List<NewConflict> conflicts) {
        for (int i = 0; i < conflicts.size(); i++) {
            NewConflict refused = conflicts.get(i);
            ProfilePair pair = ProfilePair.of(refused.returned(), refused.refused());
            script.separate(
                            i == 0,
                            ", cf as (insert into " + conflict
                                    + " (tenant, id, owner_low, owner_high, returned, refused, reason, type,"
                                    + " evidence_type, evidence_digest, status, observed_at, created_at)"
                                    + " select x.*, t.now from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::text, ?::smallint, ?::smallint,"
                                    + " ?::bytea, 'OPEN', ?::timestamptz)",
                            scope.tenant(),
                            refused.id().value(),
                            pair.low().value(),
                            pair.high().value(),
                            refused.returned().value(),
                            refused.refused().value(),
                            refused.reason().name(),
                            scope.number(refused.type()),
                            number(scope, refused.evidence()),
                            digest(refused.evidence()),
                            refused.observedAt());
        }
        end(script, conflicts.isEmpty(), ")");
    }

    private void neverLinks(Scope scope, PostgresScript script, List<NeverLink> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            script.separate(
                            i == 0,
                            ", nv as (insert into " + neverLink
                                    + " (tenant, owner_low, owner_high, reason, decided_by, created_at)"
                                    + " select x.*, t.now from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::uuid, ?::uuid, ?::text, ?::text)",
                            scope.tenant(),
                            pairs.get(i).owners().low().value(),
                            pairs.get(i).owners().high().value(),
                            pairs.get(i).reason(),
                            pairs.get(i).by());
        }
        end(script, pairs.isEmpty(), " on conflict do nothing)");
    }

    private void feed(Scope scope, PostgresScript script, Changes changes) {
        String row = "(?::int, ?::smallint, ?::uuid, ?::uuid, ?::smallint, ?::bytea)";
        boolean first = true;
        String begin = ", ch as (insert into " + change
                + " (tenant, kind, profile, other, type, digest, at) select x.*, t.now from t cross join (values ";
        SortedMap<ProfileId, ProfileId> absorbed = changes.absorbed();
        Set<ProfileId> gone = absorbed.keySet();
        for (ProfileId profileId : gone) {
            script.separate(first, begin, ", ")
                    .add(
                            row,
                            scope.tenant(),
                            FeedRow.MERGED,
                            profileId.value(),
                            Objects.requireNonNull(absorbed.get(profileId)).value(),
                            null,
                            null);
            first = false;
        }
        for (LinkChange link : changes.links()) {
            if (link.isMove()) {
                ProfileId to = link.after().owner();
                ProfileId from = Objects.requireNonNull(link.before()).owner();
                script.separate(first, begin, ", ")
                        .add(
                                row,
                                scope.tenant(),
                                FeedRow.MOVED,
                                to == null ? null : to.value(),
                                from == null ? null : from.value(),
                                scope.number(link.key().type()),
                                link.key().digest().bytes());
                first = false;
            }
        }
        end(script, first, ")");
    }

    static void end(PostgresScript script, boolean empty, String tail) {
        if (!empty) {
            script.add(") x" + IF_OK + tail);
        }
    }

    private static @Nullable NewProfile created(Changes changes, ProfileId id) {
        for (NewProfile created : changes.profiles()) {
            if (created.id().equals(id)) {
                return created;
            }
        }
        return null;
    }

    static @Nullable Short number(Scope scope, @Nullable IdentifierKey key) {
        return key == null ? null : scope.number(key.type());
    }

    static byte @Nullable [] digest(@Nullable IdentifierKey key) {
        return key == null ? null : key.digest().bytes();
    }
}
