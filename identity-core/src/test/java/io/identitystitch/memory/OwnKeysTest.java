package io.identitystitch.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnKeysTest {
    private static final List<IdentifierType> TYPES =
            List.of(IdentifierType.EMAIL, IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID);

    private static IdentifierKey key(int number) {
        return new IdentifierKey(TYPES.get(number % 3), Digest.sha256(new byte[] {(byte) number}));
    }

    @Test
    void areASetThatKnowsHowManyItHasOfEachType() {
        long seed = System.nanoTime();
        System.out.println("own keys: seed " + seed);
        Random random = new Random(seed);
        for (int history = 0; history < 300; history++) {
            OwnKeys keys = new OwnKeys();
            Set<IdentifierKey> expected = new HashSet<>();
            int range = 1 + random.nextInt(24);
            for (int step = 0; step < 60; step++) {
                IdentifierKey key = key(random.nextInt(range));
                if (random.nextInt(3) == 0) {
                    assertThat(keys.remove(key)).isEqualTo(expected.remove(key));
                } else {
                    assertThat(keys.add(key)).isEqualTo(expected.add(key));
                }
                assertThat(keys).containsExactlyInAnyOrderElementsOf(expected).hasSameSizeAs(expected);
                assertThat(keys.contains(key)).isEqualTo(expected.contains(key));
            }
            Map<IdentifierType, Integer> counts = new HashMap<>();
            expected.forEach(key -> counts.merge(key.type(), 1, Integer::sum));
            assertThat(keys.counts()).isEqualTo(counts);
            TYPES.forEach(type -> assertThat(keys.count(type)).isEqualTo(counts.getOrDefault(type, 0)));
        }
    }

    @Test
    void areNothingElse() {
        OwnKeys keys = new OwnKeys();
        keys.add(key(1));
        assertThat(keys.contains("key")).isFalse();
        assertThat(keys.remove("key")).isFalse();
        assertThat(keys.remove(key(2))).isFalse();
        assertThat(keys).hasSize(1);
    }
}
