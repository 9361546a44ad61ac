package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One version of the tables: a script of the jar.
 *
 * @param version its number
 * @param text the script as it is in the jar
 */
record SchemaScript(int version, String text) {
    private static final String PLACE = "${schema}.";
    private static final String COMMENT = "--";

    /** All versions in order. */
    static List<SchemaScript> all() {
        return List.of(read(1, "V1__tables.sql"), read(2, "V2__steward.sql"), read(3, "V3__signals.sql"));
    }

    private static SchemaScript read(int version, String name) {
        try (InputStream in = SchemaScript.class.getResourceAsStream("schema/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new SchemaScript(version, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells a script from what it was when a database ran it, whatever the line ends. */
    String checksum() {
        byte[] bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Digest.sha256(bytes).bytes());
    }

    /** The statements for a dialect, each with the comment before it. */
    List<String> statements(Dialect dialect, @Nullable String schema) {
        StringBuilder kept = new StringBuilder();
        for (String line : text.split("\r?\n", -1)) {
            String mine = forDialect(line, dialect);
            if (mine != null) {
                kept.append(mine).append('\n');
            }
        }
        String prefix = schema == null ? "" : '"' + schema + "\".";
        List<String> statements = new ArrayList<>();
        for (String statement : kept.toString().replace(PLACE, prefix).split(";[ \t]*\n", -1)) {
            if (!withoutComments(statement).isEmpty()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    static String withoutComments(String statement) {
        return statement
                .lines()
                .filter(line -> !line.startsWith(COMMENT))
                .reduce("", (all, line) -> all + line + '\n')
                .strip();
    }

    private static @Nullable String forDialect(String line, Dialect dialect) {
        for (Dialect one : Dialect.values()) {
            String mark = one.name().toLowerCase(Locale.ROOT) + ": ";
            if (line.startsWith(mark)) {
                return one == dialect ? line.substring(mark.length()) : null;
            }
        }
        // The remarks on how the script is written are of no use to whoever reads what came of it.
        return line.startsWith(COMMENT) && line.contains("${schema}") ? null : line;
    }
}
