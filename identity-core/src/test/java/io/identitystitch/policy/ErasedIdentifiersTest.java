package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErasedIdentifiersTest {
    private static final TenantId TENANT = TenantId.of("shop");
    private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f".repeat(2));
    private static final Duration MONTH = Duration.ofDays(30);

    private static IdentifierKey key(IdentifierType type, String value) {
        return new IdentifierKey(type, IdentifierHasher.sha256().hash(TENANT, type, value));
    }

    private static final IdentifierKey ANN = key(IdentifierType.EMAIL, "ann@x.org");

    /** Computed with OpenSSL: {@code openssl kdf ... HKDF} for the key, {@code openssl dgst -sha256 -mac HMAC} for the mark. */
    @Test
    void aMarkIsAnHmacOfTheDigestUnderADerivedKey() {
        assertThat(HexFormat.of()
                        .formatHex(ErasedIdentifiers.refused(KEY, MONTH)
                                .mark(TENANT, ANN)
                                .bytes()))
                .isEqualTo("e7c69492c6c9a22ddafc4d5329677983445a97d9d75ffac930776f600d8d1f49");
    }

    @Test
    void aMarkIsNoLookupKeyEvenUnderTheSameSecret() {
        Digest looked = IdentifierHasher.hmac(KEY).hash(TENANT, IdentifierType.EMAIL, "ann@x.org");
        ErasedIdentifiers refused = ErasedIdentifiers.refused(KEY, MONTH);
        assertThat(refused.mark(TENANT, ANN)).isNotEqualTo(looked).isNotEqualTo(ANN.digest());
        assertThat(refused.mark(TENANT, new IdentifierKey(IdentifierType.EMAIL, looked)))
                .isNotEqualTo(looked);
    }

    @Test
    void tenantsTypesValuesAndKeysDoNotShareMarks() {
        byte[] otherKey = KEY.clone();
        otherKey[31] ^= 1;
        ErasedIdentifiers refused = ErasedIdentifiers.refused(KEY, MONTH);
        Set<Digest> marks = new HashSet<>();
        marks.add(refused.mark(TENANT, ANN));
        marks.add(refused.mark(TenantId.of("other"), ANN));
        marks.add(refused.mark(TENANT, new IdentifierKey(IdentifierType.USER_ID, ANN.digest())));
        marks.add(refused.mark(TENANT, key(IdentifierType.EMAIL, "bob@x.org")));
        marks.add(ErasedIdentifiers.refused(otherKey, MONTH).mark(TENANT, ANN));
        assertThat(marks).hasSize(5);
    }

    @Test
    void theKeyIsCopiedAndLongEnough() {
        byte[] key = KEY.clone();
        ErasedIdentifiers refused = ErasedIdentifiers.refused(key, MONTH);
        Arrays.fill(key, (byte) 9);
        assertThat(refused.mark(TENANT, ANN))
                .isEqualTo(ErasedIdentifiers.refused(KEY, MONTH).mark(TENANT, ANN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErasedIdentifiers.refused(new byte[31], MONTH))
                .withMessageContaining("32 bytes");
    }

    @Test
    void theTimeIsPositiveNotForEverAndAsExactAsStoresAre() {
        for (Duration time : new Duration[] {
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofNanos(999),
            Duration.ofDays(36_500).plusSeconds(1)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ErasedIdentifiers.refused(KEY, time))
                    .withMessageContaining(time.toString());
        }
        assertThat(ErasedIdentifiers.refused(KEY, Duration.ofNanos(1_999)).time())
                .isEqualTo(Duration.ofNanos(1_000));
        assertThat(ErasedIdentifiers.refused(KEY, Duration.ofDays(36_500)).refuses())
                .isTrue();
    }

    @Test
    void whereIdentifiersBeginAfreshThereAreNoMarks() {
        ErasedIdentifiers afresh = ErasedIdentifiers.beginAfresh();
        assertThat(afresh.refuses()).isFalse();
        assertThat(afresh.time()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> afresh.mark(TENANT, ANN));
    }

    @Test
    void theTextFormSaysWhatBecomesOfThemAndNoKey() {
        assertThat(ErasedIdentifiers.refused(KEY, MONTH)).hasToString("ErasedIdentifiers[refused for PT720H]");
        assertThat(ErasedIdentifiers.beginAfresh()).hasToString("ErasedIdentifiers[begin afresh]");
    }
}
