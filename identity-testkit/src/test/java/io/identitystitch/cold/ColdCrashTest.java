package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that stops, or whose disk fails, at every step of a life with everything in it. */
class ColdCrashTest {
    private static final TenantId TENANT = TenantId.of("Acme");
    private static final int ERASED = 5;

    @TempDir
    private Path folder;

    private static FileColdStore storeIn(Path folder, FileOperations files) {
        return FileColdStore.builder(folder)
                .blockSize(1024)
                .segmentSize(4096)
                .files(files)
                .background(Runnable::run)
                .open();
    }

    /** Appends, seals, merges, erases and expires, and knows what must be there. */
    private static final class Life {
        final Set<ColdSignal> acknowledged = new HashSet<>();
        final Set<ColdSignal> tried = new HashSet<>();
        boolean erasing;
        boolean erased;
        boolean expiring;
        int failures;
        long damaged;

        void lead(FileColdStore store) {
            ColdSignals signals = new ColdSignals(3);
            for (int round = 0; round < 7; round++) {
                List<ColdSignal> batch = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    batch.add(signals.signal(START.plus(Duration.ofDays(round / 5)), i % 6));
                }
                append(store, batch);
            }
            damaged = store.health().damagedRecords();
            erasing = true;
            attempt(() -> {
                store.erase(TENANT, Set.of(visitor(ERASED)));
                erased = true;
            });
            expiring = true;
            attempt(() -> store.expire(TENANT, LocalDate.parse("2026-03-03")));
            attempt(store::close);
        }

        private void append(ColdStore store, List<ColdSignal> batch) {
            tried.addAll(batch);
            attempt(() -> {
                store.append(TENANT, batch);
                acknowledged.addAll(batch);
            });
        }

        private void attempt(Runnable work) {
            try {
                work.run();
            } catch (IdentityStoreException e) {
                failures++;
            }
        }

        void check(ColdStore store) {
            List<ColdSignal> found = new ArrayList<>();
            assertThat(store.scan(query(TENANT, 0, 1, 2, 3, 4, 5), found::add).damaged())
                    .isZero();
            assertThat(found).doesNotHaveDuplicates();
            assertThat(tried).containsAll(found);
            for (ColdSignal signal : acknowledged) {
                boolean mayBeGone = (erasing && signal.visitors().contains(visitor(ERASED)))
                        || (expiring && signal.receivedAt().isBefore(START.plus(Duration.ofHours(1))));
                assertThat(mayBeGone || found.contains(signal)).isTrue();
            }
            if (erased) {
                assertThat(found).noneMatch(signal -> signal.visitors().contains(visitor(ERASED)));
            }
        }
    }

    @Test
    void atWhicheverStepItStopsNothingIsLostOrDoubled() throws IOException {
        Path place = folder.resolve("place");
        Life life = new Life();
        int[] steps = {0};
        FileOperations files = new ForwardingFiles() {
            @Override
            void step(Step step) throws IOException {
                step.run();
                steps[0]++;
                Path copy = folder.resolve("copy" + steps[0]);
                copyAll(place, copy);
                age(copy);
                try (FileColdStore store = storeIn(copy, ForwardingFiles.plain())) {
                    life.check(store);
                    if (life.erasing) {
                        store.erase(TENANT, Set.of(visitor(ERASED)));
                        assertThat(ColdSignals.all(store, TENANT, ERASED)).isEmpty();
                    }
                    store.tidy();
                    life.check(store);
                    assertThat(names(copy)).noneMatch(name -> name.matches(".*\\.(tmp|open|left)"));
                    store.append(TENANT, List.of(new ColdSignals(99).signal(START, 77)));
                    assertThat(ColdSignals.all(store, TENANT, 77)).hasSize(1);
                }
                deleteAll(copy);
            }
        };
        FileColdStore store = storeIn(place, files);
        life.lead(store);
        assertThat(life.failures).isZero();
        assertThat(steps[0]).isGreaterThan(100);
    }

    @Test
    void whicheverStepFailsNothingThatIsAcknowledgedIsLost() throws IOException {
        int failed = 0;
        boolean reached = true;
        for (int wanted = 6; reached; wanted++) {
            int number = wanted / 2;
            int length = 1 + wanted % 2;
            Path place = folder.resolve("place" + wanted);
            int[] steps = {0};
            FileOperations files = new ForwardingFiles() {
                @Override
                void step(Step step) throws IOException {
                    steps[0]++;
                    // The second one is what cleans up after the first.
                    if (steps[0] >= number && steps[0] < number + length) {
                        throw new FileSystemException("somewhere", null, "No space left on device");
                    }
                    step.run();
                }
            };
            Life life = new Life();
            FileColdStore store = storeIn(place, files);
            life.lead(store);
            reached = steps[0] >= number;
            failed += life.failures;
            try (FileColdStore again = storeIn(place, ForwardingFiles.plain())) {
                life.check(again);
                if (life.erasing) {
                    again.erase(TENANT, Set.of(visitor(ERASED)));
                }
                again.tidy();
                life.check(again);
                assertThat(again.health().damagedRecords() + life.damaged).isLessThan(length);
            }
            deleteAll(place);
        }
        assertThat(failed).isGreaterThan(30);
    }

    @Test
    void aFullDiskIsUnavailableAndAForbiddenOneBroken() {
        assertThat(kindOf(new FileSystemException("somewhere", null, "No space left on device")))
                .isEqualTo(IdentityStoreException.Kind.UNAVAILABLE);
        assertThat(kindOf(new AccessDeniedException("somewhere"))).isEqualTo(IdentityStoreException.Kind.BROKEN);
    }

    private IdentityStoreException.Kind kindOf(IOException failure) {
        boolean[] failing = {false};
        FileOperations files = new ForwardingFiles() {
            @Override
            void step(Step step) throws IOException {
                if (failing[0]) {
                    throw failure;
                }
                step.run();
            }
        };
        try (FileColdStore store = storeIn(folder.resolve("kinds"), files)) {
            failing[0] = true;
            store.append(TENANT, new ColdSignals(1).some(2, 1));
            return fail("it was acknowledged");
        } catch (IdentityStoreException e) {
            return e.kind();
        }
    }

    @Test
    void aFolderThatMayOnlyBeReadCanBeScanned() throws IOException {
        Path place = folder.resolve("readonly");
        List<ColdSignal> appended = new ColdSignals(1).some(100, 1);
        try (FileColdStore store = storeIn(place, ForwardingFiles.plain())) {
            store.append(TENANT, appended);
        }
        FileOperations files = new ForwardingFiles() {
            @Override
            void step(Step step) throws IOException {
                throw new java.nio.file.ReadOnlyFileSystemException();
            }

            @Override
            public void createFolders(Path path) {
                // It is there.
            }
        };
        FileColdStore store = storeIn(place, files);
        assertThat(ColdSignals.all(store, TENANT, 0)).containsExactlyInAnyOrderElementsOf(appended);
        assertThatCode(() -> store.append(TENANT, appended))
                .isInstanceOfSatisfying(
                        IdentityStoreException.class,
                        e -> assertThat(e.kind()).isEqualTo(IdentityStoreException.Kind.BROKEN));
        store.close();
    }

    /** Nobody has appended to the files for long, so whoever comes by takes them over. */
    static void age(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each :
                    files.filter(path -> path.toString().endsWith(".open")).toList()) {
                Files.setLastModifiedTime(each, java.nio.file.attribute.FileTime.fromMillis(0));
            }
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
