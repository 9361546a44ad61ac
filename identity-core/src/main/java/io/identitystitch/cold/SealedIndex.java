package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What a sealed segment has behind its blocks: the index of visitors, where its blocks are, which segments it stands for, and a footer.
 *
 * <p>An entry of the index is a number of 64 bits: the upper 48 of a fingerprint and the number of a block. Entries are sorted, in
 * pages of which each has a checksum of its own; fingerprints are evenly spread, so a page is found at the first or second guess.
 *
 * <p>Not thread-safe.
 */
final class SealedIndex {
    static final int FOOTER = 64;
    static final int FOOTER_MARK = 0xC01DF007;
    static final int VERSION = 1;
    static final int PAGE_ENTRIES = 127;
    static final int PAGE = 4 + 8 * PAGE_ENTRIES;
    static final int MAX_BLOCKS = 1 << 16;
    static final long BLOCK_BITS = 0xFFFFL;

    private static final int GUESSES = 4;

    private final SegmentInput input;
    private final long indexAt;
    private final int entries;
    private final int blocks;
    private final int replaced;
    private final int directoryChecksum;
    private final int replacedChecksum;
    private long[] lastPage = {};
    private int lastPageNumber = -1;

    private SealedIndex(SegmentInput input, ByteBuffer footer) throws DamagedException {
        this.input = input;
        this.indexAt = footer.getLong(8);
        this.entries = footer.getInt(16);
        this.blocks = footer.getInt(20);
        this.replaced = footer.getInt(24);
        this.directoryChecksum = footer.getInt(28);
        this.replacedChecksum = footer.getInt(32);
        boolean sound = entries >= 0
                && blocks >= 0
                && blocks <= MAX_BLOCKS
                && replaced >= 0
                && indexAt >= 0
                && replacedAt() + 16L * replaced + FOOTER == input.size();
        if (!sound) {
            throw new DamagedException("a footer does not fit its file");
        }
    }

    static SealedIndex open(SegmentInput input) throws IOException {
        if (input.size() < FOOTER) {
            throw new DamagedException("a sealed segment has no footer");
        }
        byte[] whole = input.read(input.size() - FOOTER, FOOTER);
        ByteBuffer footer = ByteBuffer.wrap(whole);
        boolean sound = footer.getInt(0) == FOOTER_MARK
                && footer.getInt(4) == VERSION
                && footer.getInt(60) == Frame.checksum(input.seed(), whole, 0, 60);
        if (!sound) {
            throw new DamagedException("a sealed segment has no footer");
        }
        return new SealedIndex(input, footer);
    }

    /** Where the blocks end. */
    long blocksEnd() {
        return indexAt;
    }

    boolean standsForOthers() {
        return replaced > 0;
    }

    private int pages() {
        return (entries + PAGE_ENTRIES - 1) / PAGE_ENTRIES;
    }

    private long directoryAt() {
        return indexAt + 8L * entries + 4L * pages();
    }

    private long replacedAt() {
        return directoryAt() + 8L * blocks;
    }

    /** The segments that were there before and are in this one: where one of them is still found, it counts for nothing. */
    Set<SegmentName> replaced() throws IOException {
        ByteBuffer bytes = checked(input.read(replacedAt(), Math.multiplyExact(16, replaced)), replacedChecksum);
        Set<SegmentName> names = new HashSet<>();
        while (bytes.hasRemaining()) {
            names.add(new SegmentName(bytes.getLong(), bytes.getLong()));
        }
        return names;
    }

    /** Where each block is: its place, and its length with its head. */
    Directory directory() throws IOException {
        ByteBuffer bytes = checked(input.read(directoryAt(), 8 * blocks), directoryChecksum);
        long[] at = new long[blocks + 1];
        int[] records = new int[blocks];
        for (int i = 0; i < blocks; i++) {
            at[i + 1] = at[i] + Integer.toUnsignedLong(bytes.getInt());
            records[i] = bytes.getInt();
        }
        if (at[blocks] != indexAt) {
            throw new DamagedException("a directory does not fit its file");
        }
        return new Directory(at, records);
    }

    private ByteBuffer checked(byte[] bytes, int checksum) throws DamagedException {
        if (Frame.checksum(input.seed(), bytes, 0, bytes.length) != checksum) {
            throw new DamagedException("a part of an index has another checksum");
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Every entry, in order. */
    long[] entries() throws IOException {
        long[] all = new long[entries];
        int next = 0;
        for (int page = 0; page < pages(); page++) {
            for (long entry : page(page)) {
                all[next++] = entry;
            }
        }
        return all;
    }

    /** The blocks that may have a visitor with one of these fingerprints. */
    BitSet find(long[] fingerprints) throws IOException {
        BitSet found = new BitSet();
        for (long fingerprint : fingerprints) {
            find(fingerprint & ~BLOCK_BITS, found);
        }
        return found;
    }

    private void find(long wanted, BitSet found) throws IOException {
        for (int number = firstPage(wanted); number < pages(); number++) {
            long[] page = page(number);
            collect(wanted, page, found);
            if (Long.compareUnsigned(page[page.length - 1], wanted | BLOCK_BITS) > 0) {
                return;
            }
        }
    }

    /** The first page that ends at a number or after it. */
    private int firstPage(long wanted) throws IOException {
        int low = 0;
        int high = pages() - 1;
        int guess = (int) (fraction(wanted) * pages());
        for (int tries = 0; low < high; tries++) {
            int number = tries < GUESSES ? Math.max(low, Math.min(high, guess)) : (low + high) >>> 1;
            long[] page = page(number);
            if (Long.compareUnsigned(page[page.length - 1], wanted) < 0) {
                low = number + 1;
                guess = low;
            } else if (Long.compareUnsigned(page[0], wanted) < 0) {
                return number;
            } else {
                high = number;
                guess = number - 1;
            }
        }
        return low;
    }

    private static double fraction(long unsigned) {
        return (unsigned >>> 11) * 0x1.0p-53;
    }

    private static void collect(long wanted, long[] page, BitSet found) {
        for (long entry : page) {
            if ((entry & ~BLOCK_BITS) == wanted) {
                found.set((int) (entry & BLOCK_BITS));
            }
        }
    }

    private long[] page(int number) throws IOException {
        if (number == lastPageNumber) {
            return lastPage;
        }
        int count = Math.min(PAGE_ENTRIES, entries - number * PAGE_ENTRIES);
        byte[] whole = input.read(indexAt + (long) number * PAGE, 4 + 8 * count);
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        if (bytes.getInt() != Frame.checksum(input.seed(), whole, 4, 8 * count)) {
            throw new DamagedException("a page of an index has another checksum");
        }
        long[] page = new long[count];
        bytes.asLongBuffer().get(page);
        lastPage = page;
        lastPageNumber = number;
        return page;
    }

    /**
     * Where the blocks of a segment are.
     *
     * <p>Immutable and thread-safe.
     */
    static final class Directory {
        private final long[] at;
        private final int[] records;

        private Directory(long[] at, int[] records) {
            this.at = at;
            this.records = records;
        }

        int blocks() {
            return records.length;
        }

        /** Where a block begins, which is where the one before it ends. */
        long at(int block) {
            return at[block];
        }

        int records(int block) {
            return records[block];
        }

        int length(int block) {
            return (int) (at[block + 1] - at[block]);
        }
    }
}
