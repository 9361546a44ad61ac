package io.identitystitch.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signal that belongs to somebody, as stores keep it: what it is told by, when it happened, and the whole of it as canonical JSON.
 *
 * <p>Signals are ordered by event time, then by content hash, so that every store and every order of arrival agrees on the journey. The
 * text form shows nothing of the content. Immutable and thread-safe.
 *
 * @param contentHash tells it from every other signal of its tenant: two with one hash are one that came twice
 * @param type what happened, 1 to 128 characters
 * @param eventId the id that the sender gave it, 1 to 128 visible ASCII characters; empty where it gave a sequence number
 * @param occurredAt when it happened, UTC, microseconds
 * @param receivedAt when it was received first, UTC, microseconds
 * @param rehydrated whether it came before its visitor was known, and was brought back
 * @param json the envelope, see {@link io.identitystitch.signal.Envelope}
 */
public record StagedSignal(
        Digest contentHash,
        String type,
        Optional<String> eventId,
        Instant occurredAt,
        Instant receivedAt,
        boolean rehydrated,
        String json)
        implements Comparable<StagedSignal> {
    /** The longest type and the longest event id, in characters. */
    public static final int MAX_NAME = 128;

    private static final Pattern EVENT_ID = Pattern.compile("[!-~]{1," + MAX_NAME + "}");
    private static final Comparator<StagedSignal> ORDER =
            Comparator.comparing(StagedSignal::occurredAt).thenComparing(StagedSignal::contentHash);

    /**
     * Checks lengths and cuts times to microseconds.
     *
     * @param contentHash tells it from every other signal of its tenant: two with one hash are one that came twice
     * @param type what happened, 1 to 128 characters
     * @param eventId the id that the sender gave it, 1 to 128 visible ASCII characters; empty where it gave a sequence number
     * @param occurredAt when it happened, UTC, microseconds
     * @param receivedAt when it was received first, UTC, microseconds
     * @param rehydrated whether it came before its visitor was known, and was brought back
     * @param json the envelope, see {@link io.identitystitch.signal.Envelope}
     * @throws IllegalArgumentException if the type or the event id is too long, empty or not storable
     */
    public StagedSignal {
        if (!isType(type)) {
            throw new IllegalArgumentException("a signal's type has 1 to 128 characters, without control characters");
        }
        if (eventId.isPresent() && !isEventId(eventId.get())) {
            throw new IllegalArgumentException("an event id is 1 to 128 visible ASCII characters");
        }
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Whether a text can be the type of a signal.
     *
     * @param text the text
     * @return whether it has 1 to 128 characters, none of them a control character or a lone surrogate
     */
    public static boolean isType(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME
                && Texts.isStorable(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Whether a text can be the event id of a signal.
     *
     * @param text the text
     * @return whether it is 1 to 128 visible ASCII characters
     */
    public static boolean isEventId(String text) {
        return EVENT_ID.matcher(text).matches();
    }

    /**
     * The same signal, brought back from cold storage.
     *
     * @return a rehydrated copy
     */
    public StagedSignal asRehydrated() {
        return new StagedSignal(contentHash, type, eventId, occurredAt, receivedAt, true, json);
    }

    @Override
    public int compareTo(StagedSignal other) {
        return ORDER.compare(this, other);
    }

    /** The hash and the moment. */
    @Override
    public String toString() {
        return "StagedSignal[" + contentHash + ", " + occurredAt + (rehydrated ? ", rehydrated" : "") + "]";
    }
}
