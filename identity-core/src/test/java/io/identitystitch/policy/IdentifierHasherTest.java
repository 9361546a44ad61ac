package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class IdentifierHasherTest {
    private static final TenantId TENANT = TenantId.of("shop");
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f".repeat(2));

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 5869, written out once more. */
    private static byte[] hkdf(byte[] salt, byte[] secret, byte[] info, int length) {
        byte[] extracted = hmac(salt, secret);
        byte[] block = new byte[0];
        byte[] output = new byte[0];
        for (byte number = 1; output.length < length; number++) {
            byte[] input = concat(concat(block, info), new byte[] {number});
            block = hmac(extracted, input);
            output = concat(output, block);
        }
        return Arrays.copyOf(output, length);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theDerivationThatTheTestComparesWithIsTheOneOfTheRfc() {
        // RFC 5869, appendix A.1 and A.3.
        HexFormat hex = HexFormat.of();
        byte[] secret = hex.parseHex("0b".repeat(22));
        assertThat(hkdf(hex.parseHex("000102030405060708090a0b0c"), secret, hex.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42))
                .isEqualTo(hex.parseHex(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
        assertThat(hkdf(new byte[32], secret, new byte[0], 42))
                .isEqualTo(hex.parseHex(
                        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
    }

    @Test
    void aKeyedDigestIsAnHmacUnderADerivedKey() {
        byte[] derived = hkdf(new byte[32], KEY, "blind|shop|email|v1".getBytes(StandardCharsets.UTF_8), 32);
        for (String value : List.of(
                "ann@x.org", "zo\u00EB@x.org", "\u007F\u0080", "\uD83D\uDE00", "a".repeat(64), "a".repeat(65), "")) {
            assertThat(IdentifierHasher.hmac(KEY)
                            .hash(TENANT, IdentifierType.EMAIL, value)
                            .bytes())
                    .isEqualTo(hmac(derived, sha256(value)));
        }
    }

    @Test
    void aDigestWithoutAKeyIsPlainSha256() {
        assertThat(IdentifierHasher.sha256()
                        .hash(TENANT, IdentifierType.EMAIL, "ann@x.org")
                        .bytes())
                .isEqualTo(sha256("ann@x.org"));
    }

    @Test
    void tenantsTypesAndKeysDoNotShareDigests() {
        byte[] otherKey = KEY.clone();
        otherKey[31] ^= 1;
        Set<Digest> digests = new HashSet<>();
        digests.add(IdentifierHasher.hmac(KEY).hash(TENANT, IdentifierType.EMAIL, "v"));
        digests.add(IdentifierHasher.hmac(KEY).hash(TenantId.of("other"), IdentifierType.EMAIL, "v"));
        digests.add(IdentifierHasher.hmac(KEY).hash(TENANT, IdentifierType.USER_ID, "v"));
        digests.add(IdentifierHasher.hmac(otherKey).hash(TENANT, IdentifierType.EMAIL, "v"));
        digests.add(IdentifierHasher.hmac(KEY).hash(TENANT, IdentifierType.EMAIL, "w"));
        assertThat(digests).hasSize(5);
    }

    @Test
    void equalValuesHaveEqualDigestsFromEveryThread() {
        IdentifierHasher hasher = IdentifierHasher.hmac(KEY);
        Digest expected = hasher.hash(TENANT, IdentifierType.EMAIL, "ann@x.org");
        assertThat(IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(i -> hasher.hash(TENANT, IdentifierType.EMAIL, "ann@x.org")))
                .containsOnly(expected);
    }

    @Test
    void theKeyIsCopiedAndLongEnough() {
        byte[] key = KEY.clone();
        IdentifierHasher hasher = IdentifierHasher.hmac(key);
        Arrays.fill(key, (byte) 9);
        assertThat(hasher.hash(TENANT, IdentifierType.EMAIL, "v"))
                .isEqualTo(IdentifierHasher.hmac(KEY).hash(TENANT, IdentifierType.EMAIL, "v"));
        assertThatThrownBy(() -> IdentifierHasher.hmac(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keyedDigestsAreTheSameHoweverManyThreadsAndTenantsThereAre() {
        IdentifierHasher shared = IdentifierHasher.hmac(KEY);
        IntStream.range(0, 4_000).parallel().forEach(i -> {
            TenantId tenant = TenantId.of("tenant-" + i % 50);
            String value = "value-" + i;
            assertThat(shared.hash(tenant, IdentifierType.EMAIL, value))
                    .isEqualTo(IdentifierHasher.hmac(KEY).hash(tenant, IdentifierType.EMAIL, value));
        });
    }
}
