package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With these a test decides on every id and every moment. */
class ToolsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void clockStandsStillUntilItIsMoved() {
        SettableClock clock = SettableClock.at(NOON);
        assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());
        assertThat(clock.tick(Duration.ofMinutes(1))).isEqualTo(NOON.plusSeconds(60));
        clock.set(NOON.minusSeconds(1));
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(1));
    }

    @Test
    void idsAreOfVersionSevenAndGrow() {
        List<UUID> ids = Stream.generate(SequentialIds.create()).limit(10_000).toList();
        assertThat(ids).allSatisfy(id -> assertThat(id.version()).isEqualTo(7));
        assertThat(ids.stream().map(ProfileId::of)).isSorted().doesNotHaveDuplicates();
        assertThat(SequentialIds.startingAt(9_999).get()).isEqualTo(ids.get(9_999));
        assertThatIllegalArgumentException().isThrownBy(() -> SequentialIds.startingAt(-1));
    }

    @Test
    void unionFindKnowsWhatIsConnected() {
        UnionFind<String> graph = new UnionFind<>();
        graph.connect(List.of("a", "b"));
        graph.connect(List.of("c", "d"));
        graph.add("e");
        graph.connect(List.of("b", "c"));
        assertThat(graph.connected("a", "d")).isTrue();
        assertThat(graph.connected("a", "e")).isFalse();
        assertThat(graph.connected("a", "unknown")).isFalse();
        assertThat(graph.parts()).containsExactlyInAnyOrder(Set.of("a", "b", "c", "d"), Set.of("e"));
    }

    @Test
    void countingStoreCountsWhatTheFacadeAsks() {
        CountingStore counting = new CountingStore(InMemoryIdentityStore.create(SettableClock.at(NOON)));
        IdentityResolver identities = IdentityResolver.builder(counting).build();
        ResolveRequest request =
                ResolveRequest.builder().email("ann@mail.example").build();
        identities.resolve(request);
        identities.resolve(request);
        assertThat(counting).hasToString("CountingStore[2 loads, 1 commits, 0 conflicts]");
        counting.reset();
        assertThat(counting.loads() + counting.commits() + counting.conflicts()).isZero();
    }

    @Test
    void memoryStoreStampsFromTheClockThatItIsGiven() {
        SettableClock clock = SettableClock.at(NOON.plusNanos(1_999));
        IdentityResolver identities = IdentityResolver.builder(InMemoryIdentityStore.create(clock))
                .ids(SequentialIds.create())
                .build();
        ProfileId id = identities
                .resolve(ResolveRequest.builder().email("ann@mail.example").build())
                .profileId()
                .orElseThrow();
        assertThat(id.value()).isEqualTo(SequentialIds.create().get());
        assertThat(identities.profile(id).orElseThrow().createdAt()).isEqualTo(NOON.plusNanos(1_000));
    }
}
