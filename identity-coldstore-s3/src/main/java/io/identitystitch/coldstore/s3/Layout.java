package io.identitystitch.coldstore.s3;

import io.identitystitch.cold.SegmentFormat;
import io.identitystitch.model.TenantId;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of objects: {@code {prefix}org/{tenant}/anonymous/{date}/{name}-{a|m}{marks}.seg}. A tenant is written as the file store
 * writes its folder, so no tenant leaves its own, and nothing of a name comes from a signal but bits of digests.
 *
 * <p>Immutable and thread-safe.
 */
final class Layout {
    /** Room for the longest name of a segment that any tenant may have, within the 1,024 bytes that a bucket takes. */
    static final int LONGEST_PREFIX = 400;

    private static final Pattern DAY_AND_REST = Pattern.compile("([^/]+)/(.+)");
    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{32})-([am])([A-Za-z0-9_-]*)\\.seg");

    private final String prefix;

    Layout(String prefix) {
        this.prefix = prefix;
    }

    /** Where the folders of tenants are. */
    String tenants() {
        return prefix + "org/";
    }

    /** Where the days of a tenant are. */
    String days(TenantId tenant) {
        return tenants() + SegmentFormat.folder(tenant) + "/anonymous/";
    }

    String day(TenantId tenant, LocalDate date) {
        return days(tenant) + date + "/";
    }

    /** The object that says who seals, merges, expires or erases. */
    String lock(TenantId tenant) {
        return tenants() + SegmentFormat.folder(tenant) + "/anonymous.lock";
    }

    String quarantine(TenantId tenant, LocalDate date) {
        return day(tenant, date) + "quarantine/";
    }

    String segment(SegmentFormat.Id id, boolean merged, VisitorMarks marks) {
        return day(id.tenant(), id.date()) + id.name() + (merged ? "-m" : "-a") + marks.text() + ".seg";
    }

    /** The day of an object of a tenant; none if it is not one of the store's. */
    Optional<LocalDate> date(TenantId tenant, String key) {
        Matcher parts = DAY_AND_REST.matcher(key.substring(days(tenant).length()));
        return parts.matches() ? SegmentFormat.date(parts.group(1)) : Optional.empty();
    }

    /** The segment that an object of a tenant is; none if it is something else. */
    Optional<SegmentObject> parse(TenantId tenant, Bucket.Listed object) {
        Matcher parts = DAY_AND_REST.matcher(object.key().substring(days(tenant).length()));
        if (!parts.matches()) {
            return Optional.empty();
        }
        Matcher name = SEGMENT.matcher(parts.group(2));
        Optional<LocalDate> date = SegmentFormat.date(parts.group(1));
        if (date.isEmpty() || !name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SegmentObject(
                new SegmentFormat.Id(tenant, date.get(), name.group(1)),
                object.key(),
                object.size(),
                name.group(2).equals("m"),
                VisitorMarks.parse(name.group(3))));
    }
}
