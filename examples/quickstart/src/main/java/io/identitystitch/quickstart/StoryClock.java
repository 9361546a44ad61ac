package io.identitystitch.quickstart;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time of the story. Not thread-safe. */
final class StoryClock implements InstantSource {
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    private Instant now = at(1, 0, 0);

    /** A moment of March 2026, the first day of which is a Sunday. */
    static Instant at(int day, int hour, int minute) {
        return LocalDateTime.of(2026, 3, day, hour, minute).toInstant(ZoneOffset.UTC);
    }

    static String spell(Instant moment) {
        return LONG.format(moment.atOffset(ZoneOffset.UTC));
    }

    static String abbreviate(Instant moment) {
        return SHORT.format(moment.atOffset(ZoneOffset.UTC));
    }

    void set(Instant moment) {
        now = moment;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
