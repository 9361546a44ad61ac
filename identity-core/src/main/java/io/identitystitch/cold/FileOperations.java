package io.identitystitch.cold;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * All that the store asks of a file system, so that tests can stop it at every step and let any step fail.
 *
 * <p>Implementations are thread-safe; the files that they open are not.
 */
interface FileOperations {
    /** A new file, to be written from its beginning; one of that name must not exist. */
    Output create(Path file) throws IOException;

    Input open(Path file) throws IOException;

    /** The names in a folder; none if there is no such folder. */
    List<String> list(Path folder) throws IOException;

    boolean exists(Path file);

    long size(Path file) throws IOException;

    FileTime changedAt(Path file) throws IOException;

    /** Takes the end of a file away. */
    void truncate(Path file, long size) throws IOException;

    /** Makes the folder and those above it. */
    void createFolders(Path folder) throws IOException;

    /** Gives a file or a folder another name, at once or not at all. */
    void move(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder; nothing if there is none. */
    void delete(Path file) throws IOException;

    /** Makes the names in a folder survive the death of the machine. */
    void forceFolder(Path folder) throws IOException;

    /** A file that is written. */
    interface Output extends Closeable {
        void write(ByteBuffer bytes) throws IOException;

        /** Makes what was written survive the death of the machine. */
        void force() throws IOException;
    }

    /** A file that is read. */
    interface Input extends Closeable {
        long size() throws IOException;

        /** Fills the buffer as far as the file goes. */
        void read(ByteBuffer into, long from) throws IOException;
    }
}
