package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Row3;
import org.jooq.RowN;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Some identifiers by the numbers of their types; those of types that were never stored are left out. */
final class KeyChunk {
    /**
     * An identifier as the tables have it.
     *
     * @param type the number of the type
     * @param digest the digest
     */
    private record Numbered(short type, Digest digest) {}

    private final int tenant;
    private final List<Numbered> keys = new ArrayList<>();
    private final Map<Short, IdentifierType> types = new HashMap<>();

    private KeyChunk(int tenant) {
        this.tenant = tenant;
    }

    static List<KeyChunk> of(Scope scope, Collection<IdentifierKey> keys, int size) {
        List<KeyChunk> chunks = new ArrayList<>();
        KeyChunk chunk = new KeyChunk(scope.tenant());
        int count = 0;
        for (IdentifierKey key : keys) {
            Short number = scope.numberOrNull(key.type());
            if (number == null) {
                continue;
            }
            if (count++ % size == 0) {
                chunk = new KeyChunk(scope.tenant());
                chunks.add(chunk);
            }
            chunk.types.put(number, key.type());
            chunk.keys.add(new Numbered(number, key.digest()));
        }
        return chunks;
    }

    int size() {
        return keys.size();
    }

    /** That a row is one of these. */
    Condition has(Field<Integer> tenantField, Field<Short> type, Field<byte[]> digest) {
        if (keys.size() == 1) {
            Numbered key = keys.get(0);
            return tenantField
                    .eq(tenant)
                    .and(type.eq(key.type()))
                    .and(digest.eq(key.digest().bytes()));
        }
        List<Row3<Integer, Short, byte[]>> rows = keys.stream()
                .map(key -> DSL.row(tenant, key.type(), key.digest().bytes()))
                .toList();
        return DSL.row(tenantField, type, digest).in(rows);
    }

    /** These as a table to join from: H2 uses an index for a list only if the list is of whole keys of the index. */
    Table<Record> table() {
        return DSL.values(keys.stream()
                        .map(key -> DSL.row(List.of(
                                DSL.cast(key.type(), SQLDataType.SMALLINT),
                                DSL.cast(key.digest().bytes(), SQLDataType.VARBINARY))))
                        .toArray(RowN[]::new))
                .as("k", "type", "digest");
    }

    /** That a row is that of the table of keys. */
    Condition isOf(Table<Record> keyTable, Field<Integer> tenantField, Field<Short> type, Field<byte[]> digest) {
        return tenantField
                .eq(tenant)
                .and(type.eq(keyTable.field("type", Short.class)))
                .and(digest.eq(keyTable.field("digest", byte[].class)));
    }

    /** Sets the parameters of a list of whole keys, tenant, type and digest of each. */
    void bind(PreparedStatement statement) throws SQLException {
        int parameter = 0;
        for (Numbered key : keys) {
            statement.setInt(++parameter, tenant);
            statement.setShort(++parameter, key.type());
            statement.setBytes(++parameter, key.digest().bytes());
        }
    }

    /** Sets the parameters of a text that takes types and digests as arrays, and then the tenant. */
    void bindArrays(Connection connection, PreparedStatement statement) throws SQLException {
        statement.setArray(
                1,
                PostgresArrays.of(
                        connection,
                        Short.class,
                        keys.stream().map(Numbered::type).toList()));
        statement.setArray(
                2,
                PostgresArrays.of(
                        connection,
                        byte[].class,
                        keys.stream().map(key -> key.digest().bytes()).toList()));
        statement.setInt(3, tenant);
    }

    IdentifierKey key(short type, byte[] digest) {
        IdentifierType name = types.get(type);
        if (name == null) {
            throw new IllegalStateException("a row of a type that was not asked for");
        }
        return new IdentifierKey(name, Digest.of(digest));
    }
}
