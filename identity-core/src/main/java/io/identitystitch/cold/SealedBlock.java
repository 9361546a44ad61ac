package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A block that is read by the directory of its segment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param frame its head
 * @param bytes the block
 */
record SealedBlock(Frame frame, byte[] bytes) {
    static SealedBlock read(SegmentInput input, SealedIndex.Directory directory, int number) throws IOException {
        int length = directory.length(number);
        if (length < Frame.PREFIX) {
            throw new DamagedException("a block is too short");
        }
        ByteBuffer whole = input.read(directory.at()[number], length);
        if (Frame.headLength(whole, 0) != Frame.PREFIX) {
            throw new DamagedException("no head of a block");
        }
        Frame frame = Frame.read(whole, 0, input.seed());
        byte[] bytes = Arrays.copyOfRange(whole.array(), Frame.PREFIX, length);
        if (!frame.isOf(bytes)) {
            throw new DamagedException("a block has another checksum");
        }
        return new SealedBlock(frame, bytes);
    }
}
