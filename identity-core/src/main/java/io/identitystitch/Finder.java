package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Match;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStore;
import java.util.List;
import java.util.Optional;

/** Looks one identifier up. */
final class Finder {
    private final IdentityPolicy policy;

    Finder(IdentityPolicy policy) {
        this.policy = policy;
    }

    Optional<Match> find(Observation observation, IdentityStore store) {
        LoadQuery query = LoadQuery.ofLinks(
                observation.tenant(),
                keys(observation.identifiers()),
                keys(observation.evidence()),
                observation.receivedAt());
        IdentitySnapshot snapshot = store.load(query);
        return observation.identifiers().isEmpty() ? byEvidence(observation, snapshot) : byLink(observation, snapshot);
    }

    private Optional<Match> byLink(Observation observation, IdentitySnapshot snapshot) {
        IdentifierKey key = observation.identifiers().get(0).key();
        LinkState link = snapshot.link(key);
        ProfileId owner = link == null || link.isExpired(observation.receivedAt()) ? null : link.owner();
        if (link == null || owner == null) {
            return Optional.empty();
        }
        ProfileId root = snapshot.rootOf(owner);
        return Optional.of(
                new Match(root, owner, policy.rule(key.type()).confidence(), link.alias() || !root.equals(owner)));
    }

    private Optional<Match> byEvidence(Observation observation, IdentitySnapshot snapshot) {
        IdentifierKey key = observation.evidence().get(0).key();
        List<EvidenceState> live = snapshot.evidence().getOrDefault(key, List.of()).stream()
                .filter(state -> state.isLive(observation.receivedAt()))
                .toList();
        long persons = live.stream()
                .map(state -> snapshot.rootOf(state.owner()))
                .distinct()
                .count();
        if (persons != 1) {
            return Optional.empty();
        }
        EvidenceState state = live.get(0);
        return Optional.of(new Match(snapshot.rootOf(state.owner()), state.owner(), state.confidence(), false));
    }

    private static List<IdentifierKey> keys(List<ObservedIdentifier> identifiers) {
        return identifiers.stream().map(ObservedIdentifier::key).toList();
    }
}
