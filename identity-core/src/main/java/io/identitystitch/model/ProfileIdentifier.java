package io.identitystitch.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An identifier as a profile lists it.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param key the lookup key
 * @param value the normalised value, empty where the store keeps no readable values
 * @param ownerId the profile it was observed on
 * @param source who said so
 * @param verified whether it was verified
 * @param firstSeenAt the earliest event time at which it was seen
 * @param lastSeenAt the latest event time at which it was seen, within the policy's granularity
 * @param linkedAt when it was linked, by the store's clock
 * @param expiresAt when it stops to match, empty for never
 * @param alias whether it was linked as a further value to a person that had one of this type
 * @param sightings how often a sighting was recorded, at least a granularity apart
 * @param context the circumstances of the call that linked it
 */
public record ProfileIdentifier(
        IdentifierKey key,
        Optional<String> value,
        ProfileId ownerId,
        LinkSource source,
        boolean verified,
        Instant firstSeenAt,
        Instant lastSeenAt,
        Instant linkedAt,
        Optional<Instant> expiresAt,
        boolean alias,
        int sightings,
        Map<String, String> context) {
    /**
     * Copies the map.
     *
     * @param key the lookup key
     * @param value the normalised value, empty where the store keeps no readable values
     * @param ownerId the profile it was observed on
     * @param source who said so
     * @param verified whether it was verified
     * @param firstSeenAt the earliest event time at which it was seen
     * @param lastSeenAt the latest event time at which it was seen, within the policy's granularity
     * @param linkedAt when it was linked, by the store's clock
     * @param expiresAt when it stops to match, empty for never
     * @param alias whether it was linked as a further value to a person that had one of this type
     * @param sightings how often a sighting was recorded, at least a granularity apart
     * @param context the circumstances of the call that linked it
     */
    public ProfileIdentifier {
        context = Map.copyOf(context);
    }

    /**
     * The type.
     *
     * @return the type
     */
    public IdentifierType type() {
        return key.type();
    }

    /** The key. */
    @Override
    public String toString() {
        return key.toString();
    }
}
