package io.identitystitch.jdbc;

import java.util.Locale;

/** Names as a database writes them into its catalogue where they were not quoted. */
final class Folded {
    private Folded() {}

    static String of(String name, Dialect dialect) {
        return dialect == Dialect.H2 ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }
}
