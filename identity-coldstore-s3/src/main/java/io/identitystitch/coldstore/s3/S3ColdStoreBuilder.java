package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.BlockCodec;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes an {@link S3ColdStore}. Every option may be set once.
 *
 * <p>Not thread-safe.
 */
public final class S3ColdStoreBuilder {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    static final int DEFAULT_BLOCK_SIZE = 128 * 1024;

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int SMALLEST_BLOCK = 1024;
    private static final int LARGEST_BLOCK = 8 * 1024 * 1024;
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_=-][A-Za-z0-9._=-]*/)*");

    private final S3Client client;
    private final String bucket;
    private @Nullable String prefix;
    private @Nullable Duration timeout;
    private @Nullable BlockCodec codec;
    private @Nullable Integer blockSize;

    S3ColdStoreBuilder(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /**
     * What names of objects begin with, before {@code org/}. Default: nothing.
     *
     * @param text folders of {@code A-Z a-z 0-9 . _ = -} that do not begin with a dot, each with a slash behind it; at most 400 characters
     * @return this
     * @throws IllegalArgumentException if the text has another shape
     * @throws IllegalStateException if it was set before
     */
    public S3ColdStoreBuilder prefix(String text) {
        requireUnset(prefix, "prefix");
        if (text.length() > Layout.LONGEST_PREFIX || !PREFIX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a prefix is at most 400 characters of folders, each with a slash behind it");
        }
        prefix = text;
        return this;
    }

    /**
     * How long a call to the bucket may take, with the repetitions that the client makes of it, and how long {@code expire} and {@code
     * erase} wait for others. Default: 30 seconds. After it the call ends with an exception of kind {@code TIMEOUT}.
     *
     * @param limit 50 milliseconds to one hour
     * @return this
     * @throws IllegalArgumentException if the limit is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public S3ColdStoreBuilder timeout(Duration limit) {
        requireUnset(timeout, "timeout");
        if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a time-out is 50 ms to 1 h, not " + limit);
        }
        timeout = limit;
        return this;
    }

    /**
     * What happens to blocks between compression and bucket. Default: nothing. Every process that uses the bucket needs one that opens
     * what the others sealed.
     *
     * @param blocks the codec
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public S3ColdStoreBuilder codec(BlockCodec blocks) {
        requireUnset(codec, "codec");
        codec = Objects.requireNonNull(blocks, "codec");
        return this;
    }

    /**
     * How many bytes of bodies are compressed together. Default: 128 KiB. A scan reads and expands a whole block for each signal that it
     * finds; larger blocks take less room.
     *
     * @param bytes 1 KiB to 8 MiB
     * @return this
     * @throws IllegalArgumentException if it is out of these bounds
     * @throws IllegalStateException if it was set before
     */
    public S3ColdStoreBuilder blockSize(int bytes) {
        requireUnset(blockSize, "blockSize");
        if (bytes < SMALLEST_BLOCK || bytes > LARGEST_BLOCK) {
            throw new IllegalArgumentException("blockSize is 1 KiB to 8 MiB: " + bytes);
        }
        blockSize = bytes;
        return this;
    }

    /**
     * Makes the store; asks the bucket nothing.
     *
     * @return a new store
     */
    public S3ColdStore build() {
        return new S3ColdStore(
                client,
                bucket,
                prefix != null ? prefix : "",
                timeout != null ? timeout : DEFAULT_TIMEOUT,
                codec != null ? codec : BlockCodec.NONE,
                blockSize != null ? blockSize : DEFAULT_BLOCK_SIZE);
    }

    private static void requireUnset(@Nullable Object option, String name) {
        if (option != null) {
            throw new IllegalStateException(name + " was set before");
        }
    }
}
