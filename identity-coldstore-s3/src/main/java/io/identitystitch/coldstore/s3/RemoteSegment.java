package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A segment that is read where it is, part by part. The first part is its end, where a small one is as a whole and a large one has its
 * footer and its directory.
 *
 * <p>Not thread-safe.
 */
final class RemoteSegment implements SegmentFormat.Source {
    static final int TAIL = 64 * 1024;

    private final Bucket bucket;
    private final SegmentObject object;
    private byte[] tail = {};
    private long bytesRead;

    RemoteSegment(Bucket bucket, SegmentObject object) {
        this.bucket = bucket;
        this.object = object;
    }

    /** How many bytes came from the bucket. */
    long bytesRead() {
        return bytesRead;
    }

    @Override
    public long size() {
        return object.size();
    }

    @Override
    public void read(ByteBuffer into, long from) throws IOException {
        long length = Math.min(into.remaining(), object.size() - from);
        if (length <= 0) {
            return;
        }
        long tailFrom = object.size() - Math.min(TAIL, object.size());
        if (from >= tailFrom) {
            if (tail.length == 0) {
                tail = fetch(tailFrom, object.size() - tailFrom);
            }
            int at = (int) (from - tailFrom);
            into.put(tail, at, (int) Math.min(length, Math.max(0, tail.length - at)));
        } else {
            into.put(fetch(from, length));
        }
    }

    private byte[] fetch(long from, long length) throws GoneException {
        byte[] bytes = bucket.read(object.key(), from, length);
        bytesRead += bytes.length;
        return bytes;
    }

    /** All of it at once. */
    SegmentFormat.Source whole() throws GoneException {
        return new WholeSegment(fetch(0, object.size()));
    }
}
