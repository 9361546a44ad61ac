package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
    private static final Comparator<UUID> AS_STORES_ORDER = Comparator.comparing(ProfileId::of);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:00:00.123Z"));
    private final TimeOrderedIds ids = new TimeOrderedIds(now::get);

    @Test
    void anIdIsOfVersion7AndCarriesItsMillisecond() {
        UUID id = ids.get();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.get().toEpochMilli());
    }

    @Test
    void idsGrowWithinAMillisecondBeyondItsCounter() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.get());
        }
        assertThat(made).isSortedAccordingTo(AS_STORES_ORDER).doesNotHaveDuplicates();
        assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(made.get(9_999).getMostSignificantBits() >>> 16)
                .isEqualTo(now.get().toEpochMilli() + 2);
    }

    @Test
    void idsGrowWhereTheClockIsSetBack() {
        UUID before = ids.get();
        now.set(now.get().minusSeconds(3_600));
        assertThat(AS_STORES_ORDER.compare(before, ids.get())).isNegative();
    }

    @Test
    void idsFollowTheClockAgainOnceItIsAhead() {
        ids.get();
        now.set(now.get().plusSeconds(1));
        assertThat(ids.get().getMostSignificantBits() >>> 16)
                .isEqualTo(now.get().toEpochMilli());
    }

    @Test
    void threadsNeverShareAnId() {
        Set<UUID> made = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 100_000).parallel().forEach(i -> made.add(ids.get()));
        assertThat(made).hasSize(100_000);
        assertThat(made.stream().map(UUID::getMostSignificantBits).distinct()).hasSize(100_000);
    }
}
