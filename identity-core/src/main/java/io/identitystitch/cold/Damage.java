package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets aside what cannot be read, in the day's own folder, so that it goes when the day goes; and counts it, once.
 *
 * <p>Thread-safe.
 */
final class Damage {
    /** The longest piece that is copied; of a longer one, this much. */
    private static final int LONGEST_COPY = 4 * 1024 * 1024;

    private final FileOperations files;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong pieces = new AtomicLong();

    Damage(FileOperations files) {
        this.files = files;
    }

    /** How many records could not be read, as far as it is known of a piece. */
    long records() {
        return records.get();
    }

    long pieces() {
        return pieces.get();
    }

    /**
     * Sets a piece of a file aside, unless it is already, or its file is gone. The caller has the tenant's lock.
     *
     * @param lost how many records were in it, as far as it is known
     */
    void setAside(Day day, SegmentInput input, long from, long to, int lost) throws IOException {
        if (!files.exists(day.folder().resolve(input.file().file()))) {
            return;
        }
        Path copy = day.quarantine().resolve(input.file().name() + "-" + Long.toHexString(from) + ".bad");
        files.createFolders(day.quarantine());
        try (FileOperations.Output output = files.create(copy)) {
            records.addAndGet(lost);
            pieces.incrementAndGet();
            byte[] piece = input.read(from, (int) Math.min(to - from, LONGEST_COPY));
            output.write(ByteBuffer.wrap(piece));
            output.force();
        } catch (FileAlreadyExistsException e) {
            return;
        }
        files.forceFolder(day.quarantine());
    }
}
