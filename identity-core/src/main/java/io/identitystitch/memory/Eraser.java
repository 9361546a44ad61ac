package io.identitystitch.memory;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.policy.ErasedIdentifiers;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deletes a person, or some of its facts. */
final class Eraser {
    private final Tenant tenant;
    private final Erasing erasing;
    private final Set<ProfileId> owners;
    private final Instant now;

    Eraser(Tenant tenant, Erasing erasing, Instant now) {
        this.tenant = tenant;
        this.erasing = erasing;
        this.owners = erasing.owners();
        this.now = now;
    }

    void erase() {
        int left = erasing.facts();
        for (ProfileId owner : owners) {
            ProfileRow row = tenant.profile(owner);
            left -= remove(row.touches().values(), left);
            left -= remove(row.traits().values(), left);
            removeEvidence(row, left);
            left -= tenant.signals.erase(owner, left);
        }
        StewardWords words = erasing.words();
        if (words != null) {
            erase(words);
        }
    }

    private static int remove(Collection<?> facts, int most) {
        int removed = 0;
        for (Iterator<?> each = facts.iterator(); removed < most && each.hasNext(); removed++) {
            each.next();
            each.remove();
        }
        return removed;
    }

    private void removeEvidence(ProfileRow row, int most) {
        for (IdentifierKey key : row.evidence().keySet().stream().limit(most).toList()) {
            row.evidence().remove(key);
            tenant.evidence.computeIfPresent(key, (evidence, holders) -> {
                holders.remove(row.id);
                return holders.isEmpty() ? null : holders;
            });
        }
    }

    private void erase(StewardWords words) {
        Set<IdentifierKey> keys = keys();
        keys.forEach(tenant.links::remove);
        keys.forEach(tenant.closed::remove);
        tenant.closed
                .values()
                .forEach(intervals -> intervals.keySet().removeIf(interval -> owners.contains(interval.owner())));
        tenant.closed.values().removeIf(Map::isEmpty);
        Map<?, MergeRecord> edges = tenant.edges;
        edges.values().removeIf(merge -> owners.contains(merge.a()) || owners.contains(merge.b()));
        tenant.conflicts
                .values()
                .removeIf(record -> owners.contains(record.returned()) || owners.contains(record.refused()));
        tenant.decidedBy
                .keySet()
                .retainAll(tenant.conflicts.values().stream()
                        .map(ConflictRecord::id)
                        .toList());
        tenant.neverLinks.keySet().removeIf(pair -> owners.contains(pair.low()) || owners.contains(pair.high()));
        tenant.acts.removeIf(act -> owners.contains(act.a()) || owners.contains(act.b()));
        for (ProfileId owner : owners) {
            tenant.profiles.remove(owner);
            tenant.erased.put(owner, new Erasure(owner, now, words.by(), words.reason()));
        }
        tenant.signals.forget(owners, keys);
        forget(keys);
        refuse(keys);
    }

    private void refuse(Set<IdentifierKey> keys) {
        ErasedIdentifiers identifiers = erasing.identifiers();
        if (identifiers.refuses()) {
            Instant until = now.plus(identifiers.time());
            keys.forEach(key ->
                    tenant.refused.merge(identifiers.mark(tenant.id, key), until, (a, b) -> a.isAfter(b) ? a : b));
            tenant.refused.values().removeIf(end -> !end.isAfter(now));
        }
    }

    /** Those that the person has, and those that nobody has now and nobody else ever had. */
    private Set<IdentifierKey> keys() {
        Set<IdentifierKey> keys = new HashSet<>();
        owners.forEach(owner -> keys.addAll(tenant.profile(owner).keys));
        tenant.closed.forEach((key, intervals) -> {
            LinkRow row = tenant.links.get(key);
            boolean free = row == null || row.state().owner() == null;
            if (free && intervals.keySet().stream().map(HeldInterval::owner).allMatch(owners::contains)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** What others hold of the identifiers. */
    private void forget(Set<IdentifierKey> keys) {
        tenant.links.replaceAll((key, row) -> row.via() != null && keys.contains(row.via()) ? row.withoutVia() : row);
        tenant.edges.replaceAll((id, merge) -> new MergeRecord(
                merge.id(),
                merge.a(),
                merge.b(),
                merge.keyA().filter(key -> !keys.contains(key)),
                merge.keyB().filter(key -> !keys.contains(key)),
                merge.source(),
                merge.observedAt(),
                merge.mergedAt(),
                merge.undoneAt()));
        tenant.conflicts.replaceAll((pair, record) ->
                record.evidence().filter(keys::contains).isPresent() ? record.withoutEvidence() : record);
        tenant.acts.replaceAll(act -> without(act, keys));
        for (ProfileRow row : tenant.profiles.values()) {
            row.apart().removeAll(owners);
            row.merges().removeIf(merge -> !tenant.edges.containsKey(merge));
            row.touches().replaceAll((event, kept) -> new TouchRow(without(kept.touch(), keys), kept.recordedAt()));
            forgetTraits(row, keys);
            row.evidence().replaceAll((key, state) -> without(state, keys));
        }
    }

    /** Of two that differed in nothing else the later one stays. */
    private static void forgetTraits(ProfileRow row, Set<IdentifierKey> keys) {
        List<NewTrait> concerned = row.traits().values().stream()
                .filter(trait -> trait.cameWith().stream().anyMatch(keys::contains))
                .toList();
        for (NewTrait trait : concerned) {
            row.traits().remove(trait.ref());
            NewTrait less = new NewTrait(trait.owner(), trait.trait(), null, without(trait.cameWith(), keys));
            row.addToTraits()
                    .merge(
                            less.ref(),
                            less,
                            (a, b) -> a.trait().at().isBefore(b.trait().at()) ? b : a);
        }
    }

    private static NewTouch without(NewTouch touch, Set<IdentifierKey> keys) {
        return new NewTouch(touch.owner(), touch.touch(), without(touch.cameWith(), keys));
    }

    private static Act without(Act act, Set<IdentifierKey> keys) {
        return new Act(
                act.id(),
                act.kind(),
                act.by(),
                act.at(),
                act.reason(),
                act.a(),
                act.b(),
                act.merge(),
                act.conflict(),
                without(act.keys(), keys));
    }

    private static List<IdentifierKey> without(List<IdentifierKey> some, Set<IdentifierKey> keys) {
        return some.stream().filter(key -> !keys.contains(key)).toList();
    }

    private static EvidenceState without(EvidenceState state, Set<IdentifierKey> keys) {
        @Nullable
        IdentifierKey seenWith = Optional.ofNullable(state.seenWith())
                .filter(key -> !keys.contains(key))
                .orElse(null);
        return new EvidenceState(
                state.key(),
                state.owner(),
                seenWith,
                state.confidence(),
                state.firstSeenAt(),
                state.lastSeenAt(),
                state.expiresAt());
    }
}
