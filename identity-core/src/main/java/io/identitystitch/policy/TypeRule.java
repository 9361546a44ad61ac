package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
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

    TypeRule(TypeRuleBuilder builder) {
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
    public static TypeRuleBuilder persistent(IdentifierType type) {
        return new TypeRuleBuilder(type, IdentifierKind.PERSISTENT, 50, 20);
    }

    /**
     * A rule for a type that marks a visitor or a device: a person may have 1,000.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static TypeRuleBuilder ephemeral(IdentifierType type) {
        return new TypeRuleBuilder(type, IdentifierKind.EPHEMERAL, 20, 1000);
    }

    /**
     * A rule for device evidence: it joins nothing.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static TypeRuleBuilder evidence(IdentifierType type) {
        return new TypeRuleBuilder(type, IdentifierKind.EVIDENCE, 5, UNLIMITED);
    }

    /**
     * A rule for a type that many people share: it never links.
     *
     * @param type the type
     * @return a builder to change any of that
     */
    public static TypeRuleBuilder context(IdentifierType type) {
        return new TypeRuleBuilder(type, IdentifierKind.CONTEXT, 0, UNLIMITED);
    }

    /**
     * A builder that begins with this rule.
     *
     * @return a new builder
     */
    public TypeRuleBuilder toBuilder() {
        TypeRuleBuilder builder = new TypeRuleBuilder(type, kind, priority, limit);
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
}
