package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sets aside what cannot be read, among the objects of its own day, so that it goes when the day goes; and counts it, once.
 *
 * <p>Thread-safe.
 */
final class Damage {
    /** The longest piece that is copied; of a longer one, this much. */
    private static final long LONGEST_COPY = 4L * 1024 * 1024;

    private final Bucket bucket;
    private final Layout layout;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong pieces = new AtomicLong();

    Damage(Bucket bucket, Layout layout) {
        this.bucket = bucket;
        this.layout = layout;
    }

    long records() {
        return records.get();
    }

    long pieces() {
        return pieces.get();
    }

    /** Sets a piece aside, unless it is already or its object is gone. The caller has the tenant's lease. */
    void setAside(SegmentObject object, long from, long to, int lost) throws GoneException {
        SegmentFormat.Id id = object.id();
        String key = layout.quarantine(id.tenant(), id.date()) + id.name() + "-" + Long.toHexString(from) + ".bad";
        // A write that is refused may have been one's own, sent twice by the client: only a look before tells.
        boolean isThere =
                bucket.list(key, "").stream().anyMatch(listed -> listed.key().equals(key));
        if (!isThere) {
            bucket.putIfAbsent(key, bucket.read(object.key(), from, Math.min(to - from, LONGEST_COPY)));
            records.addAndGet(lost);
            pieces.incrementAndGet();
        }
    }

    /** As {@link #setAside}, for whoever waits for nobody: if the tenant's lease is not free, the next one who comes by does it. */
    void setAsideIfFree(SegmentObject object, long from, long to, int lost) throws GoneException {
        Optional<Lease> lease = Lease.tryToTake(bucket, layout.lock(object.id().tenant()));
        if (lease.isPresent()) {
            try (Lease mine = lease.get()) {
                mine.check();
                setAside(object, from, to, lost);
            }
        }
    }
}
