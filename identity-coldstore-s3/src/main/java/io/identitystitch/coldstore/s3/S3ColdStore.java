package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.cold.SegmentFormat;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The cold store in a bucket of S3, or of a store that speaks its protocol, with conditional writes ({@code If-None-Match}, {@code
 * If-Match}) and listings that show at once what was written.
 *
 * <p>An append writes one object for each day, {@code org/{tenant}/anonymous/{date}/}, which is never changed; so few and large appends cost
 * less than many. The name of an object tells whose signals it has if they are few, else its index does, so that a scan lists the days and
 * reads parts of those objects that have something. {@link #tidy()} merges the small objects of a day; the host calls it now and then, for
 * the store does nothing in the background.
 *
 * <p>What cannot be read is copied to {@code quarantine/} under its day, and counted, once; the rest is read.
 *
 * <p><b>Several processes.</b> Appends and scans wait for nobody. Whoever merges, expires or erases has the tenant to himself, by a lock
 * object that is taken over after ten minutes without a sign of life.
 *
 * <p>Thread-safe.
 */
public final class S3ColdStore implements ColdStore {
    /** How many bytes of bodies go into one object. */
    private static final long LARGEST = 16L * 1024 * 1024;

    private final Bucket bucket;
    private final Layout layout;
    private final SegmentFormat format;
    private final Damage damage;
    private final Upkeep upkeep;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    S3ColdStore(S3Client client, String bucket, String prefix, Duration timeout, BlockCodec codec, int blockSize) {
        this.bucket = new Bucket(client, bucket, timeout);
        layout = new Layout(prefix);
        format = new SegmentFormat(codec, blockSize);
        damage = new Damage(this.bucket, layout);
        upkeep = new Upkeep(this.bucket, layout, format, damage, this::newName, timeout);
    }

    /**
     * A builder of a store.
     *
     * @param client the host's client, which knows the region and the credentials; it is not closed
     * @param bucket the name of a bucket that exists
     * @return a new builder
     */
    public static S3ColdStoreBuilder builder(S3Client client, String bucket) {
        return new S3ColdStoreBuilder(
                Objects.requireNonNull(client, "client"), Objects.requireNonNull(bucket, "bucket"));
    }

    private String newName() {
        byte[] name = new byte[16];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    @Override
    public void append(TenantId tenant, List<ColdSignal> signals) {
        checkOpen();
        Map<LocalDate, List<ColdSignal>> days = new TreeMap<>();
        for (ColdSignal signal : signals) {
            days.computeIfAbsent(date(signal.receivedAt()), any -> new ArrayList<>())
                    .add(signal);
        }
        days.forEach((date, received) -> {
            List<ColdSignal> some = new ArrayList<>();
            long size = 0;
            for (ColdSignal each : received) {
                some.add(each);
                size += each.body().length;
                if (size >= LARGEST) {
                    put(tenant, date, some);
                    some.clear();
                    size = 0;
                }
            }
            if (!some.isEmpty()) {
                put(tenant, date, some);
            }
        });
    }

    /** A name that is there already is this object's own: an answer was lost, and the client asked again. */
    private void put(TenantId tenant, LocalDate date, List<ColdSignal> signals) {
        SegmentFormat.Id id = new SegmentFormat.Id(tenant, date, newName());
        VisitorMarks marks = VisitorMarks.of(signals.stream()
                .flatMap(signal -> signal.visitors().stream())
                .map(SegmentFormat::fingerprint)
                .collect(Collectors.toSet()));
        bucket.putIfAbsent(layout.segment(id, false, marks), format.write(id, signals));
    }

    @Override
    public ColdScan scan(ColdQuery query, Consumer<ColdSignal> found) {
        checkOpen();
        if (query.visitors().isEmpty() || query.receivedFrom().isAfter(query.receivedTo())) {
            return new ColdScan(0, 0, 0);
        }
        LocalDate first = date(query.receivedFrom());
        LocalDate last = date(query.receivedTo());
        Map<LocalDate, List<SegmentObject>> days = new TreeMap<>();
        for (Bucket.Listed each : bucket.list(layout.days(query.tenant()), before(query.tenant(), first))) {
            layout.parse(query.tenant(), each)
                    .filter(object -> !object.id().date().isBefore(first)
                            && !object.id().date().isAfter(last))
                    .ifPresent(object -> days.computeIfAbsent(object.id().date(), any -> new ArrayList<>())
                            .add(object));
        }
        long foundCount = 0;
        long bytesRead = 0;
        long damaged = 0;
        for (Map.Entry<LocalDate, List<SegmentObject>> day : days.entrySet()) {
            ColdScan scan = new DayScan(bucket, layout, format, damage, query, found).run(day.getKey(), day.getValue());
            foundCount += scan.found();
            bytesRead += scan.bytesRead();
            damaged += scan.damaged();
        }
        return new ColdScan(foundCount, bytesRead, damaged);
    }

    /** What listings need not begin before; years of more than four digits are in no useful order. */
    private String before(TenantId tenant, LocalDate first) {
        boolean ordered = first.getYear() >= 0 && first.getYear() <= 9999;
        return ordered ? layout.days(tenant) + first : "";
    }

    /** The day of a moment, or the first or the last of all: a bound may lie beyond. */
    private static LocalDate date(Instant moment) {
        long day = Math.floorDiv(moment.getEpochSecond(), 86_400L);
        return LocalDate.ofEpochDay(Math.max(LocalDate.MIN.toEpochDay(), Math.min(LocalDate.MAX.toEpochDay(), day)));
    }

    @Override
    public int expire(TenantId tenant, LocalDate before) {
        checkOpen();
        return upkeep.expire(tenant, before);
    }

    @Override
    public long erase(TenantId tenant, Set<IdentifierKey> visitors) {
        checkOpen();
        if (visitors.isEmpty()) {
            return 0;
        }
        try {
            return upkeep.erase(tenant, visitors);
        } catch (IOException e) {
            throw new IdentityStoreException(Kind.UNAVAILABLE, "not all signals could be erased", null);
        }
    }

    /** Merges the small objects of each day; whoever else is at a tenant is left to it. */
    @Override
    public void tidy() {
        checkOpen();
        try {
            for (String folder : bucket.folders(layout.tenants())) {
                Optional<TenantId> tenant = SegmentFormat.tenant(folder);
                if (tenant.isPresent()) {
                    upkeep.tidy(tenant.get());
                }
            }
        } catch (IOException e) {
            throw new IdentityStoreException(Kind.UNAVAILABLE, "not all objects could be merged", null);
        }
    }

    /** Lists everything; nothing is done in the background. */
    @Override
    public ColdHealth health() {
        checkOpen();
        long segments = 0;
        long bytes = 0;
        for (String folder : bucket.folders(layout.tenants())) {
            Optional<TenantId> tenant = SegmentFormat.tenant(folder);
            if (tenant.isPresent()) {
                for (Bucket.Listed each : bucket.list(layout.days(tenant.get()), "")) {
                    if (layout.parse(tenant.get(), each).isPresent()) {
                        segments++;
                        bytes += each.size();
                    }
                }
            }
        }
        return new ColdHealth(damage.records(), damage.pieces(), 0, segments, bytes);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cold store is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            format.close();
        }
    }
}
