package io.identitystitch.cold;

import static io.identitystitch.cold.MadeSignals.NINE;
import static io.identitystitch.cold.MadeSignals.signal;
import static io.identitystitch.cold.MadeSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending, scanning, erasing and expiring, each with signals that a reader can count. */
class FileColdStoreBasicsTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final LocalDate MONDAY = LocalDate.parse("2026-03-02");

    @TempDir
    private Path folder;

    private FileColdStore open() {
        return FileColdStore.builder(folder)
                .blockSize(1024)
                .segmentSize(4096)
                .background(Runnable::run)
                .open();
    }

    private static ColdQuery of(String... visitors) {
        Set<IdentifierKey> keys =
                Stream.of(visitors).map(MadeSignals::visitor).collect(java.util.stream.Collectors.toSet());
        return new ColdQuery(ACME, keys, Instant.MIN, Instant.MAX, Instant.MIN, Instant.MAX);
    }

    private static List<ColdSignal> found(FileColdStore store, String... visitors) {
        List<ColdSignal> found = new ArrayList<>();
        store.scan(of(visitors), found::add);
        return found;
    }

    private static List<ColdSignal> many(int count, String visitor) {
        List<ColdSignal> signals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            signals.add(signal(visitor + " " + i, NINE.plusSeconds(i), visitor));
        }
        return signals;
    }

    @Test
    void whatAVisitorLeftIsFoundAndNobodyElses() {
        ColdSignal first = signal("a click", NINE, "ann");
        ColdSignal second = signal("a view", NINE.plus(Duration.ofDays(1)), "ann", "bob");
        ColdSignal other = signal("another view", NINE, "bob");
        try (FileColdStore store = open()) {
            store.append(ACME, List.of(first, other));
            store.append(ACME, List.of(second));
            assertThat(found(store, "ann")).containsExactlyInAnyOrder(first, second);
            assertThat(found(store, "ann", "bob")).containsExactlyInAnyOrder(first, second, other);
            assertThat(found(store, "cid")).isEmpty();
            ColdScan scan = store.scan(of("bob"), signal -> {});
            assertThat(scan.found()).isEqualTo(2);
            assertThat(scan.bytesRead()).isPositive();
        }
        try (FileColdStore again = open()) {
            assertThat(found(again, "ann")).containsExactlyInAnyOrder(first, second);
        }
    }

    @Test
    void segmentsThatAreFullAreSealedAndMergedIntoFew() {
        List<ColdSignal> signals = many(600, "ann");
        try (FileColdStore store = open()) {
            for (int from = 0; from < 600; from += 20) {
                store.append(ACME, signals.subList(from, from + 20));
            }
            store.tidy();
            assertThat(found(store, "ann")).containsExactlyInAnyOrderElementsOf(signals);
            ColdHealth health = store.health();
            assertThat(health.segments()).isBetween(1L, 2L);
            assertThat(health.bytes()).isPositive();
            assertThat(health.damagedRecords()).isZero();
            assertThat(health.failedUpkeep()).isZero();
        }
    }

    @Test
    void anErasedVisitorIsGoneAndTheOthersStay() {
        List<ColdSignal> ann = many(100, "ann");
        List<ColdSignal> bob = many(100, "bob");
        ColdSignal both = signal("both", NINE, "ann", "bob");
        try (FileColdStore store = open()) {
            store.append(ACME, ann);
            store.append(ACME, bob);
            store.append(ACME, List.of(both));
            assertThat(store.erase(ACME, Set.of(visitor("ann")))).isEqualTo(101);
            assertThat(found(store, "ann")).isEmpty();
            assertThat(found(store, "bob")).containsExactlyInAnyOrderElementsOf(bob);
            assertThat(store.erase(ACME, Set.of(visitor("bob")))).isEqualTo(100);
            assertThat(store.health().segments()).isZero();
        }
    }

    @Test
    void whatWasReceivedBeforeADayExpires() throws IOException {
        try (FileColdStore store = open()) {
            for (int day = 0; day < 4; day++) {
                store.append(ACME, List.of(signal("day " + day, NINE.plus(Duration.ofDays(day)), "ann")));
            }
            assertThat(store.expire(ACME, MONDAY)).isZero();
            assertThat(store.expire(ACME, MONDAY.plusDays(3))).isEqualTo(3);
            assertThat(found(store, "ann")).hasSize(1);
        }
        try (Stream<Path> days = Files.list(folder.resolve("org/acme/anonymous"))) {
            assertThat(days.map(path -> path.getFileName().toString())).containsExactly("2026-03-05");
        }
    }

    @Test
    void aDamagedBlockIsCountedAndSetAsideAndTheRestIsFound() throws IOException {
        List<ColdSignal> signals = many(200, "ann");
        try (FileColdStore store = open()) {
            store.append(ACME, signals);
        }
        Path day = folder.resolve("org/acme/anonymous/2026-03-02");
        Path segment;
        try (Stream<Path> files = Files.list(day)) {
            segment = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[Frame.PREFIX + 40] ^= 1;
        Files.write(segment, bytes);
        try (FileColdStore store = open()) {
            ColdScan scan = store.scan(of("ann"), signal -> {});
            assertThat(scan.damaged()).isPositive();
            assertThat(scan.found() + scan.damaged()).isEqualTo(200);
            assertThat(store.health().damagedRecords()).isEqualTo(scan.damaged());
            assertThat(store.health().damagedPieces()).isOne();
            store.scan(of("ann"), signal -> {});
            assertThat(store.health().damagedPieces()).isOne();
            assertThat(day.resolve("quarantine")).isDirectory();
        }
    }

    @Test
    void aSegmentWhoseIndexIsDamagedIsReadWithoutItAndMended() throws IOException {
        List<ColdSignal> signals = many(200, "ann");
        try (FileColdStore store = open()) {
            store.append(ACME, signals);
        }
        Path segment;
        try (Stream<Path> files = Files.list(folder.resolve("org/acme/anonymous/2026-03-02"))) {
            segment = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);
        try (FileColdStore store = open()) {
            assertThat(found(store, "ann")).containsExactlyInAnyOrderElementsOf(signals);
            assertThat(segment).doesNotExist();
            assertThat(found(store, "ann")).containsExactlyInAnyOrderElementsOf(signals);
        }
    }

    @Test
    void optionsOutOfBoundsAndCallsAfterTheEndAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileColdStore.builder(folder).blockSize(1023));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileColdStore.builder(folder).segmentSize(4095));
        FileColdStore store = open();
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> store.append(ACME, List.of()));
        assertThatIllegalStateException().isThrownBy(store::tidy);
        assertThatIllegalStateException().isThrownBy(store::health);
    }
}
