package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the identifiers of one type may do. Two properties stay apart: {@link #identifiable()}, whether a signal with such
 * an identifier may skip cold storage, and {@link #createsProfile()}, whether such an identifier alone creates a known
 * profile.
 *
 * <p>Immutable and thread-safe; the builder is not thread-safe.
 */
public final class TypeRule {
    /** A limit that is never reached. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final IdentifierType type;
    private final IdentifierKind kind;
    private final int priority;
    private final int limit;
    private final boolean identifiable;
    private final boolean createsProfile;
    private final boolean verificationRequired;
    private final boolean assertedByHost;
    private final Optional<Duration> timeToLive;
    private final int confidence;
    private final Normalizer normalizer;
    private final Predicate<String> blocked;

    private TypeRule(Builder builder) {
        type = builder.type;
        kind = builder.kind;
        priority = builder.priority;
        limit = builder.limit;
        identifiable = builder.identifiable;
        createsProfile = builder.createsProfile && kind == IdentifierKind.PERSISTENT;
        verificationRequired = builder.verificationRequired && kind == IdentifierKind.PERSISTENT;
        assertedByHost = builder.assertedByHost;
        timeToLive = builder.timeToLive;
        confidence = builder.confidence;
        normalizer = builder.normalizer;
        blocked = builder.blocked;
    }

    /**
     * A rule for a type that makes a profile known: it creates profiles, is identifiable, and a person may have 20.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static Builder persistent(IdentifierType type) {
        return new Builder(type, IdentifierKind.PERSISTENT, 50, 20);
    }

    /**
     * A rule for a type that marks a visitor or a device: a person may have 1,000.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static Builder ephemeral(IdentifierType type) {
        return new Builder(type, IdentifierKind.EPHEMERAL, 20, 1000);
    }

    /**
     * A rule for device evidence: it joins nothing.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static Builder evidence(IdentifierType type) {
        return new Builder(type, IdentifierKind.EVIDENCE, 5, UNLIMITED);
    }

    /**
     * A rule for a type that many people share: it never links.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static Builder context(IdentifierType type) {
        return new Builder(type, IdentifierKind.CONTEXT, 0, UNLIMITED);
    }

    /**
     * A builder that begins with this rule.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(type, kind, priority, limit);
        builder.identifiable = identifiable;
        builder.createsProfile = createsProfile;
        builder.verificationRequired = verificationRequired;
        builder.assertedByHost = assertedByHost;
        builder.timeToLive = timeToLive;
        builder.confidence = confidence;
        builder.normalizer = normalizer;
        builder.blocked = blocked;
        return builder;
    }

    /**
     * The type.
     *
     * @return the type
     */
    public IdentifierType type() {
        return type;
    }

    /**
     * What it may do.
     *
     * @return the kind
     */
    public IdentifierKind kind() {
        return kind;
    }

    /**
     * Whether it makes a profile known.
     *
     * @return whether the kind is persistent
     */
    public boolean isPersistent() {
        return kind == IdentifierKind.PERSISTENT;
    }

    /**
     * Whether it marks a visitor or a device.
     *
     * @return whether the kind is ephemeral
     */
    public boolean isEphemeral() {
        return kind == IdentifierKind.EPHEMERAL;
    }

    /**
     * How much it counts when identifiers of a call point to different persons; larger counts more.
     *
     * @return the priority
     */
    public int priority() {
        return priority;
    }

    /**
     * How many of it a person may have.
     *
     * @return at least 1; {@link #UNLIMITED} for no limit
     */
    public int limit() {
        return limit;
    }

    /**
     * Whether a person has at most one: such a limit holds under any concurrency.
     *
     * @return whether the limit is 1
     */
    public boolean isExclusive() {
        return limit == 1;
    }

    /**
     * Whether there is a limit.
     *
     * @return whether the limit is not {@link #UNLIMITED}
     */
    public boolean isLimited() {
        return limit != UNLIMITED;
    }

    /**
     * Whether a signal that carries it is more than anonymous traffic.
     *
     * @return whether it is identifiable
     */
    public boolean identifiable() {
        return identifiable;
    }

    /**
     * Whether it alone creates a known profile.
     *
     * @return whether it can create
     */
    public boolean createsProfile() {
        return createsProfile;
    }

    /**
     * Whether only a verified value may join known persons.
     *
     * @return whether verification is asked for
     */
    public boolean verificationRequired() {
        return verificationRequired;
    }

    /**
     * Whether the host's own login vouches for it, so that it counts as verified.
     *
     * @return whether it is asserted
     */
    public boolean assertedByHost() {
        return assertedByHost;
    }

    /**
     * How long after its last sighting it still matches.
     *
     * @return the time to live, empty for ever
     */
    public Optional<Duration> timeToLive() {
        return timeToLive;
    }

    /**
     * How certain a recognition by it is.
     *
     * @return 0 to 100
     */
    public int confidence() {
        return confidence;
    }

    /**
     * How its values are normalised.
     *
     * @return the normaliser
     */
    public Normalizer normalizer() {
        return normalizer;
    }

    /**
     * Whether a normalised value stands for nobody, beyond the values that are junk for every type.
     *
     * @param normalized the normalised value
     * @return whether it is blocked
     */
    public boolean isBlocked(String normalized) {
        return JunkValues.isJunk(normalized) || blocked.test(normalized);
    }

    /** The type and the kind. */
    @Override
    public String toString() {
        return "TypeRule[" + type + ", " + kind + "]";
    }

    /** Collects a {@link TypeRule}. Not thread-safe. */
    public static final class Builder {
        private final IdentifierType type;
        private final IdentifierKind kind;
        private int priority;
        private int limit;
        private boolean identifiable;
        private boolean createsProfile;
        private boolean verificationRequired;
        private boolean assertedByHost;
        private Optional<Duration> timeToLive = Optional.empty();
        private int confidence = 100;
        private Normalizer normalizer = Normalizers.opaque();
        private Predicate<String> blocked = value -> false;

        private Builder(IdentifierType type, IdentifierKind kind, int priority, int limit) {
            this.type = Objects.requireNonNull(type, "type");
            this.kind = kind;
            this.priority = priority;
            this.limit = limit;
            this.identifiable = kind == IdentifierKind.PERSISTENT || kind == IdentifierKind.CONTEXT;
            this.createsProfile = kind == IdentifierKind.PERSISTENT;
        }

        /**
         * Sets how much the type counts; larger counts more. Default: 50 persistent, 20 ephemeral, 5 evidence.
         *
         * @param priority any number
         * @return this
         */
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /**
         * Sets how many a person may have. 1 makes the type exclusive: exact under any concurrency, and two persons with
         * a value each are never merged by a rule. Larger limits may be passed by at most the number of concurrent
         * writers. Default: 20 persistent, 1,000 ephemeral.
         *
         * @param limit at least 1
         * @return this
         * @throws IllegalArgumentException if the limit is below 1
         */
        public Builder limit(int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("a limit is at least 1: " + limit);
            }
            this.limit = limit;
            return this;
        }

        /**
         * Makes the type exclusive: a person has at most one.
         *
         * @return this
         */
        public Builder exclusive() {
            return limit(1);
        }

        /**
         * Lifts the limit.
         *
         * @return this
         */
        public Builder unlimited() {
            return limit(UNLIMITED);
        }

        /**
         * Sets whether a signal with such an identifier is more than anonymous traffic. Default: persistent types and
         * contexts are.
         *
         * @param identifiable whether it is identifiable
         * @return this
         */
        public Builder identifiable(boolean identifiable) {
            this.identifiable = identifiable;
            return this;
        }

        /**
         * Sets whether such an identifier alone creates a known profile. Default: persistent types do; others never can.
         *
         * @param createsProfile whether it can create
         * @return this
         */
        public Builder createsProfile(boolean createsProfile) {
            this.createsProfile = createsProfile;
            return this;
        }

        /**
         * Sets whether only a verified value may join known persons. Default: off. Only persistent types can ask for it.
         *
         * @param verificationRequired whether verification is asked for
         * @return this
         */
        public Builder verificationRequired(boolean verificationRequired) {
            this.verificationRequired = verificationRequired;
            return this;
        }

        /**
         * Sets whether the host's own login vouches for every value, so that it counts as verified. Default: off.
         *
         * @param assertedByHost whether it is asserted
         * @return this
         */
        public Builder assertedByHost(boolean assertedByHost) {
            this.assertedByHost = assertedByHost;
            return this;
        }

        /**
         * Sets how long after its last sighting a value still matches. Default: for ever. Expiry is as exact as the
         * policy's last-seen granularity. Persistent identifiers cannot expire.
         *
         * @param timeToLive a positive duration
         * @return this
         * @throws IllegalArgumentException if the duration is not positive, or the type is persistent
         */
        public Builder timeToLive(Duration timeToLive) {
            if (timeToLive.isNegative() || timeToLive.isZero()) {
                throw new IllegalArgumentException("a time to live is positive: " + timeToLive);
            }
            if (kind == IdentifierKind.PERSISTENT) {
                throw new IllegalArgumentException("a persistent type does not expire: " + type);
            }
            this.timeToLive = Optional.of(timeToLive);
            return this;
        }

        /**
         * Sets how certain a recognition by such an identifier is. Default: 100. Reported only: it decides nothing.
         *
         * @param confidence 0 to 100
         * @return this
         * @throws IllegalArgumentException if it is not 0 to 100
         */
        public Builder confidence(int confidence) {
            if (confidence < 0 || confidence > 100) {
                throw new IllegalArgumentException("a confidence is 0 to 100: " + confidence);
            }
            this.confidence = confidence;
            return this;
        }

        /**
         * Sets how values are normalised. Default: {@link Normalizers#opaque()}.
         *
         * @param normalizer the normaliser
         * @return this
         */
        public Builder normalizer(Normalizer normalizer) {
            this.normalizer = Objects.requireNonNull(normalizer, "normalizer");
            return this;
        }

        /**
         * Blocks further values that stand for nobody, in addition to the values that are junk for every type and to
         * earlier calls of this method.
         *
         * @param blocked tells whether a normalised value is blocked; a pure function
         * @return this
         */
        public Builder alsoBlocked(Predicate<String> blocked) {
            this.blocked = this.blocked.or(Objects.requireNonNull(blocked, "blocked"));
            return this;
        }

        /**
         * The rule.
         *
         * @return a new rule
         */
        public TypeRule build() {
            return new TypeRule(this);
        }
    }
}
