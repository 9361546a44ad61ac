package io.identitystitch.torture;

import java.util.Locale;

/** Damage done on purpose before judging, to see that the judges notice. */
enum Sabotage {
    /** None. */
    NONE,
    /** The redirect of one absorbed profile is deleted. */
    REDIRECT,
    /** One identifier is given to another person. */
    KEY,
    /** One identifier is deleted. */
    LOST,
    /** One merge's edge is deleted. */
    EDGE,
    /** Workers acknowledge one call in 500 without making it. */
    LIAR;

    static Sabotage of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
