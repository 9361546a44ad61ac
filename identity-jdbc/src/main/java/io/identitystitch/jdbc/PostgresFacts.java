package io.identitystitch.jdbc;

import io.identitystitch.plan.Changes;
import io.identitystitch.plan.EvidenceChange;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import java.util.List;

/** The facts of a plan as parts of one statement: touches, traits and device evidence. */
final class PostgresFacts {
    private final String touch;
    private final String trait;
    private final String evidence;

    PostgresFacts(Tables tables) {
        touch = tables.sql(tables.touch);
        trait = tables.sql(tables.trait);
        evidence = tables.sql(tables.evidence);
    }

    void write(Scope scope, PostgresScript script, Changes changes, List<String> mustHit) {
        touches(scope, script, changes.touches());
        traits(scope, script, changes.traits(), mustHit);
        evidence(scope, script, changes.evidence());
    }

    private void touches(Scope scope, PostgresScript script, List<NewTouch> touches) {
        for (int i = 0; i < touches.size(); i++) {
            NewTouch seen = touches.get(i);
            script.separate(
                            i == 0,
                            ", tc as (insert into " + touch
                                    + " (tenant, owner, event_id, occurred_at, attributed, fields, came_with, recorded_at)"
                                    + " select x.*, t.now from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::uuid, ?::text, ?::timestamptz, ?::boolean, ?::text, ?::bytea)",
                            scope.tenant(),
                            seen.owner().value(),
                            seen.touch().eventId(),
                            seen.touch().occurredAt(),
                            seen.touch().attributed(),
                            StringMaps.write(seen.touch().fields()),
                            CameWith.bytes(scope, seen.cameWith()));
        }
        PostgresWrites.end(script, touches.isEmpty(), " on conflict do nothing)");
    }

    private void traits(Scope scope, PostgresScript script, List<NewTrait> traits, List<String> mustHit) {
        boolean first = true;
        int number = 0;
        for (NewTrait known : traits) {
            if (known.replaces() == null) {
                script.separate(
                                first,
                                ", tr as (insert into " + trait
                                        + " (tenant, owner, name, came_with_digest, value_json, at, came_with)"
                                        + " select x.* from (values ",
                                ", ")
                        .add(
                                "(?::int, ?::uuid, ?::text, ?::bytea, ?::text, ?::timestamptz, ?::bytea)",
                                scope.tenant(),
                                known.owner().value(),
                                known.trait().name(),
                                known.ref().cameWith().bytes(),
                                known.trait().value().json(),
                                known.trait().at(),
                                CameWith.bytes(scope, known.cameWith()));
                first = false;
            }
        }
        PostgresWrites.end(script, first, ")");
        for (NewTrait known : traits) {
            if (known.replaces() != null) {
                String part = "tu" + number++;
                mustHit.add(part);
                script.add(
                        ", " + part + " as (update " + trait
                                + " set value_json = ?, at = ? where tenant = ? and owner = ?"
                                + " and name = ? and came_with_digest = ? and value_json = ? and at = ?"
                                + PostgresWrites.AND_OK
                                + " returning 1)",
                        known.trait().value().json(),
                        known.trait().at(),
                        scope.tenant(),
                        known.owner().value(),
                        known.trait().name(),
                        known.ref().cameWith().bytes(),
                        known.replaces().value().json(),
                        known.replaces().at());
            }
        }
    }

    private void evidence(Scope scope, PostgresScript script, List<EvidenceChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            EvidenceState after = changes.get(i).after();
            script.separate(
                            i == 0,
                            ", ev as (insert into " + evidence
                                    + " as e (tenant, type, digest, owner, seen_type, seen_digest, confidence,"
                                    + " first_seen_at, last_seen_at, expires_at) select x.* from (values ",
                            ", ")
                    .add(
                            "(?::int, ?::smallint, ?::bytea, ?::uuid, ?::smallint, ?::bytea, ?::smallint, ?::timestamptz,"
                                    + " ?::timestamptz, ?::timestamptz)",
                            scope.tenant(),
                            scope.number(after.key().type()),
                            after.key().digest().bytes(),
                            after.owner().value(),
                            PostgresWrites.number(scope, after.seenWith()),
                            PostgresWrites.digest(after.seenWith()),
                            (short) after.confidence(),
                            after.firstSeenAt(),
                            after.lastSeenAt(),
                            after.expiresAt());
        }
        PostgresWrites.end(
                script,
                changes.isEmpty(),
                " on conflict (tenant, type, digest, owner) do update set"
                        + " first_seen_at = least(e.first_seen_at, excluded.first_seen_at),"
                        + " last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at),"
                        + " expires_at = greatest(e.expires_at, excluded.expires_at),"
                        + " confidence = greatest(e.confidence, excluded.confidence))");
    }
}
