package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A block with its head.
 *
 * <p>Immutable and thread-safe.
 */
final class Block {
    private final Frame frame;
    private final byte[] bytes;

    Block(Frame frame, byte[] bytes) {
        this.frame = frame;
        this.bytes = bytes;
    }

    Frame frame() {
        return frame;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Reads a block of a sealed segment. */
    static Block read(SegmentInput input, SealedIndex.Directory directory, int number) throws IOException {
        int length = directory.length(number);
        if (length < Frame.PREFIX) {
            throw new DamagedException("a block is too short");
        }
        byte[] whole = input.read(directory.at(number), length);
        if (Frame.headLength(ByteBuffer.wrap(whole), 0) != Frame.PREFIX) {
            throw new DamagedException("no head of a block");
        }
        Frame frame = Frame.read(whole, 0, input.seed());
        byte[] bytes = Arrays.copyOfRange(whole, Frame.PREFIX, length);
        if (!frame.isOf(bytes)) {
            throw new DamagedException("a block has another checksum");
        }
        return new Block(frame, bytes);
    }
}
