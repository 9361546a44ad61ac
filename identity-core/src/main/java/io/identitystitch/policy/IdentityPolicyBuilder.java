package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Collects an {@link IdentityPolicy}. Not thread-safe. */
public final class IdentityPolicyBuilder {
    final Map<IdentifierType, TypeRule> rules = new TreeMap<>();
    final Map<String, TraitRule> traitRules = new TreeMap<>();
    SharedDevicePolicy sharedDevice = SharedDevicePolicy.BY_TYPE;
    DeviceHolder deviceHolder = DeviceHolder.LATEST_SIGN_IN;
    AnonymousTraffic anonymousTraffic = AnonymousTraffic.PROFILE;
    FirstTouchPolicy firstTouch = FirstTouchPolicy.EARLIEST;
    boolean evidenceRecognizes;
    List<IdentifierType> matchOrder = List.of();
    int newAnonymousConfidence = 100;
    Duration maxPast = Duration.ofDays(3);
    Duration maxFuture = Duration.ofMinutes(5);
    Duration lastSeenGranularity = Duration.ofHours(1);
    int maxIdentifiers = 1000;
    ErasedIdentifiers erasedIdentifiers = ErasedIdentifiers.beginAfresh();

    IdentityPolicyBuilder() {}

    /**
     * Registers a type, or replaces its rule.
     *
     * @param rule the rule
     * @return this
     */
    public IdentityPolicyBuilder type(TypeRule rule) {
        rules.put(rule.type(), rule);
        return this;
    }

    /**
     * Sets the rule of a trait. Default: {@link TraitRule#LATEST}.
     *
     * @param name the trait's name
     * @param rule the rule
     * @return this
     */
    public IdentityPolicyBuilder trait(String name, TraitRule rule) {
        traitRules.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Sets what a sign-in makes of a known person reached only through a device. Default: {@code BY_TYPE}.
     *
     * @param sharedDevice the choice
     * @return this
     */
    public IdentityPolicyBuilder sharedDevice(SharedDevicePolicy sharedDevice) {
        this.sharedDevice = Objects.requireNonNull(sharedDevice, "sharedDevice");
        return this;
    }

    /**
     * Sets whose a shared device is. Default: {@code LATEST_SIGN_IN}.
     *
     * @param deviceHolder the choice
     * @return this
     */
    public IdentityPolicyBuilder deviceHolder(DeviceHolder deviceHolder) {
        this.deviceHolder = Objects.requireNonNull(deviceHolder, "deviceHolder");
        return this;
    }

    /**
     * Sets what anonymous traffic leaves behind. Default: {@code PROFILE}.
     *
     * @param anonymousTraffic the choice
     * @return this
     */
    public IdentityPolicyBuilder anonymousTraffic(AnonymousTraffic anonymousTraffic) {
        this.anonymousTraffic = Objects.requireNonNull(anonymousTraffic, "anonymousTraffic");
        return this;
    }

    /**
     * Sets which touch is the first. Default: {@code EARLIEST}.
     *
     * @param firstTouch the choice
     * @return this
     */
    public IdentityPolicyBuilder firstTouch(FirstTouchPolicy firstTouch) {
        this.firstTouch = Objects.requireNonNull(firstTouch, "firstTouch");
        return this;
    }

    /**
     * Sets whether device evidence may recognise an anonymous profile. It never joins profiles and never recognises
     * a known person. Default: off.
     *
     * @param evidenceRecognizes whether it may
     * @return this
     */
    public IdentityPolicyBuilder evidenceRecognizes(boolean evidenceRecognizes) {
        this.evidenceRecognizes = evidenceRecognizes;
        return this;
    }

    /**
     * Sets in which order device marks are named as the reason of a recognition, and which evidence is asked first.
     * Default: none, or fingerprint, domainprint, behavioural hash with {@link IdentityPolicy#devices()}.
     *
     * @param types the types, the first one named first
     * @return this
     */
    public IdentityPolicyBuilder matchOrder(IdentifierType... types) {
        if (Set.of(types).size() != types.length) {
            throw new IllegalArgumentException("a type stands once in the match order");
        }
        matchOrder = List.of(types);
        return this;
    }

    /**
     * Sets the confidence reported for a new anonymous profile. Default: 100.
     *
     * @param confidence 0 to 100
     * @return this
     * @throws IllegalArgumentException if it is not 0 to 100
     */
    public IdentityPolicyBuilder newAnonymousConfidence(int confidence) {
        if (confidence < 0 || confidence > 100) {
            throw new IllegalArgumentException("a confidence is 0 to 100: " + confidence);
        }
        newAnonymousConfidence = confidence;
        return this;
    }

    /**
     * Sets how far an event time may be from the time of receipt before it is clamped. Default: 72 hours back, 5
     * minutes ahead. Imported requests are never clamped.
     *
     * @param maxPast how far back, not negative
     * @param maxFuture how far ahead, not negative
     * @return this
     * @throws IllegalArgumentException if one is negative
     */
    public IdentityPolicyBuilder clockTolerance(Duration maxPast, Duration maxFuture) {
        if (maxPast.isNegative() || maxFuture.isNegative()) {
            throw new IllegalArgumentException("a tolerance is not negative");
        }
        this.maxPast = maxPast;
        this.maxFuture = maxFuture;
        return this;
    }

    /**
     * Sets how much later a sighting must be than the recorded one to be recorded. It is what keeps a repeated
     * sign-in from writing. Who holds a shared device is exact within it only. Default: 1 hour.
     *
     * @param granularity not negative; zero records every sighting
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public IdentityPolicyBuilder lastSeenGranularity(Duration granularity) {
        if (granularity.isNegative()) {
            throw new IllegalArgumentException("a granularity is not negative");
        }
        lastSeenGranularity = granularity;
        return this;
    }

    /**
     * Sets how many identifiers a request may bring. Default: 1,000.
     *
     * @param maxIdentifiers at least 1
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public IdentityPolicyBuilder maxIdentifiers(int maxIdentifiers) {
        if (maxIdentifiers < 1) {
            throw new IllegalArgumentException("a request may bring at least 1 identifier: " + maxIdentifiers);
        }
        this.maxIdentifiers = maxIdentifiers;
        return this;
    }

    /**
     * Sets what becomes of the identifiers of erased persons, when they are seen again. Every resolver on one database
     * must have the same. Default: {@code beginAfresh()}.
     *
     * @param erasedIdentifiers the choice
     * @return this
     */
    public IdentityPolicyBuilder erasedIdentifiers(ErasedIdentifiers erasedIdentifiers) {
        this.erasedIdentifiers = Objects.requireNonNull(erasedIdentifiers, "erasedIdentifiers");
        return this;
    }

    /**
     * The policy.
     *
     * @return a new policy
     * @throws IllegalArgumentException if the match order names a type that has no rule
     */
    public IdentityPolicy build() {
        return new IdentityPolicy(this);
    }
}
