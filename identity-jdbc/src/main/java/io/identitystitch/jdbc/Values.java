package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Rows of identifiers with their readable values. */
final class Values {
    private Values() {}

    static Optional<String> read(
            ValueCodec codec, TenantId tenant, IdentifierKey key, @Nullable String keyId, byte @Nullable [] value) {
        return keyId == null || value == null ? Optional.empty() : codec.decode(tenant, key, keyId, value);
    }

    static ProfileIdentifier identifier(
            ValueCodec codec, TenantId tenant, IdentifierKey key, Record row, Tables.Link link) {
        return new ProfileIdentifier(
                key,
                read(codec, tenant, key, row.get(link.valueKey), row.get(link.valueBytes)),
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
}
