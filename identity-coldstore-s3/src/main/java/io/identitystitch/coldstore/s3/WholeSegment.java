package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import java.nio.ByteBuffer;

/** A segment in memory. Not thread-safe. */
final class WholeSegment implements SegmentFormat.Source {
    private final byte[] bytes;

    WholeSegment(byte[] bytes) {
        this.bytes = bytes;
    }

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
}
