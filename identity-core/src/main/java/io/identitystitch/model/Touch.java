package io.identitystitch.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One dated contact of a visitor with the host: the unit that attribution keeps, orders and never takes apart. Core knows
 * only whether it is attributed (it names a source of the visit) and when it happened; what its fields mean belongs to
 * the attribution module.
 *
 * <p>Touches are ordered by event time, then by event id, so that every store and every order of arrival agrees on the
 * first and the last one. The text form shows no field. Immutable and thread-safe.
 *
 * @param eventId 1 to 128 visible ASCII characters; the same id on the same owner is the same touch
 * @param occurredAt when it happened, UTC, microseconds
 * @param attributed whether it names a source of the visit; only attributed touches can be first or last
 * @param fields the fields in order of their names, as given
 */
public record Touch(String eventId, Instant occurredAt, boolean attributed, SortedMap<String, String> fields)
        implements Comparable<Touch> {
    private static final Pattern EVENT_ID = Pattern.compile("[!-~]{1,128}");
    private static final Comparator<Touch> ORDER =
            Comparator.comparing(Touch::occurredAt).thenComparing(Touch::eventId);

    /**
     * Checks the event id, cuts the time to microseconds and copies the fields. A touch without a field is not
     * attributed, whatever the caller says: an empty touch is no touch.
     *
     * @param eventId 1 to 128 visible ASCII characters; the same id on the same owner is the same touch
     * @param occurredAt when it happened, UTC, microseconds
     * @param attributed whether it names a source of the visit; only attributed touches can be first or last
     * @param fields the fields in order of their names, as given
     * @throws IllegalArgumentException if the event id is not 1 to 128 visible ASCII characters
     */
    public Touch {
        if (!EVENT_ID.matcher(eventId).matches()) {
            throw new IllegalArgumentException("an event id is 1 to 128 visible ASCII characters");
        }
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        attributed = attributed && !fields.isEmpty();
    }

    /**
     * An attributed touch whose event id follows from its content, so that a retry is the same touch.
     *
     * @param occurredAt when it happened
     * @param fields the fields
     * @return the touch
     */
    public static Touch attributed(Instant occurredAt, Map<String, String> fields) {
        return new Touch(contentId(occurredAt, fields), occurredAt, true, new TreeMap<>(fields));
    }

    /**
     * A touch that names no source, such as a direct visit.
     *
     * @param occurredAt when it happened
     * @param fields the fields, may be empty
     * @return the touch
     */
    public static Touch unattributed(Instant occurredAt, Map<String, String> fields) {
        return new Touch(contentId(occurredAt, fields), occurredAt, false, new TreeMap<>(fields));
    }

    @Override
    public int compareTo(Touch other) {
        return ORDER.compare(this, other);
    }

    /** The time and the number of fields. */
    @Override
    public String toString() {
        return "Touch[" + occurredAt + ", " + fields.size() + " fields]";
    }

    private static String contentId(Instant occurredAt, Map<String, String> fields) {
        StringBuilder content =
                new StringBuilder(occurredAt.truncatedTo(ChronoUnit.MICROS).toString());
        new TreeMap<>(fields)
                .forEach((name, value) -> content.append('\n')
                        .append(name.length())
                        .append(':')
                        .append(name)
                        .append(value.length())
                        .append(':')
                        .append(value));
        byte[] digest = Digest.sha256(content.toString().getBytes(StandardCharsets.UTF_8))
                .bytes();
        return HexFormat.of().formatHex(digest, 0, 16);
    }
}
