package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Signals as blocks that a file can take, and back: encoded, compressed, sealed by the codec, with a checksum.
 *
 * <p>Thread-safe.
 */
final class Blocks {
    /** What a record takes beside its body, about. */
    private static final int OVERHEAD = 128;

    private final SignalBlock form;
    private final BlockCodec codec;
    private final int blockSize;

    Blocks(Deflation deflation, BlockCodec codec, int blockSize) {
        this.form = new SignalBlock(deflation);
        this.codec = codec;
        this.blockSize = blockSize;
    }

    /** Those of some signals of one day, in their order. */
    List<Block> encode(Day day, List<ColdSignal> signals) {
        List<Block> blocks = new ArrayList<>();
        Gathering gathering = new Gathering(day, blocks::add);
        signals.forEach(gathering::add);
        gathering.flush();
        return blocks;
    }

    List<ColdSignal> decode(Day day, Frame frame, byte[] block) throws DamagedException {
        List<ColdSignal> signals = decode(day, frame, block, any -> true);
        if (signals.size() != frame.records()) {
            throw new DamagedException("a block has another number of records");
        }
        return signals;
    }

    /** Only those signals whose visitors are wanted. */
    List<ColdSignal> decode(Day day, Frame frame, byte[] block, Predicate<Set<IdentifierKey>> wanted)
            throws DamagedException {
        if (!frame.isOf(block)) {
            throw new DamagedException("a block has another checksum");
        }
        byte[] opened;
        try {
            opened = codec.open(block, day.where());
        } catch (IOException | RuntimeException e) {
            throw new DamagedException("a block cannot be opened");
        }
        return form.decode(opened, wanted);
    }

    /**
     * Collects signals until they are enough for a block.
     *
     * <p>Not thread-safe.
     */
    final class Gathering {
        private final Day day;
        private final Consumer<Block> full;
        private final List<ColdSignal> signals = new ArrayList<>();
        private long size;

        Gathering(Day day, Consumer<Block> full) {
            this.day = day;
            this.full = full;
        }

        void add(ColdSignal signal) {
            if (size > 0 && size + signal.body().length > 2L * blockSize) {
                flush();
            }
            signals.add(signal);
            size += signal.body().length + OVERHEAD;
            if (size >= blockSize) {
                flush();
            }
        }

        void flush() {
            if (!signals.isEmpty()) {
                byte[] block = codec.seal(form.encode(signals), day.where());
                full.accept(new Block(Frame.of(signals.size(), Fingerprint.ofAll(signals), block), block));
                signals.clear();
                size = 0;
            }
        }
    }
}
