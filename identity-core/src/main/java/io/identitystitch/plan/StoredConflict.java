package io.identitystitch.plan;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import org.jspecify.annotations.Nullable;

/**
 * A refused merge with the persons that its owners belong to now.
 *
 * <p>Immutable and thread-safe.
 *
 * @param record the conflict
 * @param returnedRoot the root of the owner that the call's facts went to
 * @param refusedRoot the root of the owner that was set aside
 * @param merge the merge that decided it; null for none
 */
public record StoredConflict(
        ConflictRecord record,
        ProfileId returnedRoot,
        ProfileId refusedRoot,
        @Nullable MergeId merge) {
    boolean isBetween(ProfileId a, ProfileId b) {
        return ProfilePair.of(returnedRoot, refusedRoot).equals(ProfilePair.of(a, b));
    }

    ProfilePair owners() {
        return ProfilePair.of(record.returned(), record.refused());
    }
}
