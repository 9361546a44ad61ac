package io.identitystitch;

import io.identitystitch.model.DeviceAlias;
import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Devices;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.StoredProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Folds the stored parts of a person into what a caller reads. */
final class ProfileFold {
    private final IdentityPolicy policy;

    ProfileFold(IdentityPolicy policy) {
        this.policy = policy;
    }

    Profile fold(ProfileId asked, StoredProfile stored, Instant now) {
        return new Profile(
                stored.root(),
                asked,
                asked.equals(stored.root()) ? ProfileStatus.ACTIVE : ProfileStatus.MERGED,
                stored.askedMergedAt(),
                stored.known(),
                stored.createdAt(),
                stored.updatedAt(),
                stored.identifiers().items(),
                stored.identifiers().next(),
                traits(stored.traits()),
                stored.firstTouch(),
                stored.lastTouch(),
                devices(stored, now));
    }

    static Profile erased(Erasure erasure) {
        return new Profile(
                erasure.id(),
                erasure.id(),
                ProfileStatus.ERASED,
                Optional.empty(),
                false,
                erasure.at(),
                erasure.at(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Devices(Optional.empty(), List.of(), List.of(), 0));
    }

    private List<Trait> traits(List<Trait> observations) {
        TreeMap<String, Trait> best = new TreeMap<>();
        for (Trait trait : observations) {
            Comparator<Trait> order = policy.traitRule(trait.name()).order();
            best.merge(trait.name(), trait, (a, b) -> order.compare(a, b) >= 0 ? a : b);
        }
        return List.copyOf(best.values());
    }

    private Devices devices(StoredProfile stored, Instant now) {
        List<ProfileIdentifier> marks = stored.identifiers().items().stream()
                .filter(link -> link.type().equals(IdentifierType.DOMAINPRINT))
                .sorted(Comparator.comparing((ProfileIdentifier link) ->
                                link.alias() || !link.ownerId().equals(stored.root()))
                        .thenComparing(ProfileIdentifier::linkedAt)
                        .thenComparing(ProfileIdentifier::key))
                .toList();
        List<DeviceEvidence> live = stored.evidence().stream()
                .filter(piece -> piece.expiresAt().map(now::isBefore).orElse(true))
                .toList();
        Optional<IdentifierKey> primary =
                marks.stream().map(ProfileIdentifier::key).findFirst();
        List<DeviceAlias> aliases = new ArrayList<>();
        primary.ifPresent(mark -> marks.stream().skip(1).forEach(link -> aliases.add(alias(link, mark, stored))));
        return new Devices(primary, aliases, live, count(stored, live));
    }

    private static DeviceAlias alias(ProfileIdentifier link, IdentifierKey primary, StoredProfile stored) {
        Instant mergedAt = stored.mergedAt().getOrDefault(link.ownerId(), Instant.MIN);
        Instant since = mergedAt.isAfter(link.linkedAt()) ? mergedAt : link.linkedAt();
        return new DeviceAlias(link.key(), primary, since, link.sightings(), link.context());
    }

    private static int count(StoredProfile stored, List<DeviceEvidence> live) {
        Set<IdentifierKey> devices = new HashSet<>();
        for (ProfileIdentifier link : stored.identifiers().items()) {
            if (isDevice(link.type())) {
                devices.add(link.key());
            }
        }
        for (DeviceEvidence piece : live) {
            boolean withDevice =
                    piece.seenWith().map(key -> isDevice(key.type())).orElse(false);
            if (piece.key().type().equals(IdentifierType.FINGERPRINT) && !withDevice) {
                devices.add(piece.key());
            }
        }
        return devices.size();
    }

    private static boolean isDevice(IdentifierType type) {
        return type.equals(IdentifierType.DOMAINPRINT) || type.equals(IdentifierType.DEVICE_ID);
    }
}
