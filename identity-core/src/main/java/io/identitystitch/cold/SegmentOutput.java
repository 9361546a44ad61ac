package io.identitystitch.cold;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/**
 * A sealed segment while it is written.
 *
 * <p>Not thread-safe.
 */
final class SegmentOutput implements Closeable {
    private static final int BUFFER = 256 * 1024;

    private final FileOperations.Output output;
    private final byte[] seed;
    private final ByteSink pending = new ByteSink(BUFFER);
    private final ByteSink directory = new ByteSink(1024);
    private long[] entries = new long[1024];
    private int entryCount;
    private int blocks;
    private long size;
    private long records;

    SegmentOutput(FileOperations.Output output, byte[] seed) {
        this.output = output;
        this.seed = seed;
    }

    int blocks() {
        return blocks;
    }

    long records() {
        return records;
    }

    /** Takes a block; the fingerprints of its head go to the index. */
    void add(Frame frame, byte[] block) throws IOException {
        if (blocks == SealedIndex.MAX_BLOCKS) {
            throw new IOException("a segment has no room for another block");
        }
        new Frame(frame.records(), new long[0], frame.length(), frame.checksum()).writeTo(pending, seed);
        pending.put(block);
        int length = Frame.PREFIX + block.length;
        directory.putInt(length);
        directory.putInt(frame.records());
        for (long fingerprint : frame.fingerprints()) {
            if (entryCount == entries.length) {
                entries = Arrays.copyOf(entries, entryCount * 2);
            }
            entries[entryCount++] = (fingerprint & ~SealedIndex.BLOCK_BITS) | blocks;
        }
        blocks++;
        size += length;
        records += frame.records();
        if (pending.size() >= BUFFER) {
            flush();
        }
    }

    /** Writes what stands behind the blocks, and makes all of it survive the death of the machine. */
    void finish(Collection<SegmentName> replaced) throws IOException {
        for (int i = 0; i < entryCount; i++) {
            entries[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(entries, 0, entryCount);
        for (int from = 0; from < entryCount; from += SealedIndex.PAGE_ENTRIES) {
            writePage(from, Math.min(entryCount, from + SealedIndex.PAGE_ENTRIES));
        }
        pending.put(directory.array(), 0, directory.size());
        ByteSink names = new ByteSink(16 * replaced.size());
        for (SegmentName name : replaced) {
            names.putLong(name.writer());
            names.putLong(name.number());
        }
        pending.put(names.array(), 0, names.size());
        ByteBuffer footer = ByteBuffer.allocate(SealedIndex.FOOTER);
        footer.putInt(SealedIndex.FOOTER_MARK).putInt(SealedIndex.VERSION).putLong(size);
        footer.putInt(entryCount).putInt(blocks).putInt(replaced.size());
        footer.putInt(Frame.checksum(seed, directory.array(), 0, directory.size()));
        footer.putInt(Frame.checksum(seed, names.array(), 0, names.size()));
        footer.putInt(60, Frame.checksum(seed, footer.array(), 0, 60));
        pending.put(footer.array());
        flush();
        output.force();
    }

    private void writePage(int from, int to) {
        ByteBuffer page = ByteBuffer.allocate(4 + 8 * (to - from));
        page.putInt(0);
        for (int i = from; i < to; i++) {
            page.putLong(entries[i] ^ Long.MIN_VALUE);
        }
        page.putInt(0, Frame.checksum(seed, page.array(), 4, 8 * (to - from)));
        pending.put(page.array());
    }

    private void flush() throws IOException {
        output.write(ByteBuffer.wrap(pending.array(), 0, pending.size()));
        pending.clear();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
