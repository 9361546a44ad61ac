package io.identitystitch.jdbc;

import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The identifiers' rows of a plan. */
final class PostgresLinks {
    private final ValueCodec codec;
    private final String identifier;

    PostgresLinks(Tables tables, ValueCodec codec) {
        this.codec = codec;
        identifier = tables.sql(tables.link);
    }

    void write(Scope scope, PostgresScript script, ResolutionPlan plan, List<String> mustHit) {
        newLinks(scope, script, plan);
        storedLinks(scope, script, plan, mustHit);
    }

    private void newLinks(Scope scope, PostgresScript script, ResolutionPlan plan) {
        boolean first = true;
        for (LinkChange link : plan.changes().links()) {
            if (!link.isNew()) {
                continue;
            }
            script.separate(
                    first,
                    ", nl as (insert into " + identifier
                            + " (tenant, type, digest, owner, held_since, signed_in_at, verified, source, first_seen_at,"
                            + " last_seen_at, expires_at, alias, sightings, via_type, via_digest, context, value_key,"
                            + " value_bytes, linked_at) select x.*, t.now from t cross join (values ",
                    ", ");
            first = false;
            LinkState after = link.after();
            byte[] value = readable(plan, link);
            script.add(
                    "(?::int, ?::smallint, ?::bytea, ?::uuid, ?::timestamptz, ?::timestamptz, ?::boolean, ?::text,"
                            + " ?::timestamptz, ?::timestamptz, ?::timestamptz, ?::boolean, ?::int, ?::smallint, ?::bytea,"
                            + " ?::text, ?::text, ?::bytea)",
                    scope.tenant(),
                    scope.number(link.key().type()),
                    link.key().digest().bytes(),
                    Objects.requireNonNull(after.owner()).value(),
                    after.heldSince(),
                    after.signedInAt(),
                    after.verified(),
                    after.source().wireName(),
                    after.firstSeenAt(),
                    after.lastSeenAt(),
                    after.expiresAt(),
                    after.alias(),
                    after.sightings(),
                    PostgresWrites.number(scope, link.via()),
                    PostgresWrites.digest(link.via()),
                    StringMaps.writeOrNull(link.context()),
                    value == null ? null : codec.keyId(),
                    value);
        }
        if (!first) {
            script.add(") x" + PostgresWrites.IF_OK + ")");
        }
    }

    private void storedLinks(Scope scope, PostgresScript script, ResolutionPlan plan, List<String> mustHit) {
        int number = 0;
        for (LinkChange link : plan.changes().links()) {
            if (link.isNew()) {
                continue;
            }
            String part = "ol" + number++;
            mustHit.add(part);
            if (link.isMove()) {
                move(scope, script, plan, link, part);
            } else {
                renew(scope, script, link, part);
            }
        }
    }

    private void move(Scope scope, PostgresScript script, ResolutionPlan plan, LinkChange link, String part) {
        LinkState before = Objects.requireNonNull(link.before());
        LinkState after = link.after();
        UUID owner = after.owner() == null ? null : after.owner().value();
        byte[] value = readable(plan, link);
        script.add(
                ", " + part + " as (update " + identifier + " set owner = ?::uuid, held_since = ?,"
                        + " signed_in_at = ?::timestamptz, verified = ?, source = ?, first_seen_at = ?, last_seen_at = ?,"
                        + " expires_at = ?::timestamptz, alias = ?, sightings = ?, via_type = ?::smallint,"
                        + " via_digest = ?::bytea, context = ?::text, value_key = ?::text, value_bytes = ?::bytea,"
                        + " linked_at = (select now from t)",
                owner,
                after.heldSince(),
                after.signedInAt(),
                after.verified(),
                after.source().wireName(),
                after.firstSeenAt(),
                after.lastSeenAt(),
                after.expiresAt(),
                after.alias(),
                after.sightings(),
                PostgresWrites.number(scope, link.via()),
                PostgresWrites.digest(link.via()),
                StringMaps.writeOrNull(link.context()),
                value == null ? null : codec.keyId(),
                value);
        script.add(
                " where tenant = ? and type = ? and digest = ? and owner is not distinct from ?::uuid"
                        + PostgresWrites.AND_OK + " returning 1)",
                scope.tenant(),
                scope.number(link.key().type()),
                link.key().digest().bytes(),
                before.owner() == null ? null : before.owner().value());
    }

    private void renew(Scope scope, PostgresScript script, LinkChange link, String part) {
        LinkState before = Objects.requireNonNull(link.before());
        LinkState after = link.after();
        script.add(
                ", " + part + " as (update " + identifier
                        + " set signed_in_at = greatest(signed_in_at, ?::timestamptz),"
                        + " verified = verified or ?, first_seen_at = least(first_seen_at, ?),"
                        + " last_seen_at = greatest(last_seen_at, ?), sightings = sightings + ?",
                after.signedInAt(),
                after.verified(),
                after.firstSeenAt(),
                after.lastSeenAt(),
                after.sightings() - before.sightings());
        if (!Objects.equals(before.expiresAt(), after.expiresAt())) {
            script.add(
                    ", expires_at = case when ?::timestamptz is null or expires_at is not distinct from ?::timestamptz"
                            + " or expires_at < ?::timestamptz then ?::timestamptz else expires_at end",
                    after.expiresAt(),
                    before.expiresAt(),
                    after.expiresAt(),
                    after.expiresAt());
        }
        script.add(
                " where tenant = ? and type = ? and digest = ? and owner is not distinct from ?::uuid"
                        + PostgresWrites.AND_OK + " returning 1)",
                scope.tenant(),
                scope.number(link.key().type()),
                link.key().digest().bytes(),
                before.owner() == null ? null : before.owner().value());
    }

    private byte @Nullable [] readable(ResolutionPlan plan, LinkChange link) {
        byte[] value = codec.encode(
                plan.tenant(),
                link.key(),
                Objects.requireNonNull(link.identifier()).value());
        return value.length == 0 ? null : value;
    }
}
