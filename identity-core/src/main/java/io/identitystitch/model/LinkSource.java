package io.identitystitch.model;

import java.util.Locale;

/** Who says that an identifier belongs to a profile, or that two profiles are one person. Immutable and thread-safe. */
public enum LinkSource {
    /** The identifiers were seen together in one call of the host. */
    IDENTIFY,
    /** The library guessed from a device that was left signed in; the guess is an edge of its own and can be undone. */
    INFERRED,
    /** A human decided. */
    MANUAL;

    /**
     * The name in stored and exported form.
     *
     * @return {@code identify}, {@code inferred} or {@code manual}
     */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The source with this stored name.
     *
     * @param wireName {@code identify}, {@code inferred} or {@code manual}
     * @return the source
     * @throws IllegalArgumentException for any other text
     */
    public static LinkSource ofWireName(String wireName) {
        for (LinkSource source : values()) {
            if (source.wireName().equals(wireName)) {
                return source;
            }
        }
        throw new IllegalArgumentException("a source is identify, inferred or manual");
    }
}
