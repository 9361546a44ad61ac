package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * What computes codes, kept between calls: to make the digest and the MAC of the platform anew for each takes longer than to compute,
 * and as much garbage as a whole call. Not thread-safe.
 */
final class MacBench {
    private static final String ALGORITHM = "HmacSHA256";

    /** For each type of each a MAC is kept, of about a kilobyte; those who have more tenants than that make some anew. */
    private static final int MOST_TENANTS = 16;

    private final BiFunction<TenantId, IdentifierType, SecretKey> keys;
    private final Map<TenantId, Map<IdentifierType, Mac>> macs = new HashMap<>();
    private final MessageDigest sha = sha();
    private final byte[] block = new byte[Digest.LENGTH];
    private final byte[] ascii = new byte[64];

    MacBench(BiFunction<TenantId, IdentifierType, SecretKey> keys) {
        this.keys = keys;
    }

    static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Digest mac(TenantId tenant, IdentifierType type, byte[] content) {
        Mac mac = mac(tenant, type);
        mac.update(content);
        try {
            mac.doFinal(block, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a code has 32 bytes", e);
        }
        return Digest.of(block);
    }

    /** The code of the SHA-256 digest of a text in UTF-8. */
    Digest macOfDigest(TenantId tenant, IdentifierType type, String text) {
        if (isShortAscii(text)) {
            for (int i = 0; i < text.length(); i++) {
                ascii[i] = (byte) text.charAt(i);
            }
            sha.update(ascii, 0, text.length());
        } else {
            sha.update(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            sha.digest(block, 0, block.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest has 32 bytes", e);
        }
        return mac(tenant, type, block);
    }

    /** Most identifiers are, and need no array of their own. */
    private boolean isShortAscii(String text) {
        if (text.length() > ascii.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private Mac mac(TenantId tenant, IdentifierType type) {
        Map<IdentifierType, Mac> ofTenant = macs.get(tenant);
        Mac mac = ofTenant == null ? null : ofTenant.get(type);
        if (mac == null) {
            if (macs.size() == MOST_TENANTS) {
                macs.clear();
            }
            mac = mac(keys.apply(tenant, type));
            macs.computeIfAbsent(tenant, one -> new HashMap<>()).put(type, mac);
        }
        return mac;
    }
}
