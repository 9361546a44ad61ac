package io.identitystitch.jdbc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/** What a cursor's position consists of, as text. What is not of the right form is refused. */
final class Positions {
    private Positions() {}

    static String of(Instant moment) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    static Instant moment(String text) {
        try {
            return Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
        } catch (NumberFormatException | DateTimeException e) {
            throw Cursors.refusal();
        }
    }

    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursors.refusal();
        }
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Cursors.refusal();
        }
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw Cursors.refusal();
        }
    }
}
