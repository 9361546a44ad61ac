package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The envelopes of signals as they are kept: each encoded as the value of an anonymous id and bound to its signal.
 *
 * @param codec encodes and decodes
 * @param tenant whose
 */
record SignalPayload(ValueCodec codec, TenantId tenant) {
    /**
     * What is stored.
     *
     * @throws IllegalStateException if the codec keeps no values
     */
    byte[] write(StagedSignal signal) {
        byte[] bytes = codec.encode(tenant, key(signal.contentHash().bytes()), signal.json());
        if (bytes.length == 0) {
            throw new IllegalStateException(
                    "a store that keeps no readable values cannot keep signals: set another codec");
        }
        return bytes;
    }

    /** Empty where it cannot be read. */
    Optional<String> read(byte[] contentHash, String keyId, byte[] bytes) {
        return codec.decode(tenant, key(contentHash), keyId, bytes);
    }

    private static IdentifierKey key(byte[] contentHash) {
        String name = "signal " + HexFormat.of().formatHex(contentHash);
        return new IdentifierKey(IdentifierType.ANONYMOUS_ID, Digest.sha256(name.getBytes(StandardCharsets.US_ASCII)));
    }
}
