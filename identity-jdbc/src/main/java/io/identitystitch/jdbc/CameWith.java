package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    static List<IdentifierKey> read(Names names, Connection connection, byte @Nullable [] column) throws SQLException {
        List<IdentifierKey> keys = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(column == null ? new byte[0] : column);
        while (bytes.hasRemaining()) {
            short type = bytes.getShort();
            byte[] digest = new byte[Digest.LENGTH];
            bytes.get(digest);
            keys.add(new IdentifierKey(names.type(connection, type), Digest.of(digest)));
        }
        return keys;
    }
}
