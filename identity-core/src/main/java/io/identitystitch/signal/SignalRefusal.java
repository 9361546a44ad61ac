package io.identitystitch.signal;

/** Why a signal is not kept: the first thing found wrong with it. Immutable and thread-safe. */
public enum SignalRefusal {
    /** The type is empty, longer than 128 characters, or has a control character or a lone surrogate. */
    TYPE,
    /** The event id is not 1 to 128 visible ASCII characters. */
    EVENT_ID,
    /** There is neither an event id nor a sequence number. */
    NO_EVENT_ID,
    /** The sequence number is not 0 to 2^53 - 1. */
    SEQUENCE,
    /** The time is not in the years 0 to 9999. */
    TIME,
    /** The circumstances are more than 64 values, a name is longer than 256 characters or a value than 4,096, or one is not storable. */
    CONTEXT,
    /** The payload is none that is taken, see {@link SignalResult.Refused#payload()}. */
    PAYLOAD,
    /** Nothing says whose it is: every identifier is missing, blank, blocked or malformed. */
    NO_IDENTIFIER,
    /** The policy keeps no profile for identifiers like these, and there is no cold storage, or no visitor to keep it for. */
    NOT_KEPT
}
