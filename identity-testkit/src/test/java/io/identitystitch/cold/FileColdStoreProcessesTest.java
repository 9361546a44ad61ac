package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.testkit.ColdSignals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed, or another one, has left. */
class FileColdStoreProcessesTest {
    private static final TenantId TENANT = TenantId.of("acme");

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
    void whatAKilledProcessWasToldIsKeptIsThere() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appending.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            while (acknowledged < 300) {
                acknowledged = Integer.parseInt(lines.readLine());
            }
            child.destroyForcibly();
        } finally {
            child.destroyForcibly().waitFor();
        }
        List<ColdSignal> appended = Appending.signals();
        try (FileColdStore store = small(folder)) {
            assertThat(all(store, TENANT, 0))
                    .containsAll(appended.subList(0, acknowledged))
                    .doesNotHaveDuplicates();
            ColdCrashTest.age(folder);
            store.tidy();
            assertThat(all(store, TENANT, 0))
                    .containsAll(appended.subList(0, acknowledged))
                    .doesNotHaveDuplicates();
        }
        assertThat(files(".open")).isEmpty();
    }

    /** Appends until it is killed and says how many signals are acknowledged. */
    static final class Appending {
        private Appending() {}

        static List<ColdSignal> signals() {
            ColdSignals source = new ColdSignals(8);
            List<ColdSignal> signals = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                signals.add(source.signal(START.plus(Duration.ofMinutes(i)), 0));
            }
            return signals;
        }

        public static void main(String... args) {
            FileColdStore store = FileColdStore.builder(Path.of(args[0]))
                    .blockSize(1024)
                    .segmentSize(8192)
                    .open();
            List<ColdSignal> signals = signals();
            for (int i = 0; i < signals.size(); i++) {
                store.append(TENANT, signals.subList(i, i + 1));
                System.out.println(i + 1);
            }
        }
    }

    @Test
    void manySmallSegmentsAreMerged() throws IOException {
        List<ColdSignal> appended = new ColdSignals(1).some(300, 3);
        for (int i = 0; i < 30; i++) {
            try (FileColdStore store = small(folder)) {
                store.append(TENANT, appended.subList(i * 10, i * 10 + 10));
            }
        }
        assertThat(files(".seg").size()).isLessThanOrEqualTo(Upkeep.FEW);
        try (FileColdStore store = small(folder)) {
            assertThat(all(store, TENANT, 0, 1, 2)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }

    @Test
    void anotherMayTakeASegmentFromItsWriter() throws IOException {
        List<ColdSignal> appended = new ColdSignals(1).some(40, 2);
        try (FileColdStore writer = small(folder);
                FileColdStore other = small(folder)) {
            for (int i = 0; i < 40; i += 2) {
                writer.append(TENANT, appended.subList(i, i + 2));
                ColdCrashTest.age(folder);
                other.tidy();
                assertThat(all(other, TENANT, 0, 1)).containsExactlyInAnyOrderElementsOf(appended.subList(0, i + 2));
            }
            assertThat(other.health().damagedRecords()).isZero();
        }
    }

    @Test
    void aSegmentThatOthersStandForCountsForNothing() throws IOException {
        List<ColdSignal> appended = new ColdSignals(1).some(20, 1);
        try (FileColdStore store = small(folder)) {
            store.append(TENANT, appended);
        }
        Path old = folder.resolve(files(".seg").get(0));
        byte[] bytes = Files.readAllBytes(old);
        try (FileColdStore store = small(folder)) {
            store.append(TENANT, appended);
            store.erase(TENANT, Set.of(visitor(77)));
            store.tidy();
            assertThat(all(store, TENANT, 0)).hasSize(40);
            Files.write(old, bytes);
            assertThat(all(store, TENANT, 0)).hasSize(40);
            store.tidy();
            assertThat(old).doesNotExist();
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
