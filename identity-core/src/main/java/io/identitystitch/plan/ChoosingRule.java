package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.AnonymousTraffic;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which person an observation is about. First rule that applies:
 *
 * <ol>
 *   <li>Somebody is reached by a persistent identifier: the person of the strongest one; but of two that may not become
 *       one, the holder of the call's exclusive identifier, for that is whom the host's login asserted; and where the call
 *       brings a new exclusive value and the person has another, a new profile.
 *   <li>The call brings new persistent identifiers: the known person whose device this is, as far as the policy lets it be
 *       guessed; else the strongest anonymous one; else a new profile, if one of the identifiers can create it.
 *   <li>The call brings only ephemeral identifiers: the person whose device this is; else the strongest anonymous one; else
 *       the one that evidence recognises; else a new profile, if anonymous traffic is kept.
 * </ol>
 */
final class ChoosingRule {
    private final Call call;
    private final Limits limits;

    ChoosingRule(Call call, Limits limits) {
        this.call = call;
        this.limits = limits;
    }

    Choice choose() {
        List<Person> proven = call.standing(Standing.PROVEN);
        if (proven.isEmpty()) {
            proven = call.standing(Standing.CLAIMED);
        }
        List<ObservedIdentifier> newPersistent = call.unlinked.stream()
                .filter(key -> call.rule(key).isPersistent())
                .toList();
        if (!proven.isEmpty()) {
            return amongProven(proven, newPersistent);
        }
        if (!newPersistent.isEmpty()) {
            Optional<Choice> choice = forNewcomer(newPersistent);
            if (choice.isPresent()) {
                return choice.get();
            }
        }
        return forVisitor(newPersistent);
    }

    private Choice amongProven(List<Person> proven, List<ObservedIdentifier> newPersistent) {
        Person chosen = proven.stream()
                .min(Comparator.comparing(this::strongestPersistent, call.strength))
                .orElseThrow();
        Person asserted = holderOfExclusive(proven);
        if (asserted != null && proven.size() > 1 && cannotAllBeOne(proven)) {
            chosen = asserted;
        }
        List<ObservedIdentifier> arriving = takingPart(true);
        for (ObservedIdentifier key : newPersistent) {
            if (call.rule(key).isExclusive() && chosen.state().count(key.type()) > 0) {
                return new Choice(Choice.Kind.NEW, null, null, arriving, List.of(), true);
            }
        }
        return new Choice(Choice.Kind.EXISTING, chosen, null, arriving, List.of(), true);
    }

    private ObservedIdentifier strongestPersistent(Person person) {
        return person.keys().stream()
                .filter(key -> call.rule(key).isPersistent())
                .findFirst()
                .orElseThrow();
    }

    private @Nullable Person holderOfExclusive(List<Person> proven) {
        return proven.stream()
                .filter(person -> exclusive(person).isPresent())
                .min(Comparator.comparing(person -> exclusive(person).orElseThrow(), call.strength))
                .orElse(null);
    }

    private Optional<ObservedIdentifier> exclusive(Person person) {
        return person.keys().stream()
                .filter(key -> call.rule(key).isPersistent() && call.rule(key).isExclusive())
                .findFirst();
    }

    /** Whether they cannot all become one person: not only two of them, but all together. */
    private boolean cannotAllBeOne(List<Person> proven) {
        Map<IdentifierType, Integer> sum = Call.tally(call.unlinked);
        for (int i = 0; i < proven.size(); i++) {
            Person person = proven.get(i);
            boolean apart = proven.subList(0, i).stream().anyMatch(other -> call.isApart(other.root(), person.root()));
            if (apart
                    || person.state().locked()
                    || (i > 0
                            && limits.brokenBy(sum, Map.of(), person.state().counts())
                                    .isPresent())) {
                return true;
            }
            person.state().counts().forEach((type, count) -> sum.merge(type, count, Integer::sum));
        }
        return false;
    }

    private Optional<Choice> forNewcomer(List<ObservedIdentifier> newPersistent) {
        for (Person person : call.standing(Standing.DEVICE)) {
            if (isNotStale(person) && mayBeTakenFor(person, newPersistent)) {
                return Optional.of(new Choice(Choice.Kind.INFERRED, person, null, takingPart(true), List.of(), true));
            }
        }
        if (newPersistent.stream().noneMatch(key -> call.rule(key).createsProfile())) {
            return Optional.empty();
        }
        Optional<Person> anonymous = call.standing(Standing.ANONYMOUS).stream()
                .filter(this::isNotStale)
                .findFirst();
        return Optional.of(anonymous
                .map(person -> new Choice(Choice.Kind.EXISTING, person, null, takingPart(true), List.of(), true))
                .orElseGet(() -> new Choice(Choice.Kind.NEW, null, null, takingPart(true), List.of(), true)));
    }

    private boolean isNotStale(Person person) {
        return person.keys().stream().anyMatch(key -> call.rule(key).isEphemeral() && !call.isStale(key));
    }

    private boolean mayBeTakenFor(Person person, List<ObservedIdentifier> newPersistent) {
        Predicate<ObservedIdentifier> hasOne = key -> person.state().count(key.type()) > 0;
        return switch (call.policy.sharedDevice()) {
            case BY_TYPE -> newPersistent.stream().noneMatch(hasOne);
            case NEW_PERSON -> false;
            case ATTACH ->
                newPersistent.stream()
                        .filter(key -> call.rule(key).isExclusive())
                        .noneMatch(hasOne);
        };
    }

    private Choice forVisitor(List<ObservedIdentifier> cannotCreate) {
        List<ObservedIdentifier> arriving = takingPart(false);
        for (Standing standing : List.of(Standing.DEVICE, Standing.ANONYMOUS)) {
            List<Person> found = call.standing(standing);
            if (!found.isEmpty()) {
                return new Choice(Choice.Kind.EXISTING, found.get(0), null, arriving, cannotCreate, false);
            }
        }
        EvidenceState recognized = recognizedBy();
        if (recognized != null) {
            return new Choice(Choice.Kind.EXISTING, null, recognized, arriving, cannotCreate, false);
        }
        boolean something = !arriving.isEmpty()
                || (call.policy.evidenceRecognizes()
                        && !call.observation.evidence().isEmpty());
        boolean kept = something && call.policy.anonymousTraffic() == AnonymousTraffic.PROFILE;
        return new Choice(kept ? Choice.Kind.NEW : Choice.Kind.NOBODY, null, null, arriving, cannotCreate, false);
    }

    /** The first evidence, in match order, that has one live person, if that one is anonymous. */
    private @Nullable EvidenceState recognizedBy() {
        if (!call.policy.evidenceRecognizes()) {
            return null;
        }
        for (ObservedIdentifier key : inMatchOrder()) {
            List<EvidenceState> live = liveEvidence(key);
            Set<ProfileId> roots = new HashSet<>();
            live.forEach(state -> roots.add(call.snapshot.rootOf(state.owner())));
            if (roots.size() == 1 && !call.root(roots.iterator().next()).known()) {
                return live.stream()
                        .min(Comparator.comparing(EvidenceState::firstSeenAt).thenComparing(EvidenceState::owner))
                        .orElseThrow();
            }
        }
        return null;
    }

    private List<ObservedIdentifier> inMatchOrder() {
        List<IdentifierType> order = call.policy.matchOrder();
        List<ObservedIdentifier> keys = new ArrayList<>(call.observation.evidence());
        keys.sort(Comparator.comparingInt((ObservedIdentifier key) -> {
                    int place = order.indexOf(key.type());
                    return place < 0 ? Integer.MAX_VALUE : place;
                })
                .thenComparing(key -> -call.rule(key).priority())
                .thenComparing(ObservedIdentifier::key));
        return keys;
    }

    private List<EvidenceState> liveEvidence(ObservedIdentifier key) {
        return call.snapshot.evidence().getOrDefault(key.key(), List.of()).stream()
                .filter(state -> state.isLive(call.observation.receivedAt()))
                .toList();
    }

    /** The identifiers without a holder that this call may give one; strongest first. */
    private List<ObservedIdentifier> takingPart(boolean signIn) {
        return call.unlinked.stream()
                .filter(key -> {
                    TypeRule rule = call.rule(key);
                    return signIn ? rule.isPersistent() || !call.isStale(key) : rule.isEphemeral();
                })
                .toList();
    }
}
