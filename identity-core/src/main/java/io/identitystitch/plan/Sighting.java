package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that brings nothing but a few usable identifiers of different types, as most sign-ins and page views do: what is stored of
 * these may be all that it takes to answer it. Kept small, for such a call may be over in a microsecond.
 *
 * <p>Immutable and thread-safe.
 */
public final class Sighting {
    private static final int MOST = 4;

    private final @Nullable IdentifierKey only;
    private final List<IdentifierKey> several;
    private final int verified;
    private final long observedAt;
    private final long receivedAt;

    private Sighting(
            @Nullable IdentifierKey only,
            List<IdentifierKey> several,
            int verified,
            Instant observedAt,
            Instant receivedAt) {
        this.only = only;
        this.several = several;
        this.verified = verified;
        this.observedAt = Micros.of(observedAt);
        this.receivedAt = Micros.of(receivedAt);
    }

    /** {@code verified} has a bit for each key, the lowest for the first. */
    static Sighting of(IdentifierKey only, int verified, Instant observedAt, Instant receivedAt) {
        return new Sighting(only, List.of(), verified, observedAt, receivedAt);
    }

    /** {@code verified} has a bit for each key, the lowest for the first. */
    static Sighting of(List<IdentifierKey> several, int verified, Instant observedAt, Instant receivedAt) {
        return new Sighting(null, several, verified, observedAt, receivedAt);
    }

    /**
     * An observation as a sighting.
     *
     * @param observation the observation
     * @param policy the rules
     * @return the sighting; null where the observation brings more, or something unusable, or where it takes a plan whatever is stored
     */
    public static @Nullable Sighting of(Observation observation, IdentityPolicy policy) {
        List<ObservedIdentifier> identifiers = observation.identifiers();
        boolean bare = mayBe(identifiers.size())
                && observation.evidence().isEmpty()
                && observation.ignored().isEmpty()
                && observation.ignoredFacts().isEmpty()
                && observation.createdAt().isEmpty()
                && !observation.hasFacts();
        if (!bare) {
            return null;
        }
        List<IdentifierKey> keys = new ArrayList<>(identifiers.size());
        int verified = 0;
        for (ObservedIdentifier identifier : identifiers) {
            if (!isPlain(policy.rule(identifier.type())) || isOneOf(keys, identifier.type())) {
                return null;
            }
            verified |= identifier.verified() ? 1 << keys.size() : 0;
            keys.add(identifier.key());
        }
        return new Sighting(null, keys, verified, observation.observedAt(), observation.receivedAt());
    }

    /** Whether so many identifiers may be a sighting. */
    static boolean mayBe(int identifiers) {
        return identifiers > 0 && identifiers <= MOST;
    }

    /** Whether nothing but the holder of a value of this type decides. */
    static boolean isPlain(TypeRule rule) {
        return (rule.isPersistent() || rule.isEphemeral())
                && !rule.verificationRequired()
                && !rule.type().equals(IdentifierType.DOMAINPRINT);
    }

    static boolean isOneOf(List<IdentifierKey> keys, IdentifierType type) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).type().equals(type)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The identifier of a request that has one.
     *
     * @return its lookup key; null where there are several, or where it is not known to be the only one
     */
    public @Nullable IdentifierKey only() {
        return only;
    }

    /**
     * The identifiers.
     *
     * @return their lookup keys, each of another type, in the order in which they were given
     */
    public List<IdentifierKey> keys() {
        return only == null ? several : List.of(only);
    }

    int size() {
        return only == null ? several.size() : 1;
    }

    IdentifierType type(int place) {
        return only == null ? several.get(place).type() : only.type();
    }

    boolean isVerified(int place) {
        return (verified & 1 << place) != 0;
    }

    /** In microseconds. */
    long observedAt() {
        return observedAt;
    }

    /** In microseconds. */
    long receivedAt() {
        return receivedAt;
    }

    /** The keys. */
    @Override
    public String toString() {
        return "Sighting" + keys();
    }
}
