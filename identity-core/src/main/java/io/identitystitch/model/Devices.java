package io.identitystitch.model;

import java.util.List;
import java.util.Optional;

/**
 * The devices of a person, as far as the host reports device marks.
 *
 * <p>Immutable and thread-safe.
 *
 * @param primaryDomainprint the first domainprint of the root profile, else the first of the person
 * @param domainprintAliases the other domainprints, in the order in which they became the person's
 * @param identities the live device evidence
 * @param totalDevices the number of distinct domainprints and device ids, and of fingerprints that came with neither
 */
public record Devices(
        Optional<IdentifierKey> primaryDomainprint,
        List<DeviceAlias> domainprintAliases,
        List<DeviceEvidence> identities,
        int totalDevices) {
    /**
     * Copies the lists.
     *
     * @param primaryDomainprint the first domainprint of the root profile, else the first of the person
     * @param domainprintAliases the other domainprints, in the order in which they became the person's
     * @param identities the live device evidence
     * @param totalDevices the number of distinct domainprints and device ids, and of fingerprints that came with neither
     */
    public Devices {
        domainprintAliases = List.copyOf(domainprintAliases);
        identities = List.copyOf(identities);
    }
}
