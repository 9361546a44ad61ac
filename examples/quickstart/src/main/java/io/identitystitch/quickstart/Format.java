package io.identitystitch.quickstart;

import java.util.Locale;

/** How rows are written in a file. */
enum Format {
    /** Comma-separated, with a header. */
    CSV,
    /** One JSON object a line. */
    JSONL;

    static Format parse(String text) {
        return switch (text) {
            case "csv" -> CSV;
            case "jsonl" -> JSONL;
            default -> throw Failure.badArgument("--format is csv or jsonl, not '" + text + "'.");
        };
    }

    /** By the end of a file's name, else by what the text begins with. */
    static Format of(Source source) {
        String name = source.name().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return JSONL;
        }
        return !name.endsWith(".csv") && source.peek() == '{' ? JSONL : CSV;
    }

    static Format ofName(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".csv") ? CSV : JSONL;
    }
}
