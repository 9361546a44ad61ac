package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file store does beyond the contract: its folders, what it reads, interrupts. */
class FileColdStoreTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final long SEED = Long.getLong("identity.seed", 20260302L);

    @TempDir
    private Path folder;

    private FileColdStore small(Path place) {
        return FileColdStore.builder(place)
                .blockSize(1024)
                .segmentSize(4096)
                .background(Runnable::run)
                .open();
    }

    @Test
    @Tag("S0-10")
    void keepsSignalsByTenantAndDay() throws IOException {
        try (FileColdStore store = FileColdStore.open(folder)) {
            store.append(TENANT, new ColdSignals(1).some(10, 1));
        }
        assertThat(files(""))
                .allMatch(name ->
                        name.matches("org/acme/anonymous(\\.lock|/2026-03-02/[0-9a-f]{16}-[0-9a-f]{16}\\.seg)"));
    }

    @Test
    void noTenantLeavesTheFolder() throws IOException {
        Path place = folder.resolve("inner");
        try (FileColdStore store = FileColdStore.open(place)) {
            for (String name : List.of(".", "..", "...", "CON", "A..", "..a")) {
                store.append(TenantId.of(name), new ColdSignals(1).some(1, 1));
            }
        }
        assertThat(files("")).allMatch(name -> name.startsWith("inner/org/"));
        try (Stream<Path> tenants = Files.list(place.resolve("org"))) {
            assertThat(tenants.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("=-", "=-=-", "=-.=-", "=_=c=o=n", "=a.=-", "=-.a");
        }
    }

    @Test
    void foldersOfTenantsDifferOnEveryFileSystemAndTellTheTenant() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        String[] alphabet = {"a", "A", ".", "-", "_", "0", "con", "CON", "z", "Z", "lpt1", "nul.", "x"};
        Map<String, TenantId> seen = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
                value.append(alphabet[random.nextInt(alphabet.length)]);
            }
            TenantId tenant = TenantId.of(value.toString());
            String name = TenantFolder.name(tenant);
            assertThat(TenantFolder.tenant(name)).contains(tenant);
            TenantId other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), tenant);
            assertThat(other == null || other.equals(tenant)).isTrue();
            assertThat(name).doesNotStartWith(".").doesNotEndWith(".").doesNotContainPattern("[A-Z/\\\\:]");
            assertThat(name).doesNotMatch("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
        }
    }

    @Test
    void aScanReadsLittleOfASealedDay() {
        try (FileColdStore store = small(folder)) {
            store.append(TENANT, new ColdSignals(1).some(5_000, 1_000));
            store.tidy();
            long bytes = store.health().bytes();
            assertThat(store.scan(query(TENANT, 7), signal -> {}).bytesRead()).isLessThan(bytes / 10);
            assertThat(store.scan(query(TENANT, 1_001), signal -> {}).bytesRead())
                    .isLessThan(bytes / 100);
        }
    }

    @Test
    void anInterruptDisturbsNeitherTheAppendNorTheNext() {
        try (FileColdStore store = small(folder)) {
            List<ColdSignal> appended = new ColdSignals(1).some(3, 1);
            store.append(TENANT, appended.subList(0, 1));
            Thread.currentThread().interrupt();
            store.append(TENANT, appended.subList(1, 2));
            assertThat(Thread.interrupted()).isTrue();
            store.append(TENANT, appended.subList(2, 3));
            assertThat(all(store, TENANT, 0)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }

    @Test
    void interruptsFromElsewhereLoseAndDoubleNothing() throws InterruptedException {
        List<ColdSignal> appended = new ColdSignals(1).some(200, 1);
        try (FileColdStore store = small(folder)) {
            Thread appending = new Thread(() -> appended.forEach(signal -> store.append(TENANT, List.of(signal))));
            appending.start();
            while (appending.isAlive()) {
                appending.interrupt();
                Thread.onSpinWait();
                appending.join(0, 100_000);
            }
            assertThat(all(store, TENANT, 0)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }

    private List<String> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
