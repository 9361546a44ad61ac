package io.identitystitch.signal;

import io.identitystitch.model.Identifier;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The content of a signal, any JSON value: as it was given, in canonical form, and the e-mail addresses in it.
 *
 * <p>It is read once. More than the limits here is refused, and so is everything that has no canonical form; nothing is cut. Its own text
 * form shows only the length. Immutable and thread-safe.
 */
public final class Payload {
    /** The largest document, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1_048_576;

    /** How many objects and arrays may be open at once. */
    public static final int MAX_DEPTH = 32;

    /** How many tokens there may be: beginnings and ends of objects and arrays, names, and values. */
    public static final int MAX_TOKENS = 5_000;

    /** The longest string, in characters (UTF-16 code units), without quotes and escapes. */
    public static final int MAX_STRING = 65_536;

    /** The longest name of a member, in characters (UTF-16 code units), without quotes and escapes. */
    public static final int MAX_NAME = 256;

    /** The longest spelling of a number, in characters. */
    public static final int MAX_NUMBER = 64;

    /** How many e-mail addresses are looked for. */
    public static final int MAX_EMAILS = 20;

    private final String text;
    private final CanonicalJson canonical;
    private final List<Identifier> emails;
    private final boolean furtherEmails;

    Payload(String text, CanonicalJson canonical, List<Identifier> emails, boolean furtherEmails) {
        this.text = text;
        this.canonical = canonical;
        this.emails = emails;
        this.furtherEmails = furtherEmails;
    }

    /**
     * Reads a payload.
     *
     * @param json the text of exactly one JSON value
     * @return the payload, or why it is refused
     */
    public static PayloadResult parse(String json) {
        return new PayloadReader(json).read();
    }

    /**
     * Reads a payload.
     *
     * @param utf8 the text of exactly one JSON value in UTF-8 without a byte order mark; not kept
     * @return the payload, or why it is refused
     */
    public static PayloadResult parse(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            return new PayloadResult.Refused(PayloadRefusal.TOO_LARGE);
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return new PayloadResult.Refused(PayloadRefusal.NOT_JSON);
        }
    }

    /**
     * The JSON text as it was given, with every digit of its numbers.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * The canonical form, which is equal for payloads that mean the same.
     *
     * @return the canonical form
     */
    public CanonicalJson canonical() {
        return canonical;
    }

    /**
     * The e-mail addresses among the strings of the payload, at any depth of objects and arrays. A string counts if all of it is an address,
     * with or without white space around it, or a link of {@code mailto:} to one; neither addresses within longer texts nor names of members
     * do. Of a string in any place more is asked than of a value that was given as an address: a domain with at least two labels, the last of
     * them a name. Addresses that stand for nobody ({@code noreply@}, ...) are listed too; the policy knows them.
     *
     * @return normalised addresses of type {@code email} in document order, each one once, at most {@link #MAX_EMAILS}; unmodifiable
     */
    public List<Identifier> emails() {
        return emails;
    }

    /**
     * Whether there are more e-mail addresses than {@link #emails()} lists.
     *
     * @return whether one was left out
     */
    public boolean hasFurtherEmails() {
        return furtherEmails;
    }

    /** By the text as it was given. */
    @Override
    public boolean equals(Object object) {
        return object instanceof Payload other && text.equals(other.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The length, not the value. */
    @Override
    public String toString() {
        return "Payload[" + text.length() + " characters]";
    }
}
