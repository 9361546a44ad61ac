package io.identitystitch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, digests, names and pages: their shapes and their order. */
class IdsTest {
    @Test
    void aProfileIdReadsEitherCaseAndPrintsLower() {
        assertThat(ProfileId.of("019CADC6-9A80-7000-989A-4F6FFF2B6CCC"))
                .hasToString("019cadc6-9a80-7000-989a-4f6fff2b6ccc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "canary",
                "1-1-1-1-1",
                "019cadc6-9a80-7000-989a-4f6fff2b6ccc ",
                "019cadc69a807000989a4f6fff2b6ccc"
            })
    void anythingElseIsNoProfileId(String text) {
        assertThatThrownBy(() -> ProfileId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a profile id");
    }

    @Test
    void profileIdsAndDigestsAreOrderedAsUnsignedBytes() {
        assertThat(ProfileId.of(new UUID(1, 0))).isLessThan(ProfileId.of(new UUID(-1, 0)));
        assertThat(ProfileId.of(new UUID(0, 1))).isLessThan(ProfileId.of(new UUID(0, -1)));
        for (int position = 0; position < Digest.LENGTH; position += 8) {
            byte[] low = new byte[Digest.LENGTH];
            byte[] high = new byte[Digest.LENGTH];
            low[position] = 0x7F;
            high[position] = (byte) 0x80;
            assertThat(Digest.of(low)).isLessThan(Digest.of(high)).isNotEqualTo(Digest.of(high));
        }
    }

    @Test
    void aDigestCopiesItsBytesAndShowsEightDigits() {
        byte[] bytes = Digest.sha256(new byte[0]).bytes();
        Digest digest = Digest.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        assertThat(digest).isEqualTo(Digest.sha256(new byte[0])).hasToString("e3b0c442");
        digest.bytes()[0] = 9;
        assertThat(digest.bytes()[0]).isEqualTo((byte) 0xE3);
        assertThatThrownBy(() -> Digest.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Email", "1a", "a-b", "a b", "\u00E9", "a\n"})
    void aTypeIsALowerCaseWord(String name) {
        assertThatThrownBy(() -> IdentifierType.of(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdentifierType.of("a".repeat(41))).isInstanceOf(IllegalArgumentException.class);
        assertThat(IdentifierType.of("a".repeat(40)).name()).hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\u00E9", "a\n", "a/b"})
    void aTraitNameIsAWord(String name) {
        assertThatThrownBy(() -> ResolveRequest.builder().trait(name, "v"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResolveRequest.builder().context(name, "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageHasUpToAThousandItems() {
        assertThat(new PageRequest(1_000, java.util.Optional.empty()).limit()).isEqualTo(1_000);
        assertThatThrownBy(() -> new PageRequest(0, java.util.Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageRequest(1_001, java.util.Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sourcesHaveTheirStoredNames() {
        for (LinkSource source : LinkSource.values()) {
            assertThat(LinkSource.ofWireName(source.wireName())).isEqualTo(source);
        }
        assertThatThrownBy(() -> LinkSource.ofWireName("IDENTIFY")).isInstanceOf(IllegalArgumentException.class);
    }
}
