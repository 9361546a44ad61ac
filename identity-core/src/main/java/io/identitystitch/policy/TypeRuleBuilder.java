package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Collects a {@link TypeRule}. Not thread-safe. */
public final class TypeRuleBuilder {
    final IdentifierType type;
    final IdentifierKind kind;
    int priority;
    int limit;
    boolean identifiable;
    boolean createsProfile;
    boolean verificationRequired;
    boolean assertedByHost;
    Optional<Duration> timeToLive = Optional.empty();
    int confidence = 100;
    Normalizer normalizer = Normalizers.opaque();
    Predicate<String> blocked = value -> false;

    TypeRuleBuilder(IdentifierType type, IdentifierKind kind, int priority, int limit) {
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
    public TypeRuleBuilder priority(int priority) {
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
    public TypeRuleBuilder limit(int limit) {
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
    public TypeRuleBuilder exclusive() {
        return limit(1);
    }

    /**
     * Lifts the limit.
     *
     * @return this
     */
    public TypeRuleBuilder unlimited() {
        return limit(TypeRule.UNLIMITED);
    }

    /**
     * Sets whether a signal with such an identifier is more than anonymous traffic. Default: persistent types and
     * contexts are.
     *
     * @param identifiable whether it is identifiable
     * @return this
     */
    public TypeRuleBuilder identifiable(boolean identifiable) {
        this.identifiable = identifiable;
        return this;
    }

    /**
     * Sets whether such an identifier alone creates a known profile. Default: persistent types do; others never can.
     *
     * @param createsProfile whether it can create
     * @return this
     */
    public TypeRuleBuilder createsProfile(boolean createsProfile) {
        this.createsProfile = createsProfile;
        return this;
    }

    /**
     * Sets whether only a verified value may join known persons. Default: off. Only persistent types can ask for it.
     *
     * @param verificationRequired whether verification is asked for
     * @return this
     */
    public TypeRuleBuilder verificationRequired(boolean verificationRequired) {
        this.verificationRequired = verificationRequired;
        return this;
    }

    /**
     * Sets whether the host's own login vouches for every value, so that it counts as verified. Default: off.
     *
     * @param assertedByHost whether it is asserted
     * @return this
     */
    public TypeRuleBuilder assertedByHost(boolean assertedByHost) {
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
    public TypeRuleBuilder timeToLive(Duration timeToLive) {
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
    public TypeRuleBuilder confidence(int confidence) {
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
    public TypeRuleBuilder normalizer(Normalizer normalizer) {
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
    public TypeRuleBuilder alsoBlocked(Predicate<String> blocked) {
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
