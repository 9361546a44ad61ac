package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueCodecTest {
    private static final String VALUE = "\u00e4' \ud83d\ude00@example.org";

    /** Turns the value around, and refuses what belongs elsewhere. */
    private record Reversing(String keyId) implements ValueCodec {
        @Override
        public byte[] encode(TenantId tenant, IdentifierKey key, String plaintext) {
            String bound = tenant + "|" + key + "|" + new StringBuilder(plaintext).reverse();
            return bound.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(TenantId tenant, IdentifierKey key, String id, byte[] encoded) {
            String prefix = tenant + "|" + key + "|";
            String bound = new String(encoded, StandardCharsets.UTF_8);
            return id.equals(keyId) && bound.startsWith(prefix)
                    ? Optional.of(new StringBuilder(bound.substring(prefix.length()))
                            .reverse()
                            .toString())
                    : Optional.empty();
        }
    }

    private static ProfileIdentifier stored(DataSource dataSource, ValueCodec codec, ProfileId id) {
        return JdbcIdentityStore.builder(dataSource)
                .codec(codec)
                .build()
                .reads()
                .identifiers(TenantId.DEFAULT, id, PageRequest.FIRST)
                .items()
                .get(0);
    }

    private static void store(DataSource dataSource, ValueCodec codec, ProfileId id) {
        JdbcIdentityStore.builder(dataSource)
                .codec(codec)
                .build()
                .commit(Plans.newPerson(TenantId.DEFAULT, id, Identifier.of(IdentifierType.EMAIL, VALUE)));
    }

    @ParameterizedTest
    @EnumSource
    void keepsReadableValuesByDefault(Dialect dialect) {
        DataSource dataSource = TestStores.migrated(dialect);
        ProfileId id = Plans.newId();
        JdbcIdentityStore.create(dataSource)
                .commit(Plans.newPerson(TenantId.DEFAULT, id, Identifier.of(IdentifierType.EMAIL, VALUE)));

        assertThat(stored(dataSource, ValueCodec.plain(), id).value()).contains(VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void keepsNoneWhereToldSo(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        ProfileId id = Plans.newId();
        store(dataSource, ValueCodec.none(), id);

        assertThat(stored(dataSource, ValueCodec.plain(), id).value()).isEmpty();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from id_identifier where value_key is null and value_bytes is null")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheCodecWithWhichKeyAValueWasKept(Dialect dialect) {
        DataSource dataSource = TestStores.migrated(dialect);
        ProfileId id = Plans.newId();
        store(dataSource, new Reversing("key-1"), id);

        assertThat(stored(dataSource, new Reversing("key-1"), id).value()).contains(VALUE);
        assertThat(stored(dataSource, new Reversing("key-2"), id).value()).isEmpty();
        assertThat(stored(dataSource, ValueCodec.plain(), id).value()).isEmpty();
    }
}
