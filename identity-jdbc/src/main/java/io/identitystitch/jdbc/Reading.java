package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.PersonRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What reads of one tenant on one connection have in common.
 *
 * @param database the database
 * @param codec reads values
 * @param connection the connection
 * @param names the names that it knows
 * @param tenantId the tenant
 * @param tenant its number
 */
record Reading(Database database, ValueCodec codec, Connection connection, Names names, TenantId tenantId, int tenant) {
    /** Null where the tenant is unknown. */
    static @Nullable Reading of(
            Database database, ValueCodec codec, Connection connection, Names names, TenantId tenantId) {
        Integer tenant = names.tenant(connection, tenantId);
        return tenant == null ? null : new Reading(database, codec, connection, names, tenantId, tenant);
    }

    Tables tables() {
        return database.tables();
    }

    DSLContext dsl() {
        return database.on(connection, 0);
    }

    IdentifierKey key(short type, byte[] digest) throws SQLException {
        return new IdentifierKey(names.type(connection, type), Digest.of(digest));
    }

    Optional<String> value(IdentifierKey key, @Nullable String keyId, byte @Nullable [] value) {
        return keyId == null || value == null ? Optional.empty() : codec.decode(tenantId, key, keyId, value);
    }

    ProfileIdentifier identifier(Record row, Tables.Link link) throws SQLException {
        IdentifierKey key = key(row.get(link.type), row.get(link.digest));
        return new ProfileIdentifier(
                key,
                value(key, row.get(link.valueKey), row.get(link.valueBytes)),
                new ProfileId(row.get(link.owner)),
                LinkSource.ofWireName(row.get(link.source)),
                row.get(link.verified),
                row.get(link.firstSeenAt),
                row.get(link.lastSeenAt),
                row.get(link.linkedAt),
                Optional.ofNullable(row.get(link.expiresAt)),
                row.get(link.alias),
                row.get(link.sightings),
                StringMaps.read(row.get(link.context)));
    }

    PersonRecord.Backfill backfill(Record row, BackfillTable backfill) {
        Optional<BackfillRequest> request = new BackfillPayload(codec, tenantId)
                .read(
                        row.get(backfill.id),
                        row.get(backfill.owner),
                        row.get(backfill.valueKey),
                        row.get(backfill.valueBytes));
        return new PersonRecord.Backfill(
                row.get(backfill.id),
                new ProfileId(row.get(backfill.owner)),
                row.get(backfill.target),
                request.map(BackfillRequest::userId),
                request.map(BackfillRequest::anonymousIds).orElse(List.of()),
                row.get(backfill.stamped),
                row.get(backfill.startedAt),
                row.get(backfill.updatedAt));
    }
}
