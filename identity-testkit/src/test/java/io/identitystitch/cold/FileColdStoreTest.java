package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file store does beyond the contract: its folders, other processes, codecs, interrupts, merging. */
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
    void anyBodyComesBack() throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        ColdSignals signals = new ColdSignals(SEED);
        SignalBlock form = new SignalBlock(new Deflation());
        String[] parts = {
            "\"",
            "\\",
            ":",
            ",",
            "{",
            "}",
            "[",
            "]",
            "0",
            "-1.5e9",
            "abc",
            "true",
            " ",
            "\n",
            "\u00e9",
            "\"id\":",
            "\"a\"",
            "\"\"",
            "2026-03-02T09:00:00.123Z",
            "\"2026-03-02T09:00:00.123456Z\"",
            "\"2026-02-30T09:00:00Z\"",
            "\u0001",
            "\"9ac95243-0d2d-44f9-087b-2eb788886247\"",
            "\"0123456789abcdef0123456789abcdef\"",
            "9ac95243-0d2d-44f9-087b-2eb788886247"
        };
        for (int round = 0; round < 3_000; round++) {
            List<ColdSignal> made = new ArrayList<>();
            for (int i = 1 + random.nextInt(12); i > 0; i--) {
                StringBuilder body = new StringBuilder();
                for (int length = random.nextInt(20); length > 0; length--) {
                    body.append(parts[random.nextInt(parts.length)]);
                }
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                if (bytes.length > 0 && random.nextInt(4) == 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                made.add(signals.signal(START.plusSeconds(random.nextInt(10_000_000)), bytes, random.nextInt(4)));
            }
            assertThat(form.decode(form.encode(made))).isEqualTo(made);
        }
    }

    @Test
    void aHashThatIsThatOfTheBodyIsNotKept() throws IOException {
        ColdSignals signals = new ColdSignals(1);
        List<ColdSignal> other = signals.some(50, 50);
        List<ColdSignal> derived = other.stream()
                .map(each -> new ColdSignal(
                        io.identitystitch.model.Digest.sha256(each.body()),
                        each.occurredAt(),
                        each.receivedAt(),
                        each.visitors(),
                        each.body()))
                .toList();
        SignalBlock form = new SignalBlock(new Deflation());
        assertThat(form.decode(form.encode(derived))).isEqualTo(derived);
        assertThat(form.encode(derived).length).isLessThan(form.encode(other).length - 49 * 32);
    }

    @Test
    void findsEveryEntryOfAnIndexHoweverTheyLie() throws IOException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            int kind = round % 4;
            int blocks = 1 + random.nextInt(300);
            Map<Long, Set<Integer>> expected = new HashMap<>();
            Day day = new Day(TENANT, java.time.LocalDate.EPOCH, folder);
            SegmentName.SegmentFile file =
                    new SegmentName.SegmentFile(new SegmentName(round, 1), SegmentName.State.SEALED);
            Path path = folder.resolve("index" + round);
            SegmentOutput output = new SegmentOutput(new DiskFiles().create(path), day.seed(file.name()));
            for (int block = 0; block < blocks; block++) {
                long[] marks = random.longs(10)
                        .map(any -> (switch (kind) {
                                    case 0 -> any;
                                    case 1 -> any & 0x3FL;
                                    case 2 -> any | 0xFFFFFFFF00000000L;
                                    default -> any & 0x8000_0000_0000_0000L;
                                })
                                << 16)
                        .toArray();
                output.add(new Frame(1, marks, 1, 0), new byte[1]);
                for (long mark : marks) {
                    expected.computeIfAbsent(mark, any -> new HashSet<>()).add(block);
                }
            }
            output.finish(List.of());
            output.close();
            try (SegmentInput input = new SegmentInput(day, file, new DiskFiles().open(path))) {
                SealedIndex index = SealedIndex.open(input);
                for (Map.Entry<Long, Set<Integer>> each : expected.entrySet()) {
                    assertThat(index.find(new long[] {each.getKey()}).stream().boxed())
                            .containsExactlyInAnyOrderElementsOf(each.getValue());
                    long absent = each.getKey() + (1 << 16);
                    assertThat(index.find(new long[] {absent}).cardinality())
                            .isEqualTo(expected.getOrDefault(absent, Set.of()).size());
                }
            }
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

    @Test
    void aCodecSeesEveryBlockAndWithoutItNothingIsReadOrLost() throws IOException {
        BlockCodec codec = new BlockCodec() {
            @Override
            public byte[] seal(byte[] block, String where) {
                byte[] sealed = turned(block);
                sealed[block.length] = (byte) where.hashCode();
                return sealed;
            }

            @Override
            public byte[] open(byte[] sealed, String where) throws IOException {
                if (sealed[sealed.length - 1] != (byte) where.hashCode()) {
                    throw new IOException("sealed elsewhere");
                }
                return java.util.Arrays.copyOf(turned(sealed), sealed.length - 1);
            }

            private byte[] turned(byte[] bytes) {
                byte[] turned = new byte[bytes.length + 1];
                for (int i = 0; i < bytes.length; i++) {
                    turned[i] = (byte) ~bytes[i];
                }
                return turned;
            }
        };
        List<ColdSignal> appended = new ColdSignals(1).some(50, 5);
        for (ColdSignal signal : appended) {
            try (FileColdStore store = FileColdStore.builder(folder)
                    .codec(codec)
                    .background(Runnable::run)
                    .open()) {
                store.append(TENANT, List.of(signal));
            }
        }
        try (FileColdStore store = small(folder)) {
            assertThat(store.scan(query(TENANT, 1), signal -> {}).found()).isZero();
            assertThat(store.scan(query(TENANT, 1), signal -> {}).damaged()).isPositive();
            store.tidy();
        }
        try (FileColdStore store = FileColdStore.builder(folder).codec(codec).open()) {
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4)).containsExactlyInAnyOrderElementsOf(appended);
        }
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

    private List<String> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
