package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PastIdentifier;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.ResolveRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PastPersonTest {
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    private final IdentityResolver identities =
            IdentityResolver.builder(InMemoryIdentityStore.create()).build();

    private PastPerson hub(int visitors) {
        identities.resolve(ResolveRequest.builder().userId("ann").build());
        for (int i = 0; i < visitors; i++) {
            identities.resolve(
                    ResolveRequest.builder().anonymousId("visitor-" + i).build());
            identities.resolve(ResolveRequest.builder()
                    .userId("ann")
                    .anonymousId("visitor-" + i)
                    .build());
        }
        return identities
                .steward()
                .asOf(Identifier.of(IdentifierType.USER_ID, "ann"), FAR)
                .orElseThrow();
    }

    @Test
    void aThousandProfilesAreAll() {
        PastPerson person = hub(999);
        assertThat(person.complete()).isTrue();
        assertThat(person.owners()).hasSize(1_000).isSorted();
        assertThat(person.identifiers()).hasSize(1_000);
        assertThat(person.merges()).hasSize(999);
    }

    @Test
    void ofMoreAThousandAreGiven() {
        PastPerson person = hub(1_000);
        assertThat(person.complete()).isFalse();
        assertThat(person.owners()).hasSize(1_000).contains(person.askedId());
        assertThat(person.merges()).hasSize(999);
        assertThat(person.identifiers().stream().map(PastIdentifier::since)).isSorted();
        assertThat(person.identifiers()).hasSizeLessThanOrEqualTo(1_000);
    }
}
