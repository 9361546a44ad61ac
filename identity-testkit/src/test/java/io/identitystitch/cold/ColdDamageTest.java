package io.identitystitch.cold;

import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.testkit.ColdSignals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of 64 records that are cut off or changed anywhere: what is whole is found, nothing else is, and nothing is thrown. */
class ColdDamageTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final long SEED = Long.getLong("identity.seed", 20260302L);

    private final List<ColdSignal> appended = new ColdSignals(1).some(64, 8);

    @TempDir
    private Path folder;

    @BeforeEach
    void printSeed() {
        System.out.println("seed " + SEED);
    }

    /** A segment in memory, and where its blocks are. */
    private record Stored(
            Day day, SegmentName.SegmentFile file, byte[] bytes, long[] at, List<List<ColdSignal>> blocks) {
        Seen scan(byte[] changed) throws IOException {
            Seen seen = new Seen();
            SegmentInput input = new SegmentInput(day, file, new BytesInput(changed));
            Blocks form = new Blocks(new Deflation(), BlockCodec.NONE, 1024);
            SegmentScan scan = new SegmentScan(
                    day, form, query(TENANT, 0, 1, 2, 3, 4, 5, 6, 7), seen.found::add, new SegmentScan.DamageReport() {
                        @Override
                        public void damaged(SegmentInput of, long from, long to, int records) {
                            seen.damaged = true;
                        }

                        @Override
                        public void indexDamaged(SegmentInput of) {
                            seen.indexDamaged = true;
                        }
                    });
            scan.scan(input);
            return seen;
        }

        /** The records of the blocks in a range of the file that holds them as wholes. */
        List<ColdSignal> within(long from, long to) {
            List<ColdSignal> records = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                if (at[i] >= from && at[i + 1] <= to) {
                    records.addAll(blocks.get(i));
                }
            }
            return records;
        }
    }

    private static final class Seen {
        final List<ColdSignal> found = new ArrayList<>();
        boolean damaged;
        boolean indexDamaged;
    }

    private record BytesInput(byte[] bytes) implements FileOperations.Input {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(ByteBuffer into, long from) {
            if (from < bytes.length) {
                into.put(bytes, (int) from, Math.min(into.remaining(), bytes.length - (int) from));
            }
        }

        @Override
        public void close() {}
    }

    private Stored stored(SegmentName.State state) throws IOException {
        Day day = new Day(TENANT, LocalDate.parse("2026-03-02"), folder);
        SegmentName.SegmentFile file = new SegmentName.SegmentFile(new SegmentName(1, 2), state);
        Blocks form = new Blocks(new Deflation(), BlockCodec.NONE, 1024);
        List<Block> blocks = form.encode(day, appended);
        assertThat(blocks).hasSizeGreaterThan(5);
        long[] at = new long[blocks.size() + 1];
        List<List<ColdSignal>> records = new ArrayList<>();
        ByteSink open = new ByteSink(1024);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SegmentOutput output = new SegmentOutput(new BytesOutput(sealed), day.seed(file.name()));
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            block.frame().writeTo(open, day.seed(file.name()));
            open.put(block.bytes());
            output.add(block.frame(), block.bytes());
            boolean isSealed = state == SegmentName.State.SEALED;
            at[i + 1] = isSealed ? at[i] + Frame.PREFIX + block.bytes().length : open.size();
            records.add(form.decode(day, block.frame(), block.bytes()));
        }
        output.finish(List.of());
        byte[] bytes = state == SegmentName.State.SEALED ? sealed.toByteArray() : open.toBytes();
        return new Stored(day, file, bytes, at, records);
    }

    private record BytesOutput(ByteArrayOutputStream bytes) implements FileOperations.Output {
        @Override
        public void write(ByteBuffer more) {
            bytes.write(more.array(), more.position(), more.remaining());
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    @Test
    void cutOffAnywhereAnOpenSegmentHasWhatIsBefore() throws IOException {
        Stored stored = stored(SegmentName.State.OPEN);
        for (int length = 0; length <= stored.bytes().length; length++) {
            Seen seen = stored.scan(Arrays.copyOf(stored.bytes(), length));
            assertThat(seen.found).isEqualTo(stored.within(0, length));
            assertThat(seen.damaged).isFalse();
        }
    }

    @Test
    void cutOffAnywhereASealedSegmentHasWhatIsBefore() throws IOException {
        Stored stored = stored(SegmentName.State.SEALED);
        for (int length = 0; length < stored.bytes().length; length++) {
            Seen seen = stored.scan(Arrays.copyOf(stored.bytes(), length));
            assertThat(seen.found).isEqualTo(stored.within(0, length));
            assertThat(seen.indexDamaged).isTrue();
        }
        assertThat(stored.scan(stored.bytes()).found).isEqualTo(appended);
    }

    @Test
    void aChangedBitCostsAtMostItsBlock() throws IOException {
        Random random = new Random(SEED);
        for (SegmentName.State state : List.of(SegmentName.State.OPEN, SegmentName.State.SEALED)) {
            Stored stored = stored(state);
            for (int i = 0; i < 4_000; i++) {
                byte[] changed = stored.bytes().clone();
                int at = random.nextInt(changed.length);
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Seen seen = stored.scan(changed);
                List<ColdSignal> whole = new ArrayList<>(stored.within(0, at));
                whole.addAll(stored.within(at + 1L, stored.bytes().length));
                assertThat(seen.found).isEqualTo(whole);
                boolean last = at >= stored.at()[stored.blocks().size() - 1];
                assertThat(seen.damaged || seen.indexDamaged || last).isTrue();
            }
        }
    }

    @Test
    void manyChangedBytesNeverMakeAnotherRecord() throws IOException {
        Random random = new Random(SEED);
        Set<ColdSignal> right = new HashSet<>(appended);
        for (SegmentName.State state : SegmentName.State.values()) {
            Stored stored = stored(state);
            for (int i = 0; i < 500; i++) {
                byte[] changed = stored.bytes().clone();
                int from = random.nextInt(changed.length);
                int to = Math.min(changed.length, from + random.nextInt(2_000));
                for (int at = from; at < to; at++) {
                    changed[at] = i % 2 == 0 ? 0 : (byte) random.nextInt();
                }
                Seen seen = stored.scan(changed);
                assertThat(right).containsAll(seen.found);
                assertThat(seen.found).doesNotHaveDuplicates().containsAll(stored.within(0, from));
            }
        }
    }

    @Test
    void damageIsSetAsideAndCountedOnceAndTheRestIsRead() throws IOException {
        try (FileColdStore store = open()) {
            store.append(TENANT, appended);
        }
        Path segment = files(".seg").get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[100] ^= 4;
        Files.write(segment, bytes);
        try (FileColdStore store = open()) {
            ColdScan first = store.scan(query(TENANT, 0, 1, 2, 3, 4, 5, 6, 7), signal -> {});
            assertThat(first.damaged()).isBetween(1L, 12L);
            assertThat(first.found()).isEqualTo(64 - first.damaged());
            store.scan(query(TENANT, 0, 1, 2, 3, 4, 5, 6, 7), signal -> {});
            assertThat(store.health().damagedRecords()).isEqualTo(first.damaged());
            assertThat(store.health().damagedPieces()).isOne();
            assertThat(files(".bad")).hasSize(1);
            assertThat(store.erase(TENANT, Set.of(visitor(99)))).isZero();
            assertThat(files(".bad")).isEmpty();
        }
    }

    @Test
    void aTornEndIsSetAsideOnceWhenItsSegmentIsSealed() throws IOException {
        try (FileColdStore store = open()) {
            store.append(TENANT, appended.subList(0, 32));
            store.append(TENANT, appended.subList(32, 64));
            Path segment = files(".open").get(0);
            byte[] bytes = Files.readAllBytes(segment);
            Path left = segment.resolveSibling(
                    segment.getFileName().toString().replace("-", "-f").replace("-f0", "-f"));
            Files.write(left, Arrays.copyOf(bytes, 10));
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4, 5, 6, 7)).hasSize(64);
            assertThat(store.health().damagedPieces()).isZero();
            Files.move(left, Path.of(left.toString().replace(".open", ".left")));
            store.tidy();
            store.tidy();
            assertThat(store.health().damagedPieces()).isOne();
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4, 5, 6, 7)).hasSize(64);
            assertThat(files(".left")).isEmpty();
        }
    }

    @Test
    void anIndexThatIsDamagedIsMadeAgain() throws IOException {
        try (FileColdStore store = open()) {
            store.append(TENANT, appended);
        }
        Path segment = files(".seg").get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 3] ^= 1;
        Files.write(segment, bytes);
        try (FileColdStore store = open()) {
            assertThat(all(store, TENANT, 3)).hasSize(8);
        }
        assertThat(files(".seg")).hasSize(1).doesNotContain(segment);
        try (FileColdStore store = open()) {
            assertThat(store.scan(query(TENANT, 3), signal -> {}).bytesRead()).isLessThan(bytes.length);
            assertThat(store.health().damagedRecords()).isZero();
        }
    }

    @Test
    void foreignFilesAreLeftAlone() throws IOException {
        try (FileColdStore store = open()) {
            store.append(TENANT, appended);
        }
        Path own = files(".seg").get(0);
        Path day = own.getParent();
        Files.write(day.resolve("0000000000000001-0000000000000001.seg"), new byte[0]);
        Files.write(day.resolve("0000000000000001-0000000000000002.open"), new byte[0]);
        Files.write(day.resolve("0000000000000001-0000000000000003.seg"), new byte[5_000]);
        Files.copy(own, day.resolve("0000000000000001-0000000000000004.seg"));
        Files.writeString(day.resolve("readme.txt"), "hello");
        Files.writeString(day.resolveSibling("notes"), "hello");
        Files.createDirectory(day.resolveSibling("2026-13-77"));
        Files.createDirectory(day.resolveSibling("+999999999-12-31"));
        try (FileColdStore store = open()) {
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4, 5, 6, 7)).containsExactlyInAnyOrderElementsOf(appended);
            store.tidy();
            assertThat(all(store, TENANT, 0, 1, 2, 3, 4, 5, 6, 7)).containsExactlyInAnyOrderElementsOf(appended);
        }
        assertThat(day.resolve("readme.txt")).exists();
    }

    @Test
    void whatExpandsBeyondBoundsIsDamaged() throws IOException {
        Deflation deflation = new Deflation();
        byte[] zeros = new byte[10_000_000];
        assertThat(deflation.compress(zeros, zeros.length)).isNull();
        java.util.zip.Deflater bomb = new java.util.zip.Deflater(9, true);
        bomb.setInput(zeros);
        bomb.finish();
        byte[] small = new byte[100_000];
        int length = bomb.deflate(small);
        bomb.end();
        for (int claimed : new int[] {zeros.length, length * 100, length, 0, -1, Integer.MAX_VALUE}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> deflation.expand(small, 0, length, claimed))
                    .isInstanceOf(DamagedException.class);
        }
    }

    private FileColdStore open() {
        return FileColdStore.builder(folder.resolve("store"))
                .blockSize(1024)
                .segmentSize(1 << 20)
                .background(Runnable::run)
                .open();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            return files.filter(path -> path.toString().endsWith(suffix)).toList();
        }
    }
}
