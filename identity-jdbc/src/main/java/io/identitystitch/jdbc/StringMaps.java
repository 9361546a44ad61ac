package io.identitystitch.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Small maps of strings as JSON objects in text columns. */
final class StringMaps {
    /** What was written here may be longer than what a stranger may send. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private StringMaps() {}

    /** The JSON object, its names in order. */
    static String write(Map<String, String> map) {
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(map).forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            append(json, name);
            json.append(':');
            append(json, value);
        });
        return json.append('}').toString();
    }

    /** As {@link #write}, null for an empty map. */
    static @Nullable String writeOrNull(Map<String, String> map) {
        return map.isEmpty() ? null : write(map);
    }

    /** The map, in order of the object; null gives an empty one. */
    static Map<String, String> read(@Nullable String json) {
        Map<String, String> map = new LinkedHashMap<>();
        if (json == null) {
            return map;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, parser.getString());
            }
        }
        return map;
    }

    private static void append(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
