package io.identitystitch.jdbc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names that the host gave. Immutable and thread-safe.
 *
 * @param table the table, with or without its schema
 * @param key what tells rows apart
 * @param anonymous has the anonymous id
 * @param user gets the user id
 * @param time has the event time, null for none
 * @param tenant has the tenant, null for none
 */
record HostColumns(
        String table,
        String key,
        String anonymous,
        String user,
        @Nullable String time,
        @Nullable String tenant) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Pattern TABLE = Pattern.compile("(" + WORD + "\\.)?" + WORD);

    HostColumns {
        List<String> columns = Stream.of(key, anonymous, user, time, tenant)
                .filter(Objects::nonNull)
                .toList();
        if (Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalStateException("two columns of the table have one name");
        }
    }

    static String requireTable(String name) {
        if (!TABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("a table is a word of " + WORD + ", or two with a dot");
        }
        return name;
    }

    static String requireColumn(String name) {
        if (!WORD.matcher(name).matches()) {
            throw new IllegalArgumentException("a column is a word of " + WORD);
        }
        return name;
    }

    /** What the table may be called in the catalogue: as it was written, or as the database writes what is not quoted. */
    List<List<String>> tableNames(Dialect dialect) {
        List<List<String>> names = List.of(List.of());
        for (String part : table.split("\\.", -1)) {
            Set<String> ways = new LinkedHashSet<>(List.of(part, Folded.of(part, dialect)));
            names = names.stream()
                    .flatMap(before -> ways.stream()
                            .map(way -> Stream.concat(before.stream(), Stream.of(way))
                                    .toList()))
                    .toList();
        }
        return names;
    }
}
