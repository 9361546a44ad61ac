package io.identitystitch.model;

import java.time.Instant;
import java.util.Map;

/**
 * A further domainprint of a person: a device that was found to be hers.
 *
 * <p>Immutable and thread-safe.
 *
 * @param domainprint the further domainprint
 * @param mergedInto the person's primary domainprint
 * @param mergedAt when it became hers, by the store's clock
 * @param sessionCount how often a sighting of it was recorded
 * @param mergeContext the circumstances of the call that brought it: country, asn, userAgent as far as they were given
 */
public record DeviceAlias(
        IdentifierKey domainprint,
        IdentifierKey mergedInto,
        Instant mergedAt,
        int sessionCount,
        Map<String, String> mergeContext) {
    /**
     * Copies the map.
     *
     * @param domainprint the further domainprint
     * @param mergedInto the person's primary domainprint
     * @param mergedAt when it became hers, by the store's clock
     * @param sessionCount how often a sighting of it was recorded
     * @param mergeContext the circumstances of the call that brought it: country, asn, userAgent as far as they were given
     */
    public DeviceAlias {
        mergeContext = Map.copyOf(mergeContext);
    }

    /**
     * Whether it is the primary one.
     *
     * @return false
     */
    public boolean isPrimary() {
        return false;
    }

    /**
     * What it is to the person.
     *
     * @return {@code merged}
     */
    public String status() {
        return "merged";
    }

    /** The keys and the count, nothing of the circumstances. */
    @Override
    public String toString() {
        return "DeviceAlias[" + domainprint + " of " + mergedInto + ", " + sessionCount + " sessions]";
    }
}
