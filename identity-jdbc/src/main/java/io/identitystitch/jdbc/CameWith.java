package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import java.nio.ByteBuffer;
import java.util.List;

/** The identifiers that a fact came with, in one column: for each the number of its type, two bytes, and its digest. */
final class CameWith {
    private CameWith() {}

    static byte[] bytes(Scope scope, List<IdentifierKey> keys) {
        ByteBuffer bytes = ByteBuffer.allocate(keys.size() * (Short.BYTES + Digest.LENGTH));
        for (IdentifierKey key : keys) {
            bytes.putShort(scope.number(key.type())).put(key.digest().bytes());
        }
        return bytes.array();
    }
}
