package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Goes through a file from one head of a block to the next, without reading the blocks, and finds the next one after damage.
 *
 * <p>Not thread-safe.
 */
final class FrameWalk {
    private static final int WINDOW = 4 * 1024;
    private static final int SEARCH_WINDOW = 256 * 1024;

    private final SegmentInput input;
    private final long end;
    private byte[] window = {};
    private ByteBuffer numbers = ByteBuffer.wrap(window);
    private long windowFrom;

    FrameWalk(SegmentInput input, long end) {
        this.input = input;
        this.end = end;
    }

    /** Takes what is found, in the order of the file. */
    interface Steps {
        /** A block is there as a whole, as far as its head tells. */
        void block(Frame frame, long at) throws IOException;

        /** No block is there; at the end of a file that was being written, that is nothing to wonder at. */
        void gap(long from, long to, boolean atEnd) throws IOException;
    }

    void go(Steps steps) throws IOException {
        long at = 0;
        while (at < end) {
            Frame frame = frameAt(at, WINDOW);
            if (frame == null) {
                long next = search(at + 1);
                steps.gap(at, next, next == end);
                at = next;
            } else if (at + frame.wholeLength() > end) {
                steps.gap(at, end, true);
                at = end;
            } else {
                steps.block(frame, at);
                at += frame.wholeLength();
            }
        }
    }

    private long search(long from) throws IOException {
        for (long at = from; at + Frame.PREFIX <= end; at++) {
            load(at, Frame.PREFIX, SEARCH_WINDOW);
            if (numbers.getInt((int) (at - windowFrom)) == Frame.MARK && frameAt(at, SEARCH_WINDOW) != null) {
                return at;
            }
        }
        return end;
    }

    private @org.jspecify.annotations.Nullable Frame frameAt(long at, int ahead) throws IOException {
        if (at + Frame.PREFIX > end) {
            return null;
        }
        load(at, Frame.PREFIX, ahead);
        int length = Frame.headLength(numbers, (int) (at - windowFrom));
        if (length < 0 || at + length > end) {
            return null;
        }
        load(at, length, ahead);
        try {
            return Frame.read(window, (int) (at - windowFrom), input.seed());
        } catch (DamagedException e) {
            return null;
        }
    }

    private void load(long at, int length, int ahead) throws IOException {
        if (at < windowFrom || at + length > windowFrom + window.length) {
            window = input.read(at, (int) Math.min(end - at, Math.max(length, ahead)));
            numbers = ByteBuffer.wrap(window);
            windowFrom = at;
        }
    }
}
