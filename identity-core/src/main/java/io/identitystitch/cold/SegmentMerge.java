package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Copies segments into one: without the signals of some visitors, without what is damaged, with small blocks put together.
 *
 * <p>Not thread-safe.
 */
final class SegmentMerge {
    /** A stored block that is smaller is put together with others, which compresses better. */
    private static final int SMALL_BLOCK = 8 * 1024;

    private final Blocks blocks;
    private final Aside damage;
    private final Day day;
    private final Set<IdentifierKey> erased;
    private final long[] erasedMarks;
    private final Blocks.Gathering gathering;
    private final List<Block> gathered = new ArrayList<>();
    private long erasedCount;

    SegmentMerge(Blocks blocks, Day day, Set<IdentifierKey> erased, Aside damage) {
        this.blocks = blocks;
        this.damage = damage;
        this.day = day;
        this.erased = erased;
        this.erasedMarks = marks(Fingerprint.of(erased));
        this.gathering = blocks.new Gathering(day, gathered::add);
    }

    /** Takes what cannot be read. */
    interface Aside {
        /** A piece of a segment, and how many records were in it, as far as it is known. */
        void setAside(SegmentInput input, long from, long to, int lost) throws IOException;
    }

    /** What an index keeps of fingerprints, in the same order. */
    private static long[] marks(long[] fingerprints) {
        return Arrays.stream(fingerprints)
                .map(each -> each & ~SealedIndex.BLOCK_BITS)
                .toArray();
    }

    /** How many signals were left out as erased. */
    long erasedCount() {
        return erasedCount;
    }

    /** After the last segment. */
    void finish(SegmentOutput output) throws IOException {
        gathering.flush();
        writeGathered(output);
    }

    void copy(SegmentInput input, SegmentOutput output) throws IOException {
        if (input.file().state() == SegmentName.State.SEALED) {
            SealedIndex.Directory directory;
            long[][] fingerprints;
            try {
                SealedIndex index = SealedIndex.open(input);
                directory = index.directory();
                fingerprints = byBlock(index.entries(), directory.blocks());
            } catch (DamagedException e) {
                walk(input, output);
                return;
            }
            for (int i = 0; i < fingerprints.length; i++) {
                try {
                    Block block = Block.read(input, directory, i);
                    Frame head = block.frame();
                    take(
                            new Frame(head.records(), fingerprints[i], head.length(), head.checksum()),
                            block.bytes(),
                            output);
                } catch (DamagedException e) {
                    damage.setAside(input, directory.at(i), directory.at(i + 1), directory.records(i));
                }
            }
        } else {
            walk(input, output);
        }
    }

    private static long[][] byBlock(long[] entries, int blocks) throws DamagedException {
        int[] counts = new int[blocks];
        for (long entry : entries) {
            int block = (int) (entry & SealedIndex.BLOCK_BITS);
            if (block >= blocks) {
                throw new DamagedException("an index names a block that is not there");
            }
            counts[block]++;
        }
        long[][] fingerprints = new long[blocks][];
        for (int i = 0; i < blocks; i++) {
            fingerprints[i] = new long[counts[i]];
        }
        for (long entry : entries) {
            int block = (int) (entry & SealedIndex.BLOCK_BITS);
            fingerprints[block][fingerprints[block].length - counts[block]--] = entry & ~SealedIndex.BLOCK_BITS;
        }
        return fingerprints;
    }

    private void walk(SegmentInput input, SegmentOutput output) throws IOException {
        boolean sealed = input.file().state() == SegmentName.State.SEALED;
        new FrameWalk(input, input.size()).go(new FrameWalk.Steps() {
            @Override
            public void block(Frame frame, long at) throws IOException {
                try {
                    byte[] bytes = input.read(at + frame.headLength(), frame.length());
                    Frame whole = frame;
                    if (sealed) {
                        List<ColdSignal> signals = blocks.decode(day, frame, bytes);
                        whole = Frame.of(frame.records(), Fingerprint.ofAll(signals), bytes);
                    }
                    if (!whole.isOf(bytes)) {
                        throw new DamagedException("a block has another checksum");
                    }
                    take(whole, bytes, output);
                } catch (DamagedException e) {
                    damage.setAside(input, at, at + frame.wholeLength(), frame.records());
                }
            }

            @Override
            public void gap(long from, long to, boolean atEnd) throws IOException {
                // Behind the last block of a sealed segment is its index.
                damage.setAside(input, from, to, sealed && atEnd ? 0 : 1);
            }
        });
    }

    private void take(Frame frame, byte[] block, SegmentOutput output) throws IOException {
        boolean touched = erasedMarks.length > 0
                && Arrays.stream(marks(frame.fingerprints())).anyMatch(this::isErased);
        if (touched) {
            for (ColdSignal signal : blocks.decode(day, frame, block)) {
                if (Collections.disjoint(signal.visitors(), erased)) {
                    gathering.add(signal);
                } else {
                    erasedCount++;
                }
            }
        } else if (block.length < SMALL_BLOCK) {
            List<ColdSignal> signals;
            try {
                signals = blocks.decode(day, frame, block);
            } catch (DamagedException e) {
                // It is as it was written, so whoever has the right key can still open it.
                output.add(frame, block);
                return;
            }
            signals.forEach(gathering::add);
        } else {
            output.add(frame, block);
        }
        writeGathered(output);
    }

    private boolean isErased(long mark) {
        return Fingerprint.isAnyOf(mark, erasedMarks);
    }

    private void writeGathered(SegmentOutput output) throws IOException {
        for (Block block : gathered) {
            output.add(block.frame(), block.bytes());
        }
        gathered.clear();
    }
}
