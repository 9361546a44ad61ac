package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sealed segments of the {@link FileColdStore}, for stores that keep them elsewhere, such as in objects of a bucket: compressed blocks of
 * signals of one tenant and day, with an index of visitors behind them, so that a few short reads find what one visitor left.
 *
 * <p>A segment is bound to its name, tenant and day: as any other, it is damaged. The format is that of the file store and as stable.
 *
 * <p>Thread-safe.
 */
public final class SegmentFormat implements AutoCloseable {
    private static final int LARGEST_BLOCK = 8 * 1024 * 1024;

    private final Deflation deflation = new Deflation();
    private final Blocks blocks;

    /**
     * A format.
     *
     * @param codec what happens to blocks between compression and storage
     * @param blockSize how many bytes of bodies are compressed together, 1 KiB to 8 MiB
     * @throws IllegalArgumentException if the size is out of these bounds
     */
    public SegmentFormat(BlockCodec codec, int blockSize) {
        if (blockSize < 1024 || blockSize > LARGEST_BLOCK) {
            throw new IllegalArgumentException("blockSize is 1 KiB to 8 MiB: " + blockSize);
        }
        blocks = new Blocks(deflation, codec, blockSize);
    }

    /**
     * Which segment: what its bytes are bound to.
     *
     * <p>Immutable and thread-safe.
     *
     * @param tenant whose signals
     * @param date the UTC day of their receipt
     * @param name 32 small hexadecimal digits; of a different segment, different ones
     */
    public record Id(TenantId tenant, LocalDate date, String name) {
        /**
         * Checks the name.
         *
         * @param tenant whose signals
         * @param date the UTC day of their receipt
         * @param name 32 small hexadecimal digits; of a different segment, different ones
         * @throws IllegalArgumentException if the name has another shape
         */
        public Id {
            if (!name.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("the name of a segment is 32 hexadecimal digits");
            }
        }

        private SegmentName.SegmentFile file() {
            return new SegmentName.SegmentFile(
                    new SegmentName(
                            Long.parseUnsignedLong(name.substring(0, 16), 16),
                            Long.parseUnsignedLong(name.substring(16), 16)),
                    SegmentName.State.SEALED);
        }

        private Day day() {
            return new Day(tenant, date, Path.of(""));
        }
    }

    /** The bytes of a segment where they are. */
    public interface Source {
        /**
         * How many bytes it has.
         *
         * @return the size
         * @throws IOException if it cannot be told
         */
        long size() throws IOException;

        /**
         * Fills the buffer as far as the segment goes.
         *
         * @param into takes the bytes
         * @param from where to begin
         * @throws IOException if they cannot be read
         */
        void read(ByteBuffer into, long from) throws IOException;
    }

    /** Is told of what cannot be read. */
    @FunctionalInterface
    public interface Aside {
        /**
         * A piece that is damaged.
         *
         * @param segment which segment it is in
         * @param from where it begins
         * @param to where it ends, exclusive
         * @param records how many records were in it, as far as it is known
         * @throws IOException if it cannot be set aside
         */
        void damaged(Id segment, long from, long to, int records) throws IOException;
    }

    /**
     * What a merge came to.
     *
     * <p>Not thread-safe: the array is not copied.
     *
     * @param bytes the new segment; none if no signal is left
     * @param erased how many signals were left out
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over once, never compared.
    public record Merged(Optional<byte[]> bytes, long erased) {}

    /**
     * 64 bits by which a visitor stands outside of what is compressed.
     *
     * @param visitor the key of the visitor
     * @return a part of its digest
     */
    public static long fingerprint(IdentifierKey visitor) {
        return Fingerprint.of(visitor);
    }

    /**
     * A tenant as a name that is one of a folder on any file system and a part of any URL, and never leads out of its own folder.
     *
     * @param tenant the tenant
     * @return the name: small letters, digits, and {@code . _ - =}
     */
    public static String folder(TenantId tenant) {
        return TenantFolder.name(tenant);
    }

    /**
     * The tenant whose folder has a name.
     *
     * @param folder the name
     * @return the tenant; none if no tenant's has it
     */
    public static Optional<TenantId> tenant(String folder) {
        return TenantFolder.tenant(folder);
    }

    /**
     * The day whose folder has a name.
     *
     * @param folder the name, {@code yyyy-mm-dd}
     * @return the day; none if no day's has it
     */
    public static Optional<LocalDate> date(String folder) {
        return Folders.date(folder);
    }

    /**
     * A segment of some signals.
     *
     * @param id which; signals are those of its day
     * @param signals the signals, at least one
     * @return its bytes
     */
    public byte[] write(Id id, List<ColdSignal> signals) {
        Memory memory = new Memory();
        try {
            SegmentOutput output =
                    new SegmentOutput(memory, id.day().seed(id.file().name()));
            for (Block block : blocks.encode(id.day(), signals)) {
                output.add(block.frame(), block.bytes());
            }
            output.finish(List.of());
        } catch (IOException e) {
            throw new IllegalArgumentException("too many signals for a segment", e);
        }
        return memory.toBytes();
    }

    /**
     * Looks for signals in a segment. Without its index, which may be damaged, it reads all of it.
     *
     * @param id which
     * @param source its bytes
     * @param query which signals
     * @param found takes each of them
     * @param aside is told of what is damaged
     * @return what the scan came to
     * @throws IOException what the source throws; what was handed over before is right
     */
    public ColdScan scan(Id id, Source source, ColdQuery query, Consumer<ColdSignal> found, Aside aside)
            throws IOException {
        SegmentInput input = open(id, source);
        SegmentScan scan = new SegmentScan(id.day(), blocks, query, found, new SegmentScan.DamageReport() {
            @Override
            public void damaged(SegmentInput of, long from, long to, int records) throws IOException {
                aside.damaged(id, from, to, records);
            }

            @Override
            public void indexDamaged(SegmentInput of) {
                // The blocks are read without it; whoever merges the segment makes a new one.
            }
        });
        scan.scan(input);
        return new ColdScan(scan.foundCount(), input.bytesRead(), scan.damaged());
    }

    /**
     * The names of the segments that a segment stands for: where one of them is still found, it counts for nothing.
     *
     * @param id which
     * @param source its bytes
     * @return the names; none where that cannot be read
     * @throws IOException what the source throws
     */
    public Set<String> replaced(Id id, Source source) throws IOException {
        Set<String> names = new HashSet<>();
        try {
            for (SegmentName each : SealedIndex.open(open(id, source)).replaced()) {
                names.add(each.toString().replace("-", ""));
            }
        } catch (DamagedException e) {
            return Set.of();
        }
        return names;
    }

    /**
     * The visitors of a segment, as far as its index has them.
     *
     * @param id which
     * @param source its bytes
     * @return the upper 48 bits of their {@linkplain #fingerprint fingerprints}, each once
     * @throws IOException what the source throws, or if the index is damaged
     */
    public Set<Long> fingerprints(Id id, Source source) throws IOException {
        Set<Long> all = new HashSet<>();
        for (long entry : SealedIndex.open(open(id, source)).entries()) {
            all.add(entry & ~SealedIndex.BLOCK_BITS);
        }
        return all;
    }

    /**
     * Whether a segment may have something of some visitors, in a block or in what cannot be read.
     *
     * @param id which
     * @param source its bytes
     * @param visitors the keys of the visitors
     * @return false if it has nothing of them
     * @throws IOException what the source throws
     */
    public boolean mayHave(Id id, Source source, Set<IdentifierKey> visitors) throws IOException {
        return Holding.isPossible(open(id, source), Fingerprint.of(visitors));
    }

    /**
     * Makes one segment of several, without the signals of some visitors and without what is damaged.
     *
     * @param id which it will be
     * @param sources the segments that it is to stand for, of the same tenant and day, with their bytes
     * @param erased the keys of visitors whose signals are left out
     * @param aside is told of what is damaged
     * @return the new segment
     * @throws IOException what a source throws
     */
    public Merged merge(Id id, Map<Id, Source> sources, Set<IdentifierKey> erased, Aside aside) throws IOException {
        Memory memory = new Memory();
        SegmentOutput output = new SegmentOutput(memory, id.day().seed(id.file().name()));
        List<SegmentName> replaced = new ArrayList<>();
        SegmentMerge merge = new SegmentMerge(
                blocks,
                id.day(),
                erased,
                (input, from, to, lost) -> aside.damaged(
                        new Id(
                                id.tenant(),
                                id.date(),
                                input.file().name().toString().replace("-", "")),
                        from,
                        to,
                        lost));
        for (Map.Entry<Id, Source> each : sources.entrySet()) {
            SegmentInput input = open(each.getKey(), each.getValue());
            replaced.add(input.file().name());
            merge.copy(input, output);
        }
        merge.finish(output);
        if (output.records() == 0) {
            return new Merged(Optional.empty(), merge.erasedCount());
        }
        output.finish(replaced);
        return new Merged(Optional.of(memory.toBytes()), merge.erasedCount());
    }

    private static SegmentInput open(Id id, Source source) throws IOException {
        return new SegmentInput(id.day(), id.file(), new FileOperations.Input() {
            @Override
            public long size() throws IOException {
                return source.size();
            }

            @Override
            public void read(ByteBuffer into, long from) throws IOException {
                source.read(into, from);
            }

            @Override
            public void close() {
                // The source is the caller's.
            }
        });
    }

    /** Gives back what it keeps for compression. */
    @Override
    public void close() {
        deflation.close();
    }

    /** A segment in memory while it is written. */
    private static final class Memory implements FileOperations.Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(ByteBuffer more) {
            bytes.write(more.array(), more.arrayOffset() + more.position(), more.remaining());
            more.position(more.limit());
        }

        @Override
        public void force() {
            // What is made of it is the caller's to keep.
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }
}
