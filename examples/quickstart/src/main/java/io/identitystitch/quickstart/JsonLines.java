package io.identitystitch.quickstart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A text with one JSON object a line, seen through a mapping: its columns are the fields of the objects. Strings and numbers are
 * taken; what is missing or null counts as empty.
 */
final class JsonLines implements Rows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NO_JSON = "it is not one JSON object";

    private final Source source;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<String> names;

    JsonLines(Source source, Mapping mapping) {
        this.source = source;
        names = mapping.columns().stream().map(Mapping.Column::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (columns.put(names.get(i), i) != null) {
                throw Failure.badArgument("--map: '" + names.get(i) + "' is given twice.");
            }
        }
        if (source.peek() < 0) {
            throw Failure.trouble(source.name() + " is empty.");
        }
    }

    @Override
    public @Nullable Row next() {
        Lines.Line line = source.lines().next();
        if (line == null) {
            return null;
        }
        String text = line.text();
        if (text == null) {
            return Row.bad(line.number(), Row.TOO_LONG);
        }
        if (text.isBlank()) {
            return Row.bad(line.number(), Row.BLANK);
        }
        if (!Lines.isUtf8(text)) {
            return Row.bad(line.number(), Row.NOT_UTF_8);
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            return row(line.number(), json);
        } catch (JacksonException e) {
            return Row.bad(line.number(), NO_JSON);
        }
    }

    @Override
    public double done() {
        return source.done();
    }

    @Override
    public void close() {
        source.close();
    }

    private Row row(long line, JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return Row.bad(line, NO_JSON);
        }
        String[] values = new String[names.size()];
        boolean any = false;
        String problem = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            Integer column = columns.get(json.currentName());
            JsonToken value = json.nextToken();
            if (column == null) {
                json.skipChildren();
                continue;
            }
            any = true;
            if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
                values[column] = json.getString().strip();
            } else if (value != JsonToken.VALUE_NULL) {
                json.skipChildren();
                problem = "its field '" + names.get(column) + "' is neither a text nor a number";
            }
        }
        if (json.nextToken() != null) {
            return Row.bad(line, NO_JSON);
        }
        if (problem == null && !any) {
            problem = "it has none of the fields that --map names";
        }
        return problem == null ? new Row(line, texts(values), null) : Row.bad(line, problem);
    }

    private static List<String> texts(@Nullable String[] values) {
        List<String> texts = new ArrayList<>(values.length);
        for (String value : values) {
            texts.add(value == null ? "" : value);
        }
        return texts;
    }
}
