package io.identitystitch.cold;

import io.identitystitch.spi.IdentityStoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Opens a {@link FileColdStore}.
 *
 * <p>Not thread-safe.
 */
public final class FileColdStoreBuilder {
    private static final int LARGEST_BLOCK = 8 * 1024 * 1024;

    private final Path folder;
    private int blockSize = 128 * 1024;
    private long segmentSize = 4 * 1024 * 1024;
    private BlockCodec codec = BlockCodec.NONE;
    private FileOperations files = new DiskFiles();
    private @Nullable Executor background;
    private long writer = new SecureRandom().nextLong();

    FileColdStoreBuilder(Path folder) {
        this.folder = folder;
    }

    /**
     * How many bytes of bodies are compressed together. Default: 128 KiB. A scan reads and expands a whole block for each signal that
     * it finds; larger blocks take less disk.
     *
     * @param bytes 1 KiB to 8 MiB
     * @return this
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public FileColdStoreBuilder blockSize(int bytes) {
        if (bytes < 1024 || bytes > LARGEST_BLOCK) {
            throw new IllegalArgumentException("blockSize is 1 KiB to 8 MiB: " + bytes);
        }
        blockSize = bytes;
        return this;
    }

    /**
     * At which size, as stored, a segment is sealed, which gives it an index. Default: 4 MiB. A scan goes through the heads of all
     * blocks of a segment that is not sealed yet.
     *
     * @param bytes 4 KiB to 1 GiB
     * @return this
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public FileColdStoreBuilder segmentSize(long bytes) {
        if (bytes < 4 * 1024 || bytes > 1024 * 1024 * 1024) {
            throw new IllegalArgumentException("segmentSize is 4 KiB to 1 GiB: " + bytes);
        }
        segmentSize = bytes;
        return this;
    }

    /**
     * What happens to blocks between compression and disk. Default: nothing. Every process that uses the folder needs one that opens
     * what the others sealed.
     *
     * @param codec the codec
     * @return this
     */
    public FileColdStoreBuilder codec(BlockCodec codec) {
        this.codec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    FileColdStoreBuilder files(FileOperations files) {
        this.files = files;
        return this;
    }

    FileColdStoreBuilder background(Executor background) {
        this.background = background;
        return this;
    }

    FileColdStoreBuilder writer(long number) {
        this.writer = number;
        return this;
    }

    /**
     * Opens the store and makes the folder if there is none.
     *
     * @return the store
     * @throws IdentityStoreException if there is no such folder and it cannot be made
     */
    public FileColdStore open() {
        return new FileColdStore(folder, files, codec, blockSize, segmentSize, background, writer);
    }
}
