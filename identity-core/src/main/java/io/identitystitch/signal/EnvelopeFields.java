package io.identitystitch.signal;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What an {@link Envelope} says of its signal, read from the stored bytes. Immutable and thread-safe.
 *
 * @param type what happened
 * @param eventId the id that the sender gave it
 * @param identifiers all its identifiers
 */
public record EnvelopeFields(String type, Optional<String> eventId, List<Identifier> identifiers) {
    /** Wider than what envelopes can be, for they were checked when they were written. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Payload.MAX_DEPTH + 8)
                    .maxDocumentLength(4L * Payload.MAX_BYTES)
                    .maxStringLength(Payload.MAX_BYTES)
                    .maxNumberLength(Payload.MAX_BYTES)
                    .build())
            .build();

    /**
     * Copies the list.
     *
     * @param type what happened
     * @param eventId the id that the sender gave it
     * @param identifiers all its identifiers
     */
    public EnvelopeFields {
        identifiers = List.copyOf(identifiers);
    }

    /**
     * Reads an envelope.
     *
     * @param json its canonical bytes
     * @return what it says; empty where these are no envelope
     */
    public static Optional<EnvelopeFields> read(byte[] json) {
        String type = null;
        String eventId = null;
        List<Identifier> identifiers = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "type" -> type = parser.getString();
                    case "event_id" -> eventId = parser.getString();
                    case "anonymous_id" -> readAnonymousIds(parser, identifiers);
                    case "identifiers" -> readIdentifiers(parser, identifiers);
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
        @Nullable String found = type;
        return found == null
                ? Optional.empty()
                : Optional.of(new EnvelopeFields(found, Optional.ofNullable(eventId), identifiers));
    }

    private static void readAnonymousIds(JsonParser parser, List<Identifier> identifiers) {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            identifiers.add(Identifier.of(IdentifierType.ANONYMOUS_ID, parser.getString()));
        }
    }

    private static void readIdentifiers(JsonParser parser, List<Identifier> identifiers) {
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            String type = parser.nextStringValue();
            String value = parser.nextStringValue();
            if (type == null || value == null) {
                throw new IllegalArgumentException("no identifier");
            }
            identifiers.add(Identifier.of(IdentifierType.of(type), value));
            parser.nextToken();
        }
    }

    /** The type and the number of identifiers. */
    @Override
    public String toString() {
        return "EnvelopeFields[" + type + ", " + identifiers.size() + " identifiers]";
    }
}
