package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Only one at a time seals, merges, expires or erases what is one tenant's: among the threads of this process and, by a lock of the
 * operating system on a file that nothing else opens, among processes. Neither appending nor scanning takes it.
 *
 * <p>Held by one thread; the death of its process ends it.
 */
final class TenantLock implements AutoCloseable {
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock own;
    private final @Nullable FileChannel channel;

    private TenantLock(ReentrantLock own, @Nullable FileChannel channel) {
        this.own = own;
        this.channel = channel;
    }

    /** What needs the lock. */
    interface Work {
        long run() throws IOException;
    }

    /** Waits for the lock, and does some work while it has it. */
    static long holding(Path file, Work work) throws IOException {
        TenantLock lock = take(file);
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    private static TenantLock take(Path file) throws IOException {
        ReentrantLock own = IN_THIS_PROCESS.computeIfAbsent(file, any -> new ReentrantLock());
        own.lock();
        return locked(own, file);
    }

    /** Takes it if no thread of this process has it. */
    static @Nullable TenantLock tryToTake(Path file) throws IOException {
        ReentrantLock own = IN_THIS_PROCESS.computeIfAbsent(file, any -> new ReentrantLock());
        return own.tryLock() ? locked(own, file) : null;
    }

    private static TenantLock locked(ReentrantLock own, Path file) throws IOException {
        boolean done = false;
        try {
            FileChannel channel = own.getHoldCount() > 1 ? null : lockedFile(file);
            done = true;
            return new TenantLock(own, channel);
        } finally {
            if (!done) {
                own.unlock();
            }
        }
    }

    private static FileChannel lockedFile(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        boolean done = false;
        try {
            FileLock lock = channel.lock();
            // The file's date is then the file system's own time.
            channel.write(ByteBuffer.wrap(new byte[] {'.'}), 0);
            done = lock.isValid();
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new IOException("another copy of this library in this process holds the lock of a tenant", e);
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            own.unlock();
        }
    }
}
