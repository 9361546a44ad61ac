package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An observation held against what is stored: who is reached, by what, and which identifiers belong to nobody yet. */
final class Call {
    /** Stands in for what a lean snapshot leaves out: with a single person nothing of it is looked at. */
    private static final RootState LEAN = new RootState(null, true, RootExpectation.ANY_VERSION, Map.of(), false);

    final Observation observation;
    final IdentitySnapshot snapshot;
    final IdentityPolicy policy;
    final Comparator<ObservedIdentifier> strength;
    final List<Person> persons;
    final List<ObservedIdentifier> unlinked;

    Call(Observation observation, IdentitySnapshot snapshot, IdentityPolicy policy) {
        this.observation = observation;
        this.snapshot = snapshot;
        this.policy = policy;
        this.strength = Comparator.comparingInt(
                        (ObservedIdentifier key) -> -rule(key).priority())
                .thenComparing(key -> holder(key) == null)
                .thenComparing(this::compareHolders)
                .thenComparing(ObservedIdentifier::key);
        Map<ProfileId, List<ObservedIdentifier>> byRoot = new LinkedHashMap<>();
        List<ObservedIdentifier> free = new ArrayList<>();
        List<ObservedIdentifier> sorted = new ArrayList<>(observation.identifiers());
        sorted.sort(strength);
        for (ObservedIdentifier key : sorted) {
            ProfileId holder = holder(key);
            if (holder == null) {
                free.add(key);
            } else {
                byRoot.computeIfAbsent(snapshot.rootOf(holder), root -> new ArrayList<>())
                        .add(key);
            }
        }
        unlinked = List.copyOf(free);
        List<Person> reached = new ArrayList<>();
        byRoot.forEach((root, keys) -> reached.add(new Person(root, root(root), keys, standing(root, keys))));
        persons = List.copyOf(reached);
    }

    TypeRule rule(ObservedIdentifier key) {
        return policy.rule(key.type());
    }

    /** The owner of an identifier that still matches. */
    @Nullable
    ProfileId holder(ObservedIdentifier key) {
        LinkState link = snapshot.link(key.key());
        return link == null || link.isExpired(observation.receivedAt()) ? null : link.owner();
    }

    /** The stored row of an identifier that has a holder. */
    LinkState held(ObservedIdentifier key) {
        return Objects.requireNonNull(snapshot.link(key.key()));
    }

    RootState root(ProfileId root) {
        RootState state = snapshot.roots().get(root);
        return state != null ? state : LEAN;
    }

    List<Person> standing(Standing standing) {
        return persons.stream().filter(person -> person.standing() == standing).toList();
    }

    /** Whether somebody signed in or out with a device after this observation was made: it is then not this call's. */
    boolean isStale(ObservedIdentifier key) {
        LinkState link = snapshot.link(key.key());
        Instant settled = link == null ? null : link.signedInAt();
        return settled != null && observation.observedAt().isBefore(settled);
    }

    boolean isApart(ProfileId a, ProfileId b) {
        return snapshot.apart().contains(ProfilePair.of(a, b));
    }

    /** How many of these identifiers are of each type. */
    static Map<IdentifierType, Integer> tally(List<ObservedIdentifier> keys) {
        Map<IdentifierType, Integer> counts = new LinkedHashMap<>();
        keys.forEach(key -> counts.merge(key.type(), 1, Integer::sum));
        return counts;
    }

    private Standing standing(ProfileId root, List<ObservedIdentifier> keys) {
        Standing best = Standing.UNPROVEN;
        for (ObservedIdentifier key : keys) {
            TypeRule rule = rule(key);
            if (rule.isPersistent()) {
                if (!rule.verificationRequired() || (key.verified() && held(key).verified())) {
                    return Standing.PROVEN;
                }
                if (key.verified()) {
                    best = Standing.CLAIMED;
                }
            } else if (best != Standing.CLAIMED) {
                best = root(root).known() ? Standing.DEVICE : Standing.ANONYMOUS;
            }
        }
        return best;
    }

    private int compareHolders(ObservedIdentifier a, ObservedIdentifier b) {
        ProfileId first = holder(a);
        ProfileId second = holder(b);
        if (first == null || second == null || first.equals(second)) {
            return 0;
        }
        int known = Boolean.compare(
                !root(snapshot.rootOf(first)).known(),
                !root(snapshot.rootOf(second)).known());
        if (known != 0) {
            return known;
        }
        return Seniority.compare(createdAt(first), first, createdAt(second), second);
    }

    private @Nullable Instant createdAt(ProfileId owner) {
        OwnerState state = snapshot.owners().get(owner);
        return state == null ? null : state.createdAt();
    }
}
