package io.identitystitch.cold;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The file system itself.
 *
 * <p>Stateless.
 */
final class DiskFiles implements FileOperations {
    private static final int ATTEMPTS = 1_000;

    @Override
    public Output create(Path file) throws IOException {
        Files.createFile(file);
        try {
            return new PlainOutput(new RandomAccessFile(file.toFile(), "rw"));
        } catch (FileNotFoundException e) {
            throw new NoSuchFileException(file.toString(), null, e.getMessage());
        }
    }

    @Override
    public Input open(Path file) throws IOException {
        return new ChannelInput(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return Files.size(file);
    }

    @Override
    public FileTime changedAt(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    @Override
    public void truncate(Path file, long size) throws IOException {
        if (Files.size(file) == size) {
            return;
        }
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(size);
            opened.getFD().sync();
        }
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            // Windows opens no folder as a file, and keeps names in its journal.
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            boolean done = false;
            for (int attempt = 1; !done; attempt++) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    done = true;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not a channel: an interrupt of one thread would close that for all who share the file. */
    private record PlainOutput(RandomAccessFile file) implements Output {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private record ChannelInput(FileChannel channel) implements Input {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer into, long from) throws IOException {
            long at = from;
            while (into.hasRemaining()) {
                int more = channel.read(into, at);
                if (more < 0) {
                    return;
                }
                at += more;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
