package io.identitystitch.jdbc;

import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.spi.StoredProfile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person in one statement, which is one round trip and one moment: rows of several parts, each in its own order. Every table
 * is reached from the owners by laterals that the planner cannot turn around. Thread-safe.
 */
final class PostgresProfile {
    private final ValueCodec codec;
    private final String earliest;
    private final String firstMerged;

    PostgresProfile(Tables tables, ValueCodec codec) {
        this.codec = codec;
        earliest = text(tables, "x.occurred_at, x.event_id");
        firstMerged = text(tables, "(m.merged_at is not null), m.merged_at, m.owner, x.occurred_at, x.event_id");
    }

    private static String text(Tables tables, String firstOrder) {
        String redirect = tables.sql(tables.redirect);
        String type = tables.sql(tables.type);
        String identifier = fenced(tables.sql(tables.link));
        String touch = fenced(tables.sql(tables.touch) + " f", " and f.attributed");
        return "with a as materialized (select ?::int as tenant, ?::uuid as id),"
                + " r as materialized (select a.tenant, p.id as root, p.known, p.created_at, d.merged_at from a"
                + " left join lateral (select x.root, x.merged_at from " + redirect
                + " x where x.tenant = a.tenant and x.absorbed = a.id limit 1) d on true"
                + " cross join lateral (select x.id, x.known, x.created_at from " + tables.sql(tables.profile)
                + " x where x.tenant = a.tenant and x.id = coalesce(d.root, a.id) limit 1) p),"
                + " m as materialized (select tenant, root as owner, null::timestamptz as merged_at from r union all"
                + " select r.tenant, x.absorbed, x.merged_at from r cross join lateral (select y.absorbed, y.merged_at"
                + " from " + redirect + " y where y.tenant = r.tenant and y.root = r.root offset 0) x),"
                + " i as (select x.*, m.merged_at, row_number() over (order by x.linked_at, (select t.name from " + type
                + " t where t.id = x.type) collate \"C\", x.digest) as ord from m " + identifier + "),"
                + " t as (select x.*, row_number() over (order by x.name, x.at, x.owner, x.came_with_digest) as ord from m "
                + fenced(tables.sql(tables.trait)) + "),"
                + " e as (select x.*, row_number() over (order by x.last_seen_at desc, x.type, x.digest, x.owner) as ord"
                + " from m " + fenced(tables.sql(tables.evidence)) + ")"
                // The columns by number: part, order, id, five moments, two numbers, two flags, three texts, two bytes.
                + " select 0, 0::bigint, root, created_at, merged_at, (select max(linked_at) from i),"
                + " (select max(merged_at) from m), null::timestamptz, 0::bigint, 0, known, false, null::text,"
                + " null::text, null::text, null::bytea, null::bytea from r"
                + " union all select 1, ord, owner, first_seen_at, last_seen_at, linked_at, expires_at, merged_at,"
                + " type, sightings, verified, alias, source, context, value_key, digest, value_bytes from i"
                + " where ord <= ?"
                + " union all select 2, ord, owner, at, null, null, null, null, 0, 0, false, false, name, value_json,"
                + " null, null, null from t"
                + " union all (select 3, 0, x.owner, x.occurred_at, null, null, null, null, 0, 0, false, false, x.event_id,"
                + " x.fields, null, null, null from m " + touch + " order by " + firstOrder + " limit 1)"
                + " union all (select 4, 0, x.owner, x.occurred_at, null, null, null, null, 0, 0, false, false, x.event_id,"
                + " x.fields, null, null, null from m " + touch
                + " order by x.occurred_at desc, x.event_id desc limit 1)"
                + " union all select 5, ord, owner, first_seen_at, last_seen_at, expires_at, null, null, type, confidence,"
                + " false, false, seen_type::text, null, null, digest, seen_digest from e where ord <= "
                + PersonFacts.MAX_EVIDENCE
                + " order by 1, 2";
    }

    private static String fenced(String table) {
        return fenced(table + " f", "");
    }

    private static String fenced(String table, String condition) {
        return "cross join lateral (select f.* from " + table + " where f.tenant = m.tenant and f.owner = m.owner"
                + condition + " offset 0) x";
    }

    /** Takes the number of the tenant, the profile, and how many identifiers to read. */
    String text(FirstTouchPolicy firstTouch) {
        return firstTouch == FirstTouchPolicy.EARLIEST ? earliest : firstMerged;
    }

    Optional<StoredProfile> read(
            Connection connection, Names names, TenantId tenant, ProfileId id, FirstTouchPolicy firstTouch)
            throws SQLException {
        Integer number = names.tenant(connection, tenant);
        if (number == null) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(text(firstTouch))) {
            statement.setInt(1, number);
            statement.setObject(2, id.value());
            statement.setInt(3, PageRequest.FIRST.limit() + 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Rows(row, connection, names, tenant).read()) : Optional.empty();
            }
        }
    }

    /** One answer; it begins at the row of the root. */
    private final class Rows {
        private final ResultSet row;
        private final Connection connection;
        private final Names names;
        private final TenantId tenant;
        private final List<ProfileIdentifier> identifiers = new ArrayList<>();
        private final Map<ProfileId, Instant> mergedAt = new HashMap<>();
        private final List<Trait> traits = new ArrayList<>();
        private final List<DeviceEvidence> evidence = new ArrayList<>();
        private Optional<Touch> first = Optional.empty();
        private Optional<Touch> last = Optional.empty();

        Rows(ResultSet row, Connection connection, Names names, TenantId tenant) {
            this.row = row;
            this.connection = connection;
            this.names = names;
            this.tenant = tenant;
        }

        StoredProfile read() throws SQLException {
            ProfileId root = id();
            boolean known = row.getBoolean(11);
            Instant createdAt = moment(4);
            Optional<Instant> askedMergedAt = momentOrNone(5);
            Instant updatedAt = later(
                    createdAt,
                    later(momentOrNone(6).orElse(createdAt), momentOrNone(7).orElse(createdAt)));
            while (row.next()) {
                readPart(row.getInt(1));
            }
            return new StoredProfile(
                    root,
                    known,
                    createdAt,
                    updatedAt,
                    askedMergedAt,
                    PersonReader.page(tenant, root, identifiers, PageRequest.FIRST),
                    mergedAt,
                    traits,
                    first,
                    last,
                    evidence);
        }

        private void readPart(int part) throws SQLException {
            switch (part) {
                case 1 -> readIdentifier();
                case 2 -> traits.add(new Trait(row.getString(13), JsonText.parse(row.getString(14)), moment(4)));
                case 3 -> first = Optional.of(touch());
                case 4 -> last = Optional.of(touch());
                case 5 -> readEvidence();
                default -> throw new SQLException("a row of no part", SqlStates.BROKEN);
            }
        }

        private void readIdentifier() throws SQLException {
            ProfileId owner = id();
            IdentifierKey key = new IdentifierKey(names.type(connection, row.getShort(9)), Digest.of(row.getBytes(16)));
            String keyId = row.getString(15);
            byte[] value = row.getBytes(17);
            if (identifiers.size() < PageRequest.FIRST.limit()) {
                momentOrNone(8).ifPresent(moment -> mergedAt.put(owner, moment));
            }
            identifiers.add(new ProfileIdentifier(
                    key,
                    keyId == null || value == null ? Optional.empty() : codec.decode(tenant, key, keyId, value),
                    owner,
                    LinkSource.ofWireName(row.getString(13)),
                    row.getBoolean(11),
                    moment(4),
                    moment(5),
                    moment(6),
                    momentOrNone(7),
                    row.getBoolean(12),
                    row.getInt(10),
                    StringMaps.read(row.getString(14))));
        }

        private Touch touch() throws SQLException {
            return new Touch(row.getString(13), moment(4), true, new TreeMap<>(StringMaps.read(row.getString(14))));
        }

        private void readEvidence() throws SQLException {
            String seenType = row.getString(13);
            byte[] seen = row.getBytes(17);
            evidence.add(new DeviceEvidence(
                    new IdentifierKey(names.type(connection, row.getShort(9)), Digest.of(row.getBytes(16))),
                    id(),
                    seenType == null || seen == null
                            ? Optional.empty()
                            : Optional.of(new IdentifierKey(
                                    names.type(connection, Short.parseShort(seenType)), Digest.of(seen))),
                    row.getInt(10),
                    moment(4),
                    moment(5),
                    momentOrNone(6)));
        }

        private ProfileId id() throws SQLException {
            return new ProfileId(Objects.requireNonNull(row.getObject(3, UUID.class)));
        }

        private Instant moment(int column) throws SQLException {
            return momentOrNone(column).orElseThrow();
        }

        private Optional<Instant> momentOrNone(int column) throws SQLException {
            @Nullable OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
            return Optional.ofNullable(moment).map(OffsetDateTime::toInstant);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
