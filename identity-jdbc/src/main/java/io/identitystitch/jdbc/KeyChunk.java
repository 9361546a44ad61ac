package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Row3;
import org.jooq.impl.DSL;

/** Some identifiers by the numbers of their types; those of types that were never stored are left out. */
final class KeyChunk {
    private final List<Row3<Integer, Short, byte[]>> rows = new ArrayList<>();
    private final Map<Short, IdentifierType> types = new HashMap<>();

    private KeyChunk() {}

    static List<KeyChunk> of(Scope scope, Collection<IdentifierKey> keys, int size) {
        List<KeyChunk> chunks = new ArrayList<>();
        KeyChunk chunk = new KeyChunk();
        int count = 0;
        for (IdentifierKey key : keys) {
            Short number = scope.numberOrNull(key.type());
            if (number == null) {
                continue;
            }
            if (count++ % size == 0) {
                chunk = new KeyChunk();
                chunks.add(chunk);
            }
            chunk.types.put(number, key.type());
            chunk.rows.add(DSL.row(scope.tenant(), number, key.digest().bytes()));
        }
        return chunks;
    }

    /** That a row is one of these. Whole keys, for H2 uses an index for a list only if the list is of whole keys. */
    Condition has(Field<Integer> tenant, Field<Short> type, Field<byte[]> digest) {
        return DSL.row(tenant, type, digest).in(rows);
    }

    IdentifierKey key(short type, byte[] digest) {
        IdentifierType name = types.get(type);
        if (name == null) {
            throw new IllegalStateException("a row of a type that was not asked for");
        }
        return new IdentifierKey(name, Digest.of(digest));
    }
}
