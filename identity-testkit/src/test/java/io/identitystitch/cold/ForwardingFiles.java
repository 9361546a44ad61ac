package io.identitystitch.cold;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * A file system that does something of its own around each step that changes it. Forcing to disk is a step and nothing else: processes
 * die here, machines do not.
 */
abstract class ForwardingFiles implements FileOperations {
    private final FileOperations disk = new DiskFiles();

    /** One that does nothing of its own. */
    static FileOperations plain() {
        return new ForwardingFiles() {
            @Override
            void step(Step step) throws IOException {
                step.run();
            }
        };
    }

    /** A step that changes something. */
    interface Step {
        void run() throws IOException;
    }

    /** Does a step, or something else. */
    abstract void step(Step step) throws IOException;

    @Override
    public Output create(Path file) throws IOException {
        Output[] made = new Output[1];
        step(() -> made[0] = disk.create(file));
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                ByteBuffer half = bytes.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                bytes.position(half.limit());
                step(() -> made[0].write(half));
                step(() -> made[0].write(bytes));
            }

            @Override
            public void force() throws IOException {
                step(() -> {});
            }

            @Override
            public void close() throws IOException {
                made[0].close();
            }
        };
    }

    @Override
    public Input open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public FileTime changedAt(Path file) throws IOException {
        return disk.changedAt(file);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        step(() -> disk.truncate(file, size));
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        step(() -> disk.createFolders(folder));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step(() -> disk.move(from, to));
    }

    @Override
    public void delete(Path file) throws IOException {
        step(() -> disk.delete(file));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step(() -> {});
    }
}
