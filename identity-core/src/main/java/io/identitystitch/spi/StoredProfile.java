package io.identitystitch.spi;

import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Page;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stored parts of a person, before the policy folds them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root the profile that answers for the person
 * @param known whether it has a persistent identifier
 * @param createdAt when the root was created
 * @param updatedAt when identifiers or profiles were last added
 * @param askedMergedAt when the profile that was asked for was absorbed, empty for a root
 * @param identifiers the first 100 identifiers in order of linking
 * @param mergedAt when each owner of those identifiers was absorbed, roots left out
 * @param traits every stored trait of every owner
 * @param firstTouch the first attributed touch by the rule that was asked for
 * @param lastTouch the last attributed touch by event time
 * @param evidence the device evidence, at most 1,000 pieces, the latest seen first
 */
public record StoredProfile(
        ProfileId root,
        boolean known,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> askedMergedAt,
        Page<ProfileIdentifier> identifiers,
        Map<ProfileId, Instant> mergedAt,
        List<Trait> traits,
        Optional<Touch> firstTouch,
        Optional<Touch> lastTouch,
        List<DeviceEvidence> evidence) {
    /**
     * Copies the collections.
     *
     * @param root the profile that answers for the person
     * @param known whether it has a persistent identifier
     * @param createdAt when the root was created
     * @param updatedAt when identifiers or profiles were last added
     * @param askedMergedAt when the profile that was asked for was absorbed, empty for a root
     * @param identifiers the first 100 identifiers in order of linking
     * @param mergedAt when each owner of those identifiers was absorbed, roots left out
     * @param traits every stored trait of every owner
     * @param firstTouch the first attributed touch by the rule that was asked for
     * @param lastTouch the last attributed touch by event time
     * @param evidence the device evidence, at most 1,000 pieces, the latest seen first
     */
    public StoredProfile {
        mergedAt = Map.copyOf(mergedAt);
        traits = List.copyOf(traits);
        evidence = List.copyOf(evidence);
    }
}
