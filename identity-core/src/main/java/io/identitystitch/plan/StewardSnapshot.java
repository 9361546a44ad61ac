package io.identitystitch.plan;

import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of what a steward asks about, read at one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param roots the root of every profile that was asked for, or that the merge or conflict asked for names; unknown ones are
 *     left out
 * @param components the persons of those roots, by root
 * @param merge the merge that was asked for, undone or not; empty where it is unknown
 * @param conflict the conflict that was asked for; empty where it is unknown
 * @param conflicts the stored conflicts of which both owners belong to these persons
 */
public record StewardSnapshot(
        Map<ProfileId, ProfileId> roots,
        Map<ProfileId, Component> components,
        Optional<MergeRecord> merge,
        Optional<StoredConflict> conflict,
        List<StoredConflict> conflicts) {
    /** What a store without any data answers. */
    public static final StewardSnapshot EMPTY =
            new StewardSnapshot(Map.of(), Map.of(), Optional.empty(), Optional.empty(), List.of());

    /**
     * Copies the collections.
     *
     * @param roots the root of every profile that was asked for, or that the merge or conflict asked for names; unknown ones
     *     are left out
     * @param components the persons of those roots, by root
     * @param merge the merge that was asked for, undone or not; empty where it is unknown
     * @param conflict the conflict that was asked for; empty where it is unknown
     * @param conflicts the stored conflicts of which both owners belong to these persons
     */
    public StewardSnapshot {
        roots = Map.copyOf(roots);
        components = Map.copyOf(components);
        conflicts = List.copyOf(conflicts);
    }

    /**
     * The person of a profile.
     *
     * @param profile a profile that was asked for
     * @return the person; null where the profile is unknown
     */
    public @Nullable Component of(ProfileId profile) {
        ProfileId root = roots.get(profile);
        return root == null ? null : components.get(root);
    }
}
