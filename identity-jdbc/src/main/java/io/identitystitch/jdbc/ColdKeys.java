package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The visitors of a cold signal as its row has them: for each the number of its type, two bytes, and its digest. */
final class ColdKeys {
    private static final int LENGTH = Short.BYTES + Digest.LENGTH;

    private ColdKeys() {}

    /** A visitor by the number of its type. */
    record Numbered(short type, Digest digest) {}

    static byte[] write(Collection<IdentifierKey> visitors, Names names) {
        ByteBuffer bytes = ByteBuffer.allocate(visitors.size() * LENGTH);
        for (IdentifierKey each : visitors) {
            Short type = names.knownType(each.type());
            if (type == null) {
                throw new IllegalStateException("type without a number: " + each.type());
            }
            bytes.putShort(type).put(each.digest().bytes());
        }
        return bytes.array();
    }

    /**
     * Those that were written.
     *
     * @throws IOException if these bytes never were
     */
    static List<Numbered> read(byte[] visitors) throws IOException {
        if (visitors.length == 0 || visitors.length % LENGTH != 0) {
            throw new IOException("no visitors");
        }
        List<Numbered> keys = new ArrayList<>();
        for (int from = 0; from < visitors.length; from += LENGTH) {
            short type = ByteBuffer.wrap(visitors, from, Short.BYTES).getShort();
            keys.add(new Numbered(type, Digest.of(Arrays.copyOfRange(visitors, from + Short.BYTES, from + LENGTH))));
        }
        return keys;
    }

    /** The same, with the types by name; in order, so that the first is the same for all who ask. */
    static Set<IdentifierKey> named(List<Numbered> keys, Names names, Connection connection) throws SQLException {
        Set<IdentifierKey> named = new TreeSet<>();
        for (Numbered each : keys) {
            named.add(new IdentifierKey(names.type(connection, each.type()), each.digest()));
        }
        return named;
    }
}
