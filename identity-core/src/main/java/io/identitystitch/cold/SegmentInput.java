package io.identitystitch.cold;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A segment's file, opened, with a count of what was read from it.
 *
 * <p>Not thread-safe.
 */
final class SegmentInput implements Closeable {
    private final SegmentName.SegmentFile file;
    private final FileOperations.Input input;
    private final byte[] seed;
    private final long size;
    private long bytesRead;

    SegmentInput(Day day, SegmentName.SegmentFile file, FileOperations.Input input) throws IOException {
        this.file = file;
        this.input = input;
        this.seed = day.seed(file.name());
        this.size = input.size();
    }

    SegmentName.SegmentFile file() {
        return file;
    }

    byte[] seed() {
        return seed;
    }

    long size() {
        return size;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** Exactly so many bytes. */
    byte[] read(long from, int length) throws IOException {
        byte[] whole = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        input.read(bytes, from);
        bytesRead += bytes.position();
        if (bytes.hasRemaining()) {
            throw new DamagedException("a file has become shorter");
        }
        return whole;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
