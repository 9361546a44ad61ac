package io.identitystitch.signal;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as an application reports it: what, when, by whom as far as that is known, and a JSON document about it.
 *
 * <p>A signal is taken as it comes: what is wrong with it is found where it is accepted, and reported in the {@linkplain SignalResult
 * answer}, for event code is no place for exceptions. It needs an event id of its sender's or a sequence number, for two equal clicks of one
 * moment are two clicks, and one that was sent twice is one.
 *
 * <p>Immutable and thread-safe. The text form shows nothing but the type.
 */
public final class Signal {
    private final String type;
    private final ResolveRequest who;
    private final @Nullable String eventId;
    private final OptionalLong sequence;
    private final Map<String, String> context;
    private final byte @Nullable [] payload;

    private Signal(Builder builder) {
        type = builder.type;
        who = builder.who.build();
        eventId = builder.eventId;
        sequence = builder.sequence;
        context = Map.copyOf(builder.context);
        payload = builder.payload;
    }

    /**
     * A builder of a signal.
     *
     * @param type what happened, such as {@code page_viewed}; 1 to 128 characters
     * @return a new builder
     */
    public static Builder builder(String type) {
        return new Builder(Objects.requireNonNull(type, "type"));
    }

    /** {@return what happened} */
    public String type() {
        return type;
    }

    /** {@return by whom and when, as a request} */
    public ResolveRequest who() {
        return who;
    }

    /** {@return the id that the sender gave it} */
    public Optional<String> eventId() {
        return Optional.ofNullable(eventId);
    }

    /** {@return what tells it from others of one type and moment, where it has no event id} */
    public OptionalLong sequence() {
        return sequence;
    }

    /** {@return the circumstances, unmodifiable} */
    public Map<String, String> context() {
        return context;
    }

    /** {@return the document in UTF-8, not to be changed; empty where there is none} */
    public Optional<byte[]> payload() {
        return Optional.ofNullable(payload);
    }

    /** The type. */
    @Override
    public String toString() {
        return "Signal[" + type + "]";
    }

    /** Collects a {@link Signal}. Not thread-safe. */
    public static final class Builder {
        private final String type;
        private final ResolveRequest.Builder who = ResolveRequest.builder();
        private final Map<String, String> context = new TreeMap<>();
        private @Nullable String eventId;
        private OptionalLong sequence = OptionalLong.empty();
        private byte @Nullable [] payload;

        private Builder(String type) {
            this.type = type;
        }

        /**
         * Sets the id that the sender gave to the event. Default: none, then a sequence number is needed.
         *
         * @param id 1 to 128 visible ASCII characters
         * @return this
         */
        public Builder eventId(@Nullable String id) {
            eventId = id;
            return this;
        }

        /**
         * Sets what tells events of one type and one moment apart that have no id. Default: none.
         *
         * @param number 0 to 2^53 - 1
         * @return this
         */
        public Builder sequence(long number) {
            sequence = OptionalLong.of(number);
            return this;
        }

        /**
         * Sets when it happened. Default: when the builder was made.
         *
         * @param moment when, clamped to what the policy allows
         * @return this
         */
        public Builder occurredAt(Instant moment) {
            who.observedAt(moment);
            return this;
        }

        /**
         * Adds the id of a visitor cookie or of an app installation.
         *
         * @param value the id; null or unusable values are left out
         * @return this
         */
        public Builder anonymousId(@Nullable String value) {
            return identifier(IdentifierType.ANONYMOUS_ID, value);
        }

        /**
         * Adds an e-mail address.
         *
         * @param value the address; null or unusable values are left out
         * @return this
         */
        public Builder email(@Nullable String value) {
            return identifier(IdentifierType.EMAIL, value);
        }

        /**
         * Adds an account id. One that is an e-mail address is taken as one.
         *
         * @param value the id; null or unusable values are left out
         * @return this
         */
        public Builder userId(@Nullable String value) {
            return identifier(IdentifierType.USER_ID, value);
        }

        /**
         * Adds an identifier, an organisation or a workspace among them: such a one says where the signal goes, and links nobody.
         *
         * @param type its type
         * @param value its value; null or unusable values are left out
         * @return this
         */
        public Builder identifier(IdentifierType type, @Nullable String value) {
            who.identifier(type, value);
            return this;
        }

        /**
         * Adds an identifier that the host has verified.
         *
         * @param type its type
         * @param value its value; null or unusable values are left out
         * @return this
         */
        public Builder verified(IdentifierType type, @Nullable String value) {
            who.verified(type, value);
            return this;
        }

        /**
         * Adds something about the circumstances.
         *
         * @param name the name
         * @param value the value; null adds nothing
         * @return this
         */
        public Builder context(String name, @Nullable String value) {
            Objects.requireNonNull(name, "name");
            if (value != null) {
                context.put(name, value);
            }
            return this;
        }

        /**
         * Sets the document. Default: none.
         *
         * @param json one JSON value, within the limits of {@link Payload}
         * @return this
         */
        public Builder payload(@Nullable String json) {
            payload = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /**
         * Sets the document. Default: none.
         *
         * @param utf8 one JSON value in UTF-8, within the limits of {@link Payload}; copied
         * @return this
         */
        public Builder payload(byte @Nullable [] utf8) {
            payload = utf8 == null ? null : utf8.clone();
            return this;
        }

        /**
         * Says that an import brings it, so that its time is taken as it is.
         *
         * @return this
         */
        public Builder imported() {
            who.imported();
            return this;
        }

        /**
         * The signal.
         *
         * @return a new signal
         */
        public Signal build() {
            return new Signal(this);
        }
    }
}
