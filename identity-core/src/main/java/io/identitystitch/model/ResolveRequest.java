package io.identitystitch.model;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the host saw together in one moment: identifiers, and what it learned of the person.
 *
 * <p>Values may be dirty or missing: a null, blank or unusable value is ignored and reported in the answer, so the code
 * of a sign-up need not check its inputs. The moment is set when the request is built and kept by every retry. The text
 * form shows no value. Immutable and thread-safe; the builder is not thread-safe.
 */
public final class ResolveRequest {
    /**
     * One identifier as the caller gave it.
     *
     * @param type the type
     * @param value the value, null where the caller had none
     * @param verified whether the caller vouches that it was verified
     */
    public record Given(IdentifierType type, @Nullable String value, boolean verified) {
        /** The type. */
        @Override
        public String toString() {
            return type.name();
        }
    }

    private final List<Given> identifiers;
    private final Map<String, @Nullable JsonText> traits;
    private final List<Touch> touches;
    private final Map<String, String> context;
    private final Instant observedAt;
    private final LinkSource source;
    private final boolean imported;
    private final @Nullable Instant createdAt;
    private final boolean minted;

    private ResolveRequest(Builder builder, Instant observedAt) {
        identifiers = List.copyOf(builder.identifiers);
        // Map.copyOf refuses the nulls that stand for unusable values.
        traits = Collections.unmodifiableMap(new TreeMap<>(builder.traits));
        touches = List.copyOf(builder.touches);
        context = Map.copyOf(builder.context);
        this.observedAt = observedAt;
        source = builder.source;
        imported = builder.imported;
        createdAt = builder.createdAt;
        minted = builder.minted;
    }

    /**
     * A builder that dates the request with the system's clock unless told otherwise.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(InstantSource.system());
    }

    /**
     * A builder that dates the request with this clock unless told otherwise.
     *
     * @param clock the clock
     * @return a new builder
     */
    public static Builder builder(InstantSource clock) {
        return new Builder(clock);
    }

    /**
     * The identifiers in the order given.
     *
     * @return an unmodifiable list
     */
    public List<Given> identifiers() {
        return identifiers;
    }

    /**
     * The traits by name; a null value stands for one that could not be kept.
     *
     * @return an unmodifiable map
     */
    public Map<String, @Nullable JsonText> traits() {
        return traits;
    }

    /**
     * The touches.
     *
     * @return an unmodifiable list
     */
    public List<Touch> touches() {
        return touches;
    }

    /**
     * The circumstances of the call (country, network, user agent), kept beside a device that is linked by it.
     *
     * @return an unmodifiable map
     */
    public Map<String, String> context() {
        return context;
    }

    /**
     * When the host saw it, UTC, microseconds.
     *
     * @return the moment
     */
    public Instant observedAt() {
        return observedAt;
    }

    /** {@return who says so, {@link LinkSource#IDENTIFY} by default} */
    public LinkSource source() {
        return source;
    }

    /** {@return whether this is history that is brought in: its time is then taken as it is} */
    public boolean imported() {
        return imported;
    }

    /** {@return when the source of an import created the profile, empty to take the store's clock} */
    public Optional<Instant> createdAt() {
        return Optional.ofNullable(createdAt);
    }

    /** {@return whether the caller says that it made the identifier just now, so that nobody can know it} */
    public boolean minted() {
        return minted;
    }

    /** The types of the identifiers and the moment. */
    @Override
    public String toString() {
        return "ResolveRequest" + identifiers + '@' + observedAt;
    }

    /** Collects a {@link ResolveRequest}. Not thread-safe. */
    public static final class Builder {
        private final InstantSource clock;
        private final List<Given> identifiers = new ArrayList<>();
        private final Map<String, @Nullable JsonText> traits = new TreeMap<>();
        private final List<Touch> touches = new ArrayList<>();
        private final Map<String, String> context = new TreeMap<>();
        private @Nullable Instant observedAt;
        private LinkSource source = LinkSource.IDENTIFY;
        private boolean imported;
        private @Nullable Instant createdAt;
        private boolean minted;

        private Builder(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /**
         * Adds an e-mail address.
         *
         * @param value the address; null or unusable values are ignored and reported
         * @return this
         */
        public Builder email(@Nullable String value) {
            return identifier(IdentifierType.EMAIL, value);
        }

        /**
         * Adds a telephone number.
         *
         * @param value the number; null or unusable values are ignored and reported
         * @return this
         */
        public Builder phone(@Nullable String value) {
            return identifier(IdentifierType.PHONE, value);
        }

        /**
         * Adds the account id that the host's login asserts.
         *
         * @param value the id; null or unusable values are ignored and reported
         * @return this
         */
        public Builder userId(@Nullable String value) {
            return identifier(IdentifierType.USER_ID, value);
        }

        /**
         * Adds the id of a visitor cookie or of an app installation.
         *
         * @param value the id; null or unusable values are ignored and reported
         * @return this
         */
        public Builder anonymousId(@Nullable String value) {
            return identifier(IdentifierType.ANONYMOUS_ID, value);
        }

        /**
         * Adds a device id.
         *
         * @param value the id; null or unusable values are ignored and reported
         * @return this
         */
        public Builder deviceId(@Nullable String value) {
            return identifier(IdentifierType.DEVICE_ID, value);
        }

        /**
         * Adds a domainprint.
         *
         * @param value the mark; null or unusable values are ignored and reported
         * @return this
         */
        public Builder domainprint(@Nullable String value) {
            return identifier(IdentifierType.DOMAINPRINT, value);
        }

        /**
         * Adds a fingerprint.
         *
         * @param value the fingerprint; null or unusable values are ignored and reported
         * @return this
         */
        public Builder fingerprint(@Nullable String value) {
            return identifier(IdentifierType.FINGERPRINT, value);
        }

        /**
         * Adds a behavioural hash.
         *
         * @param value the hash; null or unusable values are ignored and reported
         * @return this
         */
        public Builder behavioral(@Nullable String value) {
            return identifier(IdentifierType.BEHAVIORAL, value);
        }

        /**
         * Adds an identifier of any type that the policy knows.
         *
         * @param type the type
         * @param value the value; null or unusable values are ignored and reported
         * @return this
         */
        public Builder identifier(IdentifierType type, @Nullable String value) {
            identifiers.add(new Given(Objects.requireNonNull(type, "type"), value, false));
            return this;
        }

        /**
         * Adds an identifier that the host has verified, for instance through a link in a message.
         *
         * @param type the type
         * @param value the value; null or unusable values are ignored and reported
         * @return this
         */
        public Builder verified(IdentifierType type, @Nullable String value) {
            identifiers.add(new Given(Objects.requireNonNull(type, "type"), value, true));
            return this;
        }

        /**
         * Adds a trait whose value is a text.
         *
         * @param name 1 to 64 characters of {@code [A-Za-z0-9_.:-]}
         * @param value the text; null or a text that cannot be kept is ignored and reported
         * @return this
         * @throws IllegalArgumentException if the name has another shape
         */
        public Builder trait(String name, @Nullable String value) {
            Trait.requireName(name);
            traits.put(name, JsonText.ofStorable(value));
            return this;
        }

        /**
         * Adds a trait of any JSON value.
         *
         * @param name 1 to 64 characters of {@code [A-Za-z0-9_.:-]}
         * @param value the value
         * @return this
         * @throws IllegalArgumentException if the name has another shape
         */
        public Builder trait(String name, JsonText value) {
            Trait.requireName(name);
            traits.put(name, Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Adds a touch.
         *
         * @param touch the touch; fields that cannot be kept are left out and reported
         * @return this
         */
        public Builder touch(Touch touch) {
            touches.add(Objects.requireNonNull(touch, "touch"));
            return this;
        }

        /**
         * Adds a circumstance of the call, kept beside a device that is linked by it.
         *
         * @param name the name, for instance {@code country}, {@code asn}, {@code userAgent}
         * @param value the value; null is left out
         * @return this
         */
        public Builder context(String name, @Nullable String value) {
            Trait.requireName(name);
            if (value != null && value.length() <= 1024 && Texts.isStorable(value)) {
                context.put(name, value);
            }
            return this;
        }

        /**
         * Sets when the host saw it; by default the moment of {@link #build()}.
         *
         * @param moment the moment; unless imported, the resolver clamps it to [-72 h, +5 min] of receipt
         * @return this
         */
        public Builder observedAt(Instant moment) {
            observedAt = Objects.requireNonNull(moment, "moment");
            return this;
        }

        /**
         * Sets who says so.
         *
         * @param source the source
         * @return this
         */
        public Builder source(LinkSource source) {
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Marks history that is brought in: its time is taken as it is, however old.
         *
         * @return this
         */
        public Builder imported() {
            imported = true;
            return this;
        }

        /**
         * Sets when the source of an import created the profile, and marks the request as imported.
         *
         * @param moment the moment
         * @return this
         */
        public Builder createdAt(Instant moment) {
            createdAt = moment.truncatedTo(ChronoUnit.MICROS);
            imported = true;
            return this;
        }

        /**
         * Says that the request's only identifier, one of an anonymous visitor or a device, was made for it just now, so that
         * nobody can know it: it is stored without being looked up before, which saves a round trip. Where that is wrong, it
         * costs one and the answer is the same; see {@code docs/configuration.md} for when it has no effect.
         *
         * @return this
         */
        public Builder minted() {
            minted = true;
            return this;
        }

        /**
         * The request.
         *
         * @return a new request, dated now unless a moment was set
         */
        public ResolveRequest build() {
            Instant moment = observedAt != null ? observedAt : clock.instant();
            return new ResolveRequest(this, moment.truncatedTo(ChronoUnit.MICROS));
        }
    }
}
