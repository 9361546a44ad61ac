package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the segments of one day: whoever comes while another is writing waits and is written with all others that wait, by one of
 * them, with one force.
 *
 * <p>A segment belongs to this writer as long as its file has the name that it began with. Another process that has to rewrite it takes
 * that name away; what was not acknowledged then is written again to a new segment.
 *
 * <p>Thread-safe.
 */
final class DayWriter {
    private static final int ATTEMPTS = 5;

    private final FileOperations files;
    private final Day day;
    private final Path root;
    private final long segmentSize;
    private final Supplier<SegmentName> names;
    private final Set<SegmentName> live;
    private final Consumer<Day> left;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Ticket> waiting = new ArrayList<>();
    private boolean busy;
    private boolean retired;

    /** Of whoever is busy. */
    private @Nullable Segment segment;

    DayWriter(
            FileOperations files,
            Path root,
            Day day,
            long segmentSize,
            Supplier<SegmentName> names,
            Set<SegmentName> live,
            Consumer<Day> left) {
        this.files = files;
        this.root = root;
        this.day = day;
        this.segmentSize = segmentSize;
        this.names = names;
        this.live = live;
        this.left = left;
    }

    Day day() {
        return day;
    }

    /** Appends blocks; false if the writer is retired, and nothing was done. */
    boolean append(List<Block> blocks) throws IOException {
        Ticket ticket = new Ticket(blocks);
        boolean full = false;
        lock.lock();
        try {
            if (retired) {
                return false;
            }
            waiting.add(ticket);
            while (!ticket.done) {
                if (busy) {
                    changed.awaitUninterruptibly();
                } else {
                    full |= lead();
                }
            }
        } finally {
            lock.unlock();
        }
        if (full) {
            left.accept(day);
        }
        if (ticket.failure != null) {
            throw ticket.failure;
        }
        return true;
    }

    /** Ends the segment; the writer takes nothing any more. */
    void retire() {
        boolean ended = false;
        lock.lock();
        try {
            retired = true;
            while (busy || !waiting.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            if (segment != null) {
                ended = true;
                end(segment);
            }
        } finally {
            lock.unlock();
        }
        if (ended) {
            left.accept(day);
        }
    }

    /** Writes what waits, without the lock. Says whether a segment was ended. */
    private boolean lead() {
        List<Ticket> group = waiting;
        waiting = new ArrayList<>();
        busy = true;
        lock.unlock();
        IOException failure = null;
        boolean ended = false;
        try {
            for (int attempt = 1; !write(group); attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("the file of a segment was taken away again and again");
                }
            }
            Segment current = segment;
            if (current != null && current.length >= segmentSize) {
                ended = true;
                end(current);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException("appending failed", e);
            throw e;
        } finally {
            lock.lock();
            busy = false;
            for (Ticket each : group) {
                each.done = true;
                each.failure = failure == null ? null : new IOException(failure.getMessage(), failure);
            }
            changed.signalAll();
        }
        return ended;
    }

    /** Writes a group and makes it last; false if that has to be done again, to another segment. */
    private boolean write(List<Ticket> group) throws IOException {
        Segment current = segment;
        try {
            if (current != null && !isOurs(current)) {
                abandon(current);
                current = null;
            }
            if (current == null) {
                current = begin();
                segment = current;
            }
            ByteSink bytes = new ByteSink(8 * 1024);
            for (Ticket each : group) {
                for (Block block : each.blocks) {
                    block.frame().writeTo(bytes, day.seed(current.name));
                    bytes.put(block.bytes());
                }
            }
            current.output.write(ByteBuffer.wrap(bytes.array(), 0, bytes.size()));
            current.output.force();
            if (isOurs(current)) {
                current.length += bytes.size();
                return true;
            }
            abandon(current);
            return false;
        } catch (NoSuchFileException e) {
            // Its day has just expired.
            abandon(current);
            return false;
        } catch (IOException | RuntimeException | Error e) {
            abandon(current);
            throw e;
        }
    }

    private boolean isOurs(Segment current) {
        return files.exists(day.file(current.name, SegmentName.State.OPEN));
    }

    private Segment begin() throws IOException {
        SegmentName name = names.get();
        files.createFolders(day.folder());
        Path file = day.file(name, SegmentName.State.OPEN);
        live.add(name);
        FileOperations.Output output;
        try {
            output = files.create(file);
        } catch (IOException | RuntimeException e) {
            live.remove(name);
            throw e;
        }
        Segment begun = new Segment(name, output);
        try {
            for (Path folder = day.folder(); folder != null && folder.startsWith(root); folder = folder.getParent()) {
                files.forceFolder(folder);
            }
        } catch (IOException | RuntimeException e) {
            abandon(begun);
            throw e;
        }
        return begun;
    }

    /** Leaves what was acknowledged in a segment, and nothing else, to be sealed. */
    private void abandon(@Nullable Segment current) {
        if (current == null) {
            return;
        }
        segment = null;
        live.remove(current.name);
        Path file = day.file(current.name, SegmentName.State.OPEN);
        try {
            current.output.close();
        } catch (IOException e) {
            // It is not written to any more.
        }
        try {
            if (current.length == 0) {
                files.delete(file);
            } else {
                files.truncate(file, current.length);
                files.move(file, day.file(current.name, SegmentName.State.LEFT));
            }
        } catch (IOException e) {
            // Its end is recognised as torn, and that it is not written to any more by its name.
        }
    }

    private void end(Segment current) {
        segment = null;
        live.remove(current.name);
        try {
            current.output.close();
            files.move(day.file(current.name, SegmentName.State.OPEN), day.file(current.name, SegmentName.State.LEFT));
        } catch (IOException e) {
            // All of it is kept. Another process has taken it already, or it is known by its name not to be written to
            // any more.
        }
    }

    /** A segment that is being written. */
    private static final class Segment {
        final SegmentName name;
        final FileOperations.Output output;
        long length;

        Segment(SegmentName name, FileOperations.Output output) {
            this.name = name;
            this.output = output;
        }
    }

    /** What one caller wants written. */
    private static final class Ticket {
        final List<Block> blocks;
        boolean done;

        @Nullable
        IOException failure;

        Ticket(List<Block> blocks) {
            this.blocks = blocks;
        }
    }
}
