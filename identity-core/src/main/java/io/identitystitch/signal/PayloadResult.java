package io.identitystitch.signal;

/** What became of a text that should be a payload. Immutable and thread-safe. */
public sealed interface PayloadResult {
    /**
     * It is one.
     *
     * @param payload the payload
     */
    record Read(Payload payload) implements PayloadResult {}

    /**
     * It is none that is taken.
     *
     * @param reason why
     */
    record Refused(PayloadRefusal reason) implements PayloadResult {}
}
