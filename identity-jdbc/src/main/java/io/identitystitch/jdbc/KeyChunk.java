package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jooq.Record;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/** Some identifiers by the numbers of their types; those of types that were never stored are left out. */
final class KeyChunk {
    private final Map<Short, List<byte[]>> digests = new TreeMap<>();
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
            chunk.digests
                    .computeIfAbsent(number, any -> new ArrayList<>())
                    .add(key.digest().bytes());
        }
        return chunks;
    }

    /** One statement for all types: a branch for each, so that each goes by the key's index. */
    <R extends Record> Select<R> unionAll(BiFunction<Short, List<byte[]>, Select<R>> branch) {
        @Nullable Select<R> all = null;
        for (Map.Entry<Short, List<byte[]>> group : digests.entrySet()) {
            Select<R> one = branch.apply(group.getKey(), group.getValue());
            all = all == null ? one : all.unionAll(one);
        }
        if (all == null) {
            throw new IllegalStateException("a chunk is never empty");
        }
        return all;
    }

    IdentifierKey key(short type, byte[] digest) {
        IdentifierType name = types.get(type);
        if (name == null) {
            throw new IllegalStateException("a row of a type that was not asked for");
        }
        return new IdentifierKey(name, Digest.of(digest));
    }
}
