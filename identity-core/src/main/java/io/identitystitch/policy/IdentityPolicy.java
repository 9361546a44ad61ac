package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

    private IdentityPolicy(Builder builder) {
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
    public Builder toBuilder() {
        Builder builder = new Builder();
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
                    "no rule for identifier type '" + type + "': register it with IdentityPolicy.Builder.type(...)");
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

    /** Collects an {@link IdentityPolicy}. Not thread-safe. */
    public static final class Builder {
        private final Map<IdentifierType, TypeRule> rules = new TreeMap<>();
        private final Map<String, TraitRule> traitRules = new TreeMap<>();
        private SharedDevicePolicy sharedDevice = SharedDevicePolicy.BY_TYPE;
        private DeviceHolder deviceHolder = DeviceHolder.LATEST_SIGN_IN;
        private AnonymousTraffic anonymousTraffic = AnonymousTraffic.PROFILE;
        private FirstTouchPolicy firstTouch = FirstTouchPolicy.EARLIEST;
        private boolean evidenceRecognizes;
        private List<IdentifierType> matchOrder = List.of();
        private int newAnonymousConfidence = 100;
        private Duration maxPast = Duration.ofDays(3);
        private Duration maxFuture = Duration.ofMinutes(5);
        private Duration lastSeenGranularity = Duration.ofHours(1);
        private int maxIdentifiers = 1000;
        private ErasedIdentifiers erasedIdentifiers = ErasedIdentifiers.beginAfresh();

        Builder() {}

        /**
         * Registers a type, or replaces its rule.
         *
         * @param rule the rule
         * @return this
         */
        public Builder type(TypeRule rule) {
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
        public Builder trait(String name, TraitRule rule) {
            traitRules.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Sets what a sign-in makes of a known person reached only through a device. Default: {@code BY_TYPE}.
         *
         * @param sharedDevice the choice
         * @return this
         */
        public Builder sharedDevice(SharedDevicePolicy sharedDevice) {
            this.sharedDevice = Objects.requireNonNull(sharedDevice, "sharedDevice");
            return this;
        }

        /**
         * Sets whose a shared device is. Default: {@code LATEST_SIGN_IN}.
         *
         * @param deviceHolder the choice
         * @return this
         */
        public Builder deviceHolder(DeviceHolder deviceHolder) {
            this.deviceHolder = Objects.requireNonNull(deviceHolder, "deviceHolder");
            return this;
        }

        /**
         * Sets what anonymous traffic leaves behind. Default: {@code PROFILE}.
         *
         * @param anonymousTraffic the choice
         * @return this
         */
        public Builder anonymousTraffic(AnonymousTraffic anonymousTraffic) {
            this.anonymousTraffic = Objects.requireNonNull(anonymousTraffic, "anonymousTraffic");
            return this;
        }

        /**
         * Sets which touch is the first. Default: {@code EARLIEST}.
         *
         * @param firstTouch the choice
         * @return this
         */
        public Builder firstTouch(FirstTouchPolicy firstTouch) {
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
        public Builder evidenceRecognizes(boolean evidenceRecognizes) {
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
        public Builder matchOrder(IdentifierType... types) {
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
        public Builder newAnonymousConfidence(int confidence) {
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
        public Builder clockTolerance(Duration maxPast, Duration maxFuture) {
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
        public Builder lastSeenGranularity(Duration granularity) {
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
        public Builder maxIdentifiers(int maxIdentifiers) {
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
        public Builder erasedIdentifiers(ErasedIdentifiers erasedIdentifiers) {
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
}
