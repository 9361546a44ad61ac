package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the signals of some visitors in one segment and reads only the blocks that may have any.
 *
 * <p>Not thread-safe.
 */
final class SegmentScan {
    private final Day day;
    private final Blocks blocks;
    private final ColdQuery query;
    private final long[] fingerprints;
    private final Consumer<ColdSignal> found;
    private final DamageReport damage;
    private long foundCount;
    private long damaged;

    SegmentScan(Day day, Blocks blocks, ColdQuery query, Consumer<ColdSignal> found, DamageReport damage) {
        this.day = day;
        this.blocks = blocks;
        this.query = query;
        this.fingerprints = Fingerprint.of(query.visitors());
        this.found = found;
        this.damage = damage;
    }

    /** Is told of a piece that could not be read. */
    interface DamageReport {
        void damaged(SegmentInput input, long from, long to, int records) throws IOException;

        /** Blocks can be read, what leads to them cannot. */
        void indexDamaged(SegmentInput input);
    }

    long foundCount() {
        return foundCount;
    }

    long damaged() {
        return damaged;
    }

    void scan(SegmentInput input) throws IOException {
        if (input.file().state() == SegmentName.State.SEALED) {
            BitSet candidates;
            SealedIndex.Directory directory;
            try {
                SealedIndex index = SealedIndex.open(input);
                candidates = index.find(fingerprints);
                if (candidates.isEmpty()) {
                    return;
                }
                directory = index.directory();
            } catch (DamagedException e) {
                damage.indexDamaged(input);
                walk(input);
                return;
            }
            for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
                readListed(input, directory, i);
            }
        } else {
            walk(input);
        }
    }

    private void readListed(SegmentInput input, SealedIndex.Directory directory, int number) throws IOException {
        long at = directory.at(number);
        try {
            Block block = Block.read(input, directory, number);
            handOver(blocks.decode(day, block.frame(), block.bytes(), this::isWanted));
        } catch (DamagedException e) {
            lost(input, at, directory.at(number + 1), directory.records(number));
        }
    }

    private void walk(SegmentInput input) throws IOException {
        boolean sealed = input.file().state() == SegmentName.State.SEALED;
        new FrameWalk(input, input.size()).go(new FrameWalk.Steps() {
            @Override
            public void block(Frame frame, long at) throws IOException {
                if (sealed || hasAnyOf(frame)) {
                    try {
                        byte[] bytes = input.read(at + frame.headLength(), frame.length());
                        handOver(blocks.decode(day, frame, bytes, SegmentScan.this::isWanted));
                    } catch (DamagedException e) {
                        lost(input, at, at + frame.wholeLength(), frame.records());
                    }
                }
            }

            @Override
            public void gap(long from, long to, boolean atEnd) throws IOException {
                // The end of a segment that is open, or was when its writer died, is no damage yet; that of a sealed
                // one is its index.
                if (!atEnd) {
                    lost(input, from, to, 1);
                }
            }
        });
    }

    private boolean hasAnyOf(Frame frame) {
        return Arrays.stream(fingerprints).anyMatch(each -> Fingerprint.isAnyOf(each, frame.fingerprints()));
    }

    private boolean isWanted(Set<IdentifierKey> visitors) {
        return !Collections.disjoint(visitors, query.visitors());
    }

    private void handOver(Iterable<ColdSignal> signals) {
        for (ColdSignal signal : signals) {
            if (query.matches(signal)) {
                foundCount++;
                found.accept(signal);
            }
        }
    }

    private void lost(SegmentInput input, long from, long to, int records) throws IOException {
        damaged += records;
        damage.damaged(input, from, to, records);
    }
}
