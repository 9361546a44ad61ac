package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Every rule of stitching as data: what each type may do and what happens where people share devices, traffic is
 * anonymous or clocks are wrong. The planner applies it; nothing else decides.
 *
 * <p>Immutable and thread-safe; the builder is not thread-safe.
 */
public final class IdentityPolicy {
    private final Map<IdentifierType, TypeRule> rules;
    private final Map<String, TraitRule> traitRules;
    private final SharedDevicePolicy sharedDevice;
    private final DeviceHolder deviceHolder;
    private final AnonymousTraffic anonymousTraffic;
    private final FirstTouchPolicy firstTouch;
    private final boolean evidenceRecognizes;
    private final List<IdentifierType> matchOrder;
    private final int newAnonymousConfidence;
    private final Duration maxPast;
    private final Duration maxFuture;
    private final Duration lastSeenGranularity;
    private final int maxIdentifiers;
    private final ErasedIdentifiers erasedIdentifiers;

    IdentityPolicy(IdentityPolicyBuilder builder) {
        rules = Map.copyOf(builder.rules);
        traitRules = Map.copyOf(builder.traitRules);
        sharedDevice = builder.sharedDevice;
        deviceHolder = builder.deviceHolder;
        anonymousTraffic = builder.anonymousTraffic;
        firstTouch = builder.firstTouch;
        evidenceRecognizes = builder.evidenceRecognizes;
        matchOrder = builder.matchOrder;
        newAnonymousConfidence = builder.newAnonymousConfidence;
        maxPast = builder.maxPast;
        maxFuture = builder.maxFuture;
        lastSeenGranularity = builder.lastSeenGranularity;
        maxIdentifiers = builder.maxIdentifiers;
        erasedIdentifiers = builder.erasedIdentifiers;
        for (IdentifierType type : matchOrder) {
            rule(type);
        }
    }

    /**
     * For applications with accounts: every persistent type creates a profile, the phone number included, anonymous
     * visitors have a light profile, device evidence is ignored.
     *
     * @return the policy
     */
    public static IdentityPolicy defaults() {
        return PolicyPresets.defaults().build();
    }

    /**
     * For lead management: only e-mail, product user id, CRM id and marketing-automation id create a profile, and
     * anonymous traffic leaves no row.
     *
     * @return the policy
     */
    public static IdentityPolicy leads() {
        return PolicyPresets.leads().build();
    }

    /**
     * For sites that report device marks: domainprints link for 365 days, fingerprints (30 days) and behavioural hashes
     * (30 days) recognise anonymous visitors, user ids that begin with {@code anon_} count as absent.
     *
     * @return the policy
     */
    public static IdentityPolicy devices() {
        return PolicyPresets.devices().build();
    }

    /**
     * A builder that begins with this policy.
     *
     * @return a new builder
     */
    public IdentityPolicyBuilder toBuilder() {
        IdentityPolicyBuilder builder = new IdentityPolicyBuilder();
        builder.rules.putAll(rules);
        builder.traitRules.putAll(traitRules);
        builder.sharedDevice = sharedDevice;
        builder.deviceHolder = deviceHolder;
        builder.anonymousTraffic = anonymousTraffic;
        builder.firstTouch = firstTouch;
        builder.evidenceRecognizes = evidenceRecognizes;
        builder.matchOrder = matchOrder;
        builder.newAnonymousConfidence = newAnonymousConfidence;
        builder.maxPast = maxPast;
        builder.maxFuture = maxFuture;
        builder.lastSeenGranularity = lastSeenGranularity;
        builder.maxIdentifiers = maxIdentifiers;
        builder.erasedIdentifiers = erasedIdentifiers;
        return builder;
    }

    /**
     * The rule of a type.
     *
     * @param type the type
     * @return its rule
     * @throws IllegalArgumentException if the policy has no rule for the type
     */
    public TypeRule rule(IdentifierType type) {
        TypeRule rule = rules.get(type);
        if (rule == null) {
            throw new IllegalArgumentException(
                    "no rule for identifier type '" + type + "': register it with IdentityPolicyBuilder.type(...)");
        }
        return rule;
    }

    /**
     * All rules.
     *
     * @return an unmodifiable collection
     */
    public Collection<TypeRule> rules() {
        return rules.values();
    }

    /**
     * The rule of a trait.
     *
     * @param name the trait's name
     * @return its rule, {@link TraitRule#LATEST} unless another was set
     */
    public TraitRule traitRule(String name) {
        return traitRules.getOrDefault(name, TraitRule.LATEST);
    }

    /**
     * What a sign-in makes of a known person reached only through a device.
     *
     * @return {@link SharedDevicePolicy#BY_TYPE} by default
     */
    public SharedDevicePolicy sharedDevice() {
        return sharedDevice;
    }

    /**
     * Whose a shared device is.
     *
     * @return {@link DeviceHolder#LATEST_SIGN_IN} by default
     */
    public DeviceHolder deviceHolder() {
        return deviceHolder;
    }

    /**
     * What anonymous traffic leaves behind.
     *
     * @return {@link AnonymousTraffic#PROFILE} by default
     */
    public AnonymousTraffic anonymousTraffic() {
        return anonymousTraffic;
    }

    /**
     * Which touch is the first.
     *
     * @return {@link FirstTouchPolicy#EARLIEST} by default
     */
    public FirstTouchPolicy firstTouch() {
        return firstTouch;
    }

    /**
     * Whether device evidence may recognise an anonymous profile.
     *
     * @return false by default
     */
    public boolean evidenceRecognizes() {
        return evidenceRecognizes;
    }

    /**
     * In which order device marks are named as the reason of a recognition.
     *
     * @return an unmodifiable list, the first one named first; empty by default
     */
    public List<IdentifierType> matchOrder() {
        return matchOrder;
    }

    /**
     * The confidence reported for a new anonymous profile.
     *
     * @return 0 to 100, 100 by default
     */
    public int newAnonymousConfidence() {
        return newAnonymousConfidence;
    }

    /**
     * How old an event time may be before it is clamped.
     *
     * @return 72 hours by default
     */
    public Duration maxPast() {
        return maxPast;
    }

    /**
     * How far ahead an event time may be before it is clamped.
     *
     * @return 5 minutes by default
     */
    public Duration maxFuture() {
        return maxFuture;
    }

    /**
     * How much later a sighting must be to be recorded.
     *
     * @return 1 hour by default; zero records every one
     */
    public Duration lastSeenGranularity() {
        return lastSeenGranularity;
    }

    /**
     * How many identifiers a request may bring; the others are ignored and reported.
     *
     * @return 1,000 by default
     */
    public int maxIdentifiers() {
        return maxIdentifiers;
    }

    /**
     * What becomes of the identifiers of erased persons, when they are seen again.
     *
     * @return {@link ErasedIdentifiers#beginAfresh()} by default
     */
    public ErasedIdentifiers erasedIdentifiers() {
        return erasedIdentifiers;
    }

    /** The number of rules. */
    @Override
    public String toString() {
        return "IdentityPolicy[" + new TreeSet<>(rules.keySet()) + "]";
    }
}
