package io.identitystitch.signal;

/** Why a text is not taken as a payload: the first thing found wrong with it. Immutable and thread-safe. */
public enum PayloadRefusal {
    /** The text is not exactly one JSON value (RFC 8259), or the bytes are not UTF-8. A byte order mark is no JSON either. */
    NOT_JSON,
    /** The document has more than {@link Payload#MAX_BYTES} bytes. */
    TOO_LARGE,
    /** Objects and arrays are nested deeper than {@link Payload#MAX_DEPTH}. */
    TOO_DEEP,
    /** There are more than {@link Payload#MAX_TOKENS} tokens. */
    TOO_MANY_TOKENS,
    /** A name of a member has more than {@link Payload#MAX_NAME} characters. */
    NAME_TOO_LONG,
    /** A string has more than {@link Payload#MAX_STRING} characters. */
    STRING_TOO_LONG,
    /** A number is spelled with more than {@link Payload#MAX_NUMBER} characters. */
    NUMBER_TOO_LONG,
    /** A number is beyond the range of an IEEE 754 double, {@code 1e400} for instance. */
    NUMBER_TOO_LARGE,
    /** An object has two members of one name, which I-JSON (RFC 7493 section 2.3) forbids. */
    DUPLICATE_NAME,
    /** A string or a name has NUL, which PostgreSQL cannot keep, or a lone surrogate, which UTF-8 cannot. */
    NOT_STORABLE
}
