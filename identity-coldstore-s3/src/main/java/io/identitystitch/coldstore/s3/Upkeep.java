package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What is done to the objects of a tenant, by one at a time: merging, expiring, erasing. A new object names those that it stands for, and is
 * written before they are deleted, so that each step leaves a state from which the next call goes on.
 *
 * <p>Thread-safe.
 */
final class Upkeep {
    /** Objects that are larger are not merged any more. */
    private static final long LARGE = 16L * 1024 * 1024;

    private static final long MERGED = 32L * 1024 * 1024;

    private final Bucket bucket;
    private final Layout layout;
    private final SegmentFormat format;
    private final Damage damage;
    private final Supplier<String> names;
    private final Duration patience;

    Upkeep(
            Bucket bucket,
            Layout layout,
            SegmentFormat format,
            Damage damage,
            Supplier<String> names,
            Duration patience) {
        this.bucket = bucket;
        this.layout = layout;
        this.format = format;
        this.damage = damage;
        this.names = names;
        this.patience = patience;
    }

    /** Merges the small objects of each day. Somebody else who is at it is left to it. */
    void tidy(TenantId tenant) throws IOException {
        Optional<Lease> lease = Lease.tryToTake(bucket, layout.lock(tenant));
        if (lease.isPresent()) {
            try (Lease mine = lease.get()) {
                for (List<SegmentObject> day : days(tenant).values()) {
                    merge(mine, withoutReplaced(mine, day));
                }
            }
        }
    }

    private void merge(Lease lease, List<SegmentObject> day) throws IOException {
        List<SegmentObject> small = new ArrayList<>(day);
        small.removeIf(each -> each.size() >= LARGE);
        small.sort(Comparator.comparingLong(SegmentObject::size));
        List<SegmentObject> group = new ArrayList<>();
        long size = 0;
        for (SegmentObject each : small) {
            if (size + each.size() > MERGED) {
                rewriteSeveral(lease, group);
                group.clear();
                size = 0;
            }
            group.add(each);
            size += each.size();
        }
        rewriteSeveral(lease, group);
    }

    private void rewriteSeveral(Lease lease, List<SegmentObject> group) throws IOException {
        if (group.size() > 1) {
            rewrite(lease, group, Set.of());
        }
    }

    /** Writes the object that stands for others, and deletes those; says how many signals were left out. */
    private long rewrite(Lease lease, List<SegmentObject> group, Set<IdentifierKey> erased) throws IOException {
        Map<SegmentFormat.Id, SegmentFormat.Source> sources = new LinkedHashMap<>();
        Map<SegmentFormat.Id, SegmentObject> objects = new LinkedHashMap<>();
        for (SegmentObject each : group) {
            sources.put(each.id(), new RemoteSegment(bucket, each).whole());
            objects.put(each.id(), each);
        }
        SegmentFormat.Id first = group.get(0).id();
        SegmentFormat.Id id = new SegmentFormat.Id(first.tenant(), first.date(), names.get());
        SegmentFormat.Merged merged = format.merge(id, sources, erased, (of, from, to, records) -> {
            SegmentObject object = objects.get(of);
            if (object != null) {
                damage.setAside(object, from, to, records);
            }
        });
        lease.check();
        if (merged.bytes().isPresent()) {
            byte[] bytes = merged.bytes().get();
            VisitorMarks marks = VisitorMarks.of(format.fingerprints(id, new WholeSegment(bytes)));
            bucket.putIfAbsent(layout.segment(id, true, marks), bytes);
        }
        bucket.delete(group.stream().map(SegmentObject::key).toList());
        return merged.erased();
    }

    int expire(TenantId tenant, LocalDate before) {
        if (old(tenant, before).isEmpty()) {
            return 0;
        }
        try (Lease lease = Lease.take(bucket, layout.lock(tenant), patience)) {
            Map<LocalDate, List<String>> old = old(tenant, before);
            for (List<String> keys : old.values()) {
                lease.check();
                bucket.delete(keys);
            }
            return old.size();
        }
    }

    private Map<LocalDate, List<String>> old(TenantId tenant, LocalDate before) {
        Map<LocalDate, List<String>> old = new TreeMap<>();
        for (Bucket.Listed each : bucket.list(layout.days(tenant), "")) {
            layout.date(tenant, each.key())
                    .filter(date -> date.isBefore(before))
                    .ifPresent(date ->
                            old.computeIfAbsent(date, any -> new ArrayList<>()).add(each.key()));
        }
        return old;
    }

    long erase(TenantId tenant, Set<IdentifierKey> visitors) throws IOException {
        if (bucket.list(layout.days(tenant), "").isEmpty()) {
            return 0;
        }
        try (Lease lease = Lease.take(bucket, layout.lock(tenant), patience)) {
            long count = 0;
            for (List<SegmentObject> day : days(tenant).values()) {
                for (SegmentObject each : withoutReplaced(lease, day)) {
                    boolean may = each.marks().mayHave(visitors)
                            && format.mayHave(each.id(), new RemoteSegment(bucket, each), visitors);
                    count += may ? rewrite(lease, List.of(each), visitors) : 0;
                }
            }
            deleteSetAside(tenant);
            return count;
        }
    }

    private void deleteSetAside(TenantId tenant) {
        Set<LocalDate> dates = new TreeSet<>();
        List<String> pieces = new ArrayList<>();
        List<Bucket.Listed> all = bucket.list(layout.days(tenant), "");
        all.forEach(each -> layout.date(tenant, each.key()).ifPresent(dates::add));
        for (LocalDate date : dates) {
            String aside = layout.quarantine(tenant, date);
            all.stream()
                    .map(Bucket.Listed::key)
                    .filter(key -> key.startsWith(aside))
                    .forEach(pieces::add);
        }
        bucket.delete(pieces);
    }

    /** Deletes what others stand for, which somebody who died while he had the lease did not do. */
    private List<SegmentObject> withoutReplaced(Lease lease, List<SegmentObject> day) throws IOException {
        Set<String> replaced = new HashSet<>();
        for (SegmentObject each : day) {
            if (each.merged()) {
                replaced.addAll(format.replaced(each.id(), new RemoteSegment(bucket, each)));
            }
        }
        List<SegmentObject> left = new ArrayList<>(day);
        left.removeIf(each -> replaced.contains(each.id().name()));
        if (left.size() < day.size()) {
            lease.check();
            bucket.delete(day.stream()
                    .filter(each -> replaced.contains(each.id().name()))
                    .map(SegmentObject::key)
                    .toList());
        }
        return left;
    }

    private Map<LocalDate, List<SegmentObject>> days(TenantId tenant) {
        Map<LocalDate, List<SegmentObject>> days = new TreeMap<>();
        for (Bucket.Listed each : bucket.list(layout.days(tenant), "")) {
            layout.parse(tenant, each)
                    .ifPresent(object -> days.computeIfAbsent(object.id().date(), any -> new ArrayList<>())
                            .add(object));
        }
        return days;
    }
}
