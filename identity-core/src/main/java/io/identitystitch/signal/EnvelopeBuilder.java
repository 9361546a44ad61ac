package io.identitystitch.signal;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Texts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@link Envelope} together. Values are taken as they are: whoever wants {@code Ann@X.org} and {@code ann@x.org} to be one gives
 * normal forms. Lengths and counts are limited by whoever takes the signal.
 *
 * <p>Not thread-safe.
 */
public final class EnvelopeBuilder {
    private static final int VERSION = 1;

    /** The largest whole number up to which JSON numbers are exact (RFC 7493 section 2.2). */
    private static final long MAX_SEQUENCE = (1L << 53) - 1;

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Comparator<Identifier> BY_TYPE_AND_VALUE =
            Comparator.comparing(Identifier::type).thenComparing(Identifier::value);

    private final String type;
    private final String occurredAt;
    private final SortedSet<String> anonymousIds = new TreeSet<>();
    private final SortedSet<Identifier> identifiers = new TreeSet<>(BY_TYPE_AND_VALUE);
    private final SortedMap<String, String> context = new TreeMap<>();
    private @Nullable String eventId;
    private @Nullable CanonicalJson payload;
    private long sequence = -1;

    EnvelopeBuilder(String type, Instant occurredAt) {
        this.type = storable(type, "a signal's type");
        this.occurredAt = text(occurredAt);
    }

    /**
     * The id that the sender gave to the event. Without one, a sequence number is needed.
     *
     * @param id the id
     * @return this builder
     * @throws IllegalArgumentException if it has a NUL or a lone surrogate
     */
    public EnvelopeBuilder eventId(String id) {
        eventId = storable(id, "an event id");
        return this;
    }

    /**
     * What tells events of one type and one moment apart where they have no id.
     *
     * @param number 0 to 2^53 - 1
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public EnvelopeBuilder sequence(long number) {
        if (number < 0 || number > MAX_SEQUENCE) {
            throw new IllegalArgumentException("a sequence number is 0 to 2^53 - 1");
        }
        sequence = number;
        return this;
    }

    /**
     * Adds identifiers, those of type {@code anonymous_id} among them. Order and repetition do not count.
     *
     * @param all the identifiers
     * @return this builder
     * @throws IllegalArgumentException if a value has a NUL or a lone surrogate
     */
    public EnvelopeBuilder identifiers(Collection<Identifier> all) {
        for (Identifier identifier : all) {
            storable(identifier.value(), "an identifier");
            if (identifier.type().equals(IdentifierType.ANONYMOUS_ID)) {
                anonymousIds.add(identifier.value());
            } else {
                identifiers.add(identifier);
            }
        }
        return this;
    }

    /**
     * Adds what is known of the circumstances. Order does not count; of one name the last value does.
     *
     * @param values values by name
     * @return this builder
     * @throws IllegalArgumentException if a name or a value has a NUL or a lone surrogate
     */
    public EnvelopeBuilder context(Map<String, String> values) {
        values.forEach((name, value) -> context.put(storable(name, "a name"), storable(value, "a value")));
        return this;
    }

    /**
     * The content.
     *
     * @param content the canonical form of the payload
     * @return this builder
     */
    public EnvelopeBuilder payload(CanonicalJson content) {
        payload = content;
        return this;
    }

    /**
     * The envelope.
     *
     * @return the envelope
     * @throws IllegalStateException if there is neither an event id nor a sequence number, so that two equal events would count as one
     */
    public Envelope build() {
        if (eventId == null && sequence < 0) {
            throw new IllegalStateException("a signal has an event id or a sequence number");
        }
        JsonBytes out = new JsonBytes(256 + (payload == null ? 0 : payload.length()));
        out.ascii("{\"anonymous_id\":[");
        separated(anonymousIds, out, out::string);
        out.ascii("],\"context\":{");
        separated(context.entrySet(), out, entry -> {
            out.string(entry.getKey());
            out.ascii(':');
            out.string(entry.getValue());
        });
        out.ascii('}');
        if (eventId != null) {
            out.ascii(",\"event_id\":");
            out.string(eventId);
        }
        out.ascii(",\"identifiers\":[");
        separated(identifiers, out, identifier -> {
            out.ascii('[');
            out.string(identifier.type().name());
            out.ascii(',');
            out.string(identifier.value());
            out.ascii(']');
        });
        out.ascii("],\"occurred_at\":");
        out.string(occurredAt);
        out.ascii(",\"payload\":");
        if (payload != null) {
            payload.writeTo(out);
        } else {
            out.ascii("null");
        }
        if (sequence >= 0) {
            out.ascii(",\"sequence\":");
            out.ascii(Long.toString(sequence));
        }
        out.ascii(",\"type\":");
        out.string(type);
        out.ascii(",\"v\":");
        out.ascii(Integer.toString(VERSION));
        out.ascii('}');
        return new Envelope(new CanonicalJson(out.toArray()));
    }

    private static <T> void separated(Collection<T> parts, JsonBytes out, Consumer<T> writer) {
        boolean first = true;
        for (T part : parts) {
            if (!first) {
                out.ascii(',');
            }
            first = false;
            writer.accept(part);
        }
    }

    private static String text(Instant moment) {
        if (moment.isBefore(EARLIEST) || !moment.isBefore(TOO_LATE)) {
            throw new IllegalArgumentException("a signal's time is in the years 0 to 9999");
        }
        return MOMENT.format(moment);
    }

    private static String storable(String text, String what) {
        if (!Texts.isStorable(text)) {
            throw new IllegalArgumentException(what + " has a NUL or a lone surrogate");
        }
        return text;
    }
}
