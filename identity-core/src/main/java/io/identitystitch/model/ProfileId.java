package io.identitystitch.model;

import java.util.UUID;

/**
 * The id of a profile: a UUID, version 7 when it comes from the library's own id source. An id that was returned once
 * resolves for ever: to its own profile, or to the one that absorbed it.
 *
 * <p>The order is that of the 128 bits read as an unsigned number, which for version 7 is the order of creation and
 * which PostgreSQL and H2 share. Immutable and thread-safe.
 *
 * @param value the UUID
 */
public record ProfileId(UUID value) implements Comparable<ProfileId> {
    /**
     * The id with this UUID.
     *
     * @param value the UUID
     * @return the id
     */
    public static ProfileId of(UUID value) {
        return new ProfileId(value);
    }

    /**
     * The id with this text form.
     *
     * @param text a UUID in its canonical form of 36 characters
     * @return the id
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static ProfileId of(String text) {
        UUID parsed;
        try {
            parsed = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a profile id");
        }
        if (!parsed.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a profile id");
        }
        return new ProfileId(parsed);
    }

    @Override
    public int compareTo(ProfileId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    /** The canonical lower-case text form. */
    @Override
    public String toString() {
        return value.toString();
    }
}
