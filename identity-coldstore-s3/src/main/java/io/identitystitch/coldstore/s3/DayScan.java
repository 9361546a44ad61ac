package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the signals of some visitors in the objects of one day. Whoever merges or erases may take objects away meanwhile: what was found
 * is then forgotten, and the day is listed again.
 *
 * <p>Not thread-safe.
 */
final class DayScan {
    private static final int ATTEMPTS = 20;

    /** How many bytes of bodies may wait until the day is known to be complete. */
    private static final long MOST_KEPT = 64L * 1024 * 1024;

    private final Bucket bucket;
    private final Layout layout;
    private final SegmentFormat format;
    private final Damage damage;
    private final ColdQuery query;
    private final Consumer<ColdSignal> found;
    private final List<ColdSignal> kept = new ArrayList<>();
    private long keptBytes;
    private boolean handedOver;

    DayScan(
            Bucket bucket,
            Layout layout,
            SegmentFormat format,
            Damage damage,
            ColdQuery query,
            Consumer<ColdSignal> found) {
        this.bucket = bucket;
        this.layout = layout;
        this.format = format;
        this.damage = damage;
        this.query = query;
        this.found = found;
    }

    /** Looks through a day that was listed so. */
    ColdScan run(LocalDate date, List<SegmentObject> listed) {
        List<SegmentObject> objects = listed;
        long bytesRead = 0;
        for (int attempt = 1; ; attempt++) {
            Map<SegmentObject, RemoteSegment> opened = new HashMap<>();
            try {
                ColdScan scan = attempt(objects, opened);
                handOver();
                return new ColdScan(scan.found(), bytesRead + bytes(opened), scan.damaged());
            } catch (GoneException e) {
                if (handedOver || attempt == ATTEMPTS) {
                    throw new IdentityStoreException(
                            Kind.UNAVAILABLE, "objects were taken away while they were read; try again", null);
                }
                bytesRead += bytes(opened);
                kept.clear();
                keptBytes = 0;
                objects = list(query.tenant(), date);
            } catch (IOException e) {
                throw new IdentityStoreException(Kind.UNAVAILABLE, "an object of the cold store cannot be read", null);
            }
        }
    }

    private List<SegmentObject> list(TenantId tenant, LocalDate date) {
        List<SegmentObject> objects = new ArrayList<>();
        bucket.list(layout.day(tenant, date), "")
                .forEach(each -> layout.parse(tenant, each).ifPresent(objects::add));
        return objects;
    }

    private static long bytes(Map<SegmentObject, RemoteSegment> opened) {
        return opened.values().stream().mapToLong(RemoteSegment::bytesRead).sum();
    }

    private ColdScan attempt(List<SegmentObject> objects, Map<SegmentObject, RemoteSegment> opened) throws IOException {
        Set<String> replaced = new HashSet<>();
        for (SegmentObject each : objects) {
            if (each.merged()) {
                replaced.addAll(format.replaced(each.id(), opened(each, opened)));
            }
        }
        long foundCount = 0;
        long damaged = 0;
        for (SegmentObject each : objects) {
            if (!replaced.contains(each.id().name()) && each.marks().mayHave(query.visitors())) {
                ColdScan scan = format.scan(
                        each.id(),
                        opened(each, opened),
                        query,
                        this::keep,
                        (id, from, to, records) -> setAside(each, from, to, records));
                foundCount += scan.found();
                damaged += scan.damaged();
            }
        }
        return new ColdScan(foundCount, 0, damaged);
    }

    private RemoteSegment opened(SegmentObject object, Map<SegmentObject, RemoteSegment> opened) {
        return opened.computeIfAbsent(object, each -> new RemoteSegment(bucket, each));
    }

    private void keep(ColdSignal signal) {
        kept.add(signal);
        keptBytes += signal.body().length;
        if (keptBytes > MOST_KEPT) {
            handedOver = true;
            handOver();
        }
    }

    private void handOver() {
        kept.forEach(found);
        kept.clear();
        keptBytes = 0;
    }

    /** A scan fails for nothing that it can do without. */
    private void setAside(SegmentObject object, long from, long to, int records) throws GoneException {
        try {
            damage.setAsideIfFree(object, from, to, records);
        } catch (IdentityStoreException e) {
            // Whoever comes by next finds it again.
        }
    }
}
