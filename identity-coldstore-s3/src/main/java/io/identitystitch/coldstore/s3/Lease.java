package io.identitystitch.coldstore.s3;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Only one at a time merges, expires or erases what is one tenant's, in whichever process: whoever wrote the tenant's lock object. Its age is
 * told by the clock of the bucket. Neither appending nor scanning looks at it.
 *
 * <p>Not thread-safe.
 */
final class Lease implements AutoCloseable {
    /** A lock that nobody has written for so long belongs to somebody who died. */
    static final Duration LENGTH = Duration.ofMinutes(10);

    private static final long PAUSE_NANOS = 50_000_000;

    private final Bucket bucket;
    private final String key;
    private String tag;
    private long writtenAt = System.nanoTime();

    private Lease(Bucket bucket, String key, String tag) {
        this.bucket = bucket;
        this.key = key;
        this.tag = tag;
    }

    /** Takes the lock if nobody has it, or whoever has it died. */
    static Optional<Lease> tryToTake(Bucket bucket, String key) {
        return tryToTake(bucket, key, LENGTH);
    }

    static Optional<Lease> tryToTake(Bucket bucket, String key, Duration length) {
        String mine = newText();
        Optional<String> tag = bucket.putIfAbsent(key, bytes(mine));
        if (tag.isEmpty()) {
            Optional<Bucket.State> there = bucket.state(key);
            tag = there.filter(state -> state.text().equals(mine)).map(Bucket.State::tag);
            if (tag.isEmpty() && there.isPresent() && there.get().age().compareTo(length) > 0) {
                tag = replaced(bucket, key, mine, there.get().tag());
            }
        }
        return tag.map(written -> new Lease(bucket, key, written));
    }

    /** A client asks again if an answer was lost, and is then told that somebody was there first: it may have been itself. */
    private static Optional<String> replaced(Bucket bucket, String key, String mine, String tag) {
        return bucket.replace(key, bytes(mine), tag)
                .or(() -> bucket.state(key)
                        .filter(state -> state.text().equals(mine))
                        .map(Bucket.State::tag));
    }

    /** Waits for the lock, for so long at most. */
    static Lease take(Bucket bucket, String key, Duration patience) {
        long from = System.nanoTime();
        Optional<Lease> lease = tryToTake(bucket, key);
        while (lease.isEmpty()) {
            if (System.nanoTime() - from > patience.toNanos()) {
                throw new IdentityStoreException(
                        Kind.TIMEOUT, "somebody else is merging, expiring or erasing what is the tenant's", null);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IdentityStoreException(
                        Kind.UNAVAILABLE, "interrupted while waiting for whoever works on the tenant", null);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            lease = tryToTake(bucket, key);
        }
        return lease.get();
    }

    /** Every text is another one, so that every tag is. */
    private static String newText() {
        return UUID.randomUUID().toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private boolean isFresh() {
        return System.nanoTime() - writtenAt < LENGTH.toNanos() / 4;
    }

    /** To be called before each step that others must not see if they have the lock by now. */
    void check() {
        if (!isFresh()) {
            renew();
        }
    }

    /** Gives a sign of life, unless somebody else has taken over. */
    void renew() {
        writtenAt = System.nanoTime();
        tag = replaced(bucket, key, newText(), tag)
                .orElseThrow(() -> new IdentityStoreException(
                        Kind.UNAVAILABLE, "somebody else took over what is the tenant's; try again", null));
    }

    /** One that is about to end is left to end by itself, for it may be somebody else's by now. */
    @Override
    public void close() {
        if (isFresh()) {
            bucket.delete(List.of(key));
        }
    }
}
