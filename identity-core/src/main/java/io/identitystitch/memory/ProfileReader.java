package io.identitystitch.memory;

import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Page;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.spi.StoredProfile;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the stored parts of one person together. */
final class ProfileReader {
    private static final int MAX_EVIDENCE = 1000;

    private final Tenant tenant;
    private final ProfileRow asked;
    private final ProfileRow root;
    private final List<ProfileRow> members;

    ProfileReader(Tenant tenant, ProfileRow asked) {
        this.tenant = tenant;
        this.asked = asked;
        this.root = tenant.profile(asked.root);
        this.members = tenant.members(root);
    }

    StoredProfile read(Page<ProfileIdentifier> identifiers, FirstTouchPolicy firstTouch) {
        List<Trait> traits = members.stream()
                .flatMap(member -> member.traits().values().stream().map(NewTrait::trait))
                .toList();
        Optional<Touch> last =
                members.stream().flatMap(ProfileReader::attributed).max(Comparator.naturalOrder());
        return new StoredProfile(
                root.id,
                root.known,
                root.createdAt,
                updatedAt(),
                asked.isRoot() ? Optional.empty() : Optional.ofNullable(asked.mergedAt),
                identifiers,
                mergedAt(identifiers),
                traits,
                first(firstTouch),
                last,
                evidence());
    }

    private Instant updatedAt() {
        Stream<Instant> linked = MemoryReads.links(tenant, root).map(LinkRow::linkedAt);
        Stream<Instant> merged = members.stream().flatMap(ProfileReader::mergedAt);
        return Stream.concat(linked, merged)
                .filter(moment -> moment.isAfter(root.createdAt))
                .max(Comparator.naturalOrder())
                .orElse(root.createdAt);
    }

    private Map<ProfileId, Instant> mergedAt(Page<ProfileIdentifier> identifiers) {
        Map<ProfileId, Instant> moments = new HashMap<>();
        for (ProfileIdentifier identifier : identifiers.items()) {
            ProfileRow owner = tenant.profile(identifier.ownerId());
            mergedAt(owner).forEach(moment -> moments.put(owner.id, moment));
        }
        return moments;
    }

    /** The first touch over all, or that of the profile that was merged first, where the root has none itself. */
    private Optional<Touch> first(FirstTouchPolicy policy) {
        if (policy == FirstTouchPolicy.EARLIEST) {
            return members.stream().flatMap(ProfileReader::attributed).min(Comparator.naturalOrder());
        }
        Comparator<ProfileRow> rootFirst = Comparator.comparing(member -> !member.isRoot());
        return members.stream()
                .filter(member -> attributed(member).findAny().isPresent())
                .min(rootFirst
                        .thenComparing(member -> mergedAt(member).findFirst().orElse(Instant.MIN))
                        .thenComparing(member -> member.id))
                .flatMap(member -> attributed(member).min(Comparator.naturalOrder()));
    }

    private List<DeviceEvidence> evidence() {
        return members.stream()
                .flatMap(member -> member.evidence().values().stream())
                .sorted(Comparator.comparing(EvidenceState::lastSeenAt)
                        .reversed()
                        .thenComparing(EvidenceState::key)
                        .thenComparing(EvidenceState::owner))
                .limit(MAX_EVIDENCE)
                .map(ProfileReader::evidence)
                .toList();
    }

    static DeviceEvidence evidence(EvidenceState state) {
        return new DeviceEvidence(
                state.key(),
                state.owner(),
                Optional.ofNullable(state.seenWith()),
                state.confidence(),
                state.firstSeenAt(),
                state.lastSeenAt(),
                Optional.ofNullable(state.expiresAt()));
    }

    private static Stream<Touch> attributed(ProfileRow row) {
        return row.touches().values().stream().map(kept -> kept.touch().touch()).filter(Touch::attributed);
    }

    private static Stream<Instant> mergedAt(ProfileRow row) {
        return row.isRoot() ? Stream.empty() : Stream.of(Objects.requireNonNull(row.mergedAt));
    }
}
