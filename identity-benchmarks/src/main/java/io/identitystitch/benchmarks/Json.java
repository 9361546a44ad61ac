package io.identitystitch.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Figures as JSON: what was measured, round by round, so that the report can be written again without measuring again. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String write(Figure figure) {
        java.io.StringWriter text = new java.io.StringWriter();
        ObjectWriteContext pretty = new ObjectWriteContext.Base() {
            @Override
            public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }
        };
        try (JsonGenerator json = FACTORY.createGenerator(pretty, text)) {
            json.writeStartObject();
            json.writeStringProperty("id", figure.id());
            json.writeStringProperty("title", figure.title());
            json.writeStringProperty("arguments", figure.arguments());
            json.writeStringProperty("circumstances", figure.circumstances());
            json.writeArrayPropertyStart("sides");
            for (Series series : figure.measured().series()) {
                json.writeStartObject();
                json.writeStringProperty("name", series.name());
                json.writeArrayPropertyStart("rounds");
                series.rounds().forEach(round -> write(json, round));
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("values");
            for (Measured.Value value : figure.measured().values()) {
                json.writeStartObject();
                json.writeStringProperty("name", value.name());
                number(json, "value", value.value());
                number(json, "low", value.low());
                number(json, "high", value.high());
                json.writeStringProperty("unit", value.unit());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Round round) {
        json.writeStartObject();
        json.writeNumberProperty("operations", round.operations());
        number(json, "seconds", round.seconds());
        number(json, "p50", round.p50());
        number(json, "p99", round.p99());
        number(json, "clientCpu", round.clientCpu());
        number(json, "serverCpu", round.serverCpu());
        json.writeObjectPropertyStart("errors");
        round.errors().forEach((kind, count) -> json.writeNumberProperty(kind, count.longValue()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, Math.round(value * 1e4) / 1e4);
        } else {
            json.writeNullProperty(name);
        }
    }

    static Figure read(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            Map<?, ?> figure = (Map<?, ?>) value(json);
            List<Series> series = new ArrayList<>();
            for (Map<?, ?> side : objects(figure, "sides")) {
                series.add(new Series(
                        text(side, "name"),
                        objects(side, "rounds").stream().map(Json::round).toList()));
            }
            List<Measured.Value> values = objects(figure, "values").stream()
                    .map(value -> new Measured.Value(
                            text(value, "name"),
                            number(value, "value"),
                            number(value, "low"),
                            number(value, "high"),
                            text(value, "unit")))
                    .toList();
            return new Figure(
                    text(figure, "id"),
                    text(figure, "title"),
                    text(figure, "arguments"),
                    text(figure, "circumstances"),
                    new Measured(series, values));
        }
    }

    private static Round round(Map<?, ?> round) {
        Map<String, Long> errors = new LinkedHashMap<>();
        if (round.get("errors") instanceof Map<?, ?> counts) {
            counts.forEach((kind, count) -> errors.put(String.valueOf(kind), ((Number) count).longValue()));
        }
        return new Round(
                (long) number(round, "operations"),
                number(round, "seconds"),
                number(round, "p50"),
                number(round, "p99"),
                number(round, "clientCpu"),
                number(round, "serverCpu"),
                errors);
    }

    private static String text(Map<?, ?> object, String name) {
        return String.valueOf(object.get(name));
    }

    private static double number(Map<?, ?> object, String name) {
        return object.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static List<Map<?, ?>> objects(Map<?, ?> object, String name) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (object.get(name) instanceof List<?> list) {
            list.forEach(each -> objects.add((Map<?, ?>) each));
        }
        return objects;
    }

    private static Object value(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                object.put(name, value(json));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(json));
            }
            return array;
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return json.getDoubleValue();
        }
        return String.valueOf(json.getString());
    }
}
