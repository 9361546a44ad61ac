package io.identitystitch.signal;

import io.identitystitch.model.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one document once, from its first token to its last: writes it in canonical form, looks for e-mail addresses, and stops at the first
 * thing that is wrong. It keeps a stack of its own, so depth costs no stack of the thread. Not thread-safe; one for each document.
 */
final class PayloadReader {
    /**
     * The limits are kept by the reader itself, which can tell them apart; the parser's stand one step behind. Names of members are not kept
     * in tables that live longer than the document, for they come from strangers.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Payload.MAX_DEPTH + 1)
                    .maxDocumentLength(Payload.MAX_BYTES)
                    .maxStringLength(Payload.MAX_BYTES)
                    .maxNameLength(Payload.MAX_BYTES)
                    .maxNumberLength(Payload.MAX_BYTES)
                    .build())
            .build();

    private final String json;
    private final JsonBytes out;
    private final OpenMembers members = new OpenMembers();
    private final FoundEmails emails = new FoundEmails(Payload.MAX_EMAILS);

    /** For each open object the number of members before it, for an array nothing. */
    private final int[] begun = new int[Payload.MAX_DEPTH];

    private int depth;
    private boolean comma;

    PayloadReader(String json) {
        this.json = json;
        out = new JsonBytes(json.length() + 16);
    }

    PayloadResult read() {
        if (!isSmall(json)) {
            return new PayloadResult.Refused(PayloadRefusal.TOO_LARGE);
        }
        @Nullable PayloadRefusal refusal;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json.toCharArray())) {
            refusal = readAll(parser);
        } catch (JacksonException e) {
            // Its message would quote the text.
            refusal = PayloadRefusal.NOT_JSON;
        }
        return refusal != null
                ? new PayloadResult.Refused(refusal)
                : new PayloadResult.Read(
                        new Payload(json, new CanonicalJson(out.toArray()), emails.found(), emails.hasFurther()));
    }

    private static boolean isSmall(String json) {
        if (json.length() > Payload.MAX_BYTES || json.length() <= Payload.MAX_BYTES / 3) {
            return json.length() <= Payload.MAX_BYTES;
        }
        int bytes = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            // Each half of a surrogate pair counts two of its four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes <= Payload.MAX_BYTES;
    }

    private @Nullable PayloadRefusal readAll(JsonParser parser) {
        int tokens = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (++tokens > Payload.MAX_TOKENS) {
                return PayloadRefusal.TOO_MANY_TOKENS;
            }
            if (depth == 0 && tokens > 1) {
                return PayloadRefusal.NOT_JSON;
            }
            PayloadRefusal refusal = read(token, parser);
            if (refusal != null) {
                return refusal;
            }
        }
        if (tokens == 0) {
            return PayloadRefusal.NOT_JSON;
        }
        // The halves of a surrogate pair may be spelled in two ways, and then the strings are whole but the text is
        // not.
        return Texts.isStorable(json) ? null : PayloadRefusal.NOT_STORABLE;
    }

    private @Nullable PayloadRefusal read(JsonToken token, JsonParser parser) {
        if (comma && !token.isStructEnd()) {
            out.ascii(',');
        }
        comma = token != JsonToken.PROPERTY_NAME && !token.isStructStart();
        return switch (token) {
            case START_OBJECT -> begin('{');
            case START_ARRAY -> begin('[');
            case END_OBJECT -> endObject();
            case END_ARRAY -> end(']');
            case PROPERTY_NAME -> name(parser.currentName());
            case VALUE_STRING -> string(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> literal("true");
            case VALUE_FALSE -> literal("false");
            case VALUE_NULL -> literal("null");
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> PayloadRefusal.NOT_JSON;
        };
    }

    private @Nullable PayloadRefusal begin(char bracket) {
        if (depth == Payload.MAX_DEPTH) {
            return PayloadRefusal.TOO_DEEP;
        }
        begun[depth++] = members.count();
        out.ascii(bracket);
        return null;
    }

    private @Nullable PayloadRefusal endObject() {
        return members.sort(begun[depth - 1], out) ? end('}') : PayloadRefusal.DUPLICATE_NAME;
    }

    private @Nullable PayloadRefusal end(char bracket) {
        depth--;
        out.ascii(bracket);
        return null;
    }

    private @Nullable PayloadRefusal name(String name) {
        if (name.length() > Payload.MAX_NAME) {
            return PayloadRefusal.NAME_TOO_LONG;
        }
        members.add(name, out.length());
        if (!out.string(name)) {
            return PayloadRefusal.NOT_STORABLE;
        }
        out.ascii(':');
        return null;
    }

    private @Nullable PayloadRefusal string(JsonParser parser) {
        int length = parser.getStringLength();
        if (length > Payload.MAX_STRING) {
            return PayloadRefusal.STRING_TOO_LONG;
        }
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        if (!out.string(chars, offset, length)) {
            return PayloadRefusal.NOT_STORABLE;
        }
        emails.look(chars, offset, length);
        return null;
    }

    private @Nullable PayloadRefusal number(JsonParser parser) {
        int length = parser.getStringLength();
        if (length > Payload.MAX_NUMBER) {
            return PayloadRefusal.NUMBER_TOO_LONG;
        }
        return EcmaNumber.write(parser.getStringCharacters(), parser.getStringOffset(), length, out)
                ? null
                : PayloadRefusal.NUMBER_TOO_LARGE;
    }

    private @Nullable PayloadRefusal literal(String literal) {
        out.ascii(literal);
        return null;
    }
}
