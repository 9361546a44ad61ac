package io.identitystitch.model;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON value as text, kept and returned unchanged.
 *
 * <p>Its own text form never shows the value. Limits: 64 KiB, a depth of 32, numbers of 64 digits. Immutable and
 * thread-safe.
 */
public final class JsonText {
    /** The longest text, in characters. */
    public static final int MAX_LENGTH = 65_536;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(64)
                    .maxStringLength(MAX_LENGTH)
                    .maxNameLength(256)
                    .build())
            .build();

    private final String text;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * A JSON document.
     *
     * @param json the text of exactly one JSON value
     * @return the value, with this very text
     * @throws IllegalArgumentException if the text is not one JSON value within the limits
     */
    public static JsonText parse(String json) {
        if (json.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a JSON value has at most 65,536 characters");
        }
        Texts.requireStorable(json, "a JSON value");
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new IllegalArgumentException("a JSON value is empty");
            }
            if (token.isStructStart()) {
                parser.skipChildren();
            } else {
                parser.getString();
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON value");
            }
        } catch (JacksonException e) {
            // The cause would quote the text.
            throw new IllegalArgumentException("not a JSON value within the limits");
        }
        return new JsonText(json);
    }

    /**
     * A JSON string.
     *
     * @param value the characters
     * @return the value
     * @throws IllegalArgumentException if it is too long or carries characters that no store can keep
     */
    public static JsonText of(String value) {
        Texts.requireStorable(value, "a text");
        String quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(value)) + '"';
        if (quoted.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a JSON value has at most 65,536 characters");
        }
        return new JsonText(quoted);
    }

    /** A JSON string; null where there is none, or one that cannot be kept. */
    static @Nullable JsonText ofStorable(@Nullable String value) {
        // Quoting makes a character up to six times as long.
        if (value == null || value.length() > MAX_LENGTH / 6 - 2 || !Texts.isStorable(value)) {
            return null;
        }
        return of(value);
    }

    /**
     * A JSON number.
     *
     * @param value the number
     * @return the value
     */
    public static JsonText of(long value) {
        return new JsonText(Long.toString(value));
    }

    /**
     * A JSON number.
     *
     * @param value the number
     * @return the value
     * @throws IllegalArgumentException if it has more than 64 digits
     */
    public static JsonText of(BigDecimal value) {
        String digits = value.toString();
        if (digits.length() > 64) {
            throw new IllegalArgumentException("a JSON number has at most 64 digits");
        }
        return new JsonText(digits);
    }

    /**
     * A JSON boolean.
     *
     * @param value the boolean
     * @return the value
     */
    public static JsonText of(boolean value) {
        return new JsonText(Boolean.toString(value));
    }

    /**
     * The JSON text as it was given.
     *
     * @return the text
     */
    public String json() {
        return text;
    }

    /**
     * The characters of a JSON string.
     *
     * @return the unquoted characters, empty if the value is not a string
     */
    public Optional<String> asString() {
        if (text.isBlank() || text.strip().charAt(0) != '"') {
            return Optional.empty();
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return Optional.of(parser.getString());
        }
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof JsonText other && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The length, not the value. */
    @Override
    public String toString() {
        return "json[" + text.length() + " characters]";
    }
}
