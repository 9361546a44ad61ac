package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that a steward moves: their rows, the intervals that end, and what the persons concerned are afterwards. Not
 * thread-safe; lives for one planning.
 */
final class Moving {
    private final TenantId tenant;
    private final IdentityPolicy policy;
    private final StewardSnapshot snapshot;
    private final Instant now;
    private final List<LinkChange> links = new ArrayList<>();
    private final List<HeldInterval> closed = new ArrayList<>();
    private final SortedMap<IdentifierKey, KeyExpectation> keys = new TreeMap<>();
    private final List<NewProfile> created = new ArrayList<>();
    private final List<NeverLink> apart = new ArrayList<>();

    /** By root: how many persistent identifiers the person gets, less those that it loses. */
    private final Map<ProfileId, Integer> persistent = new HashMap<>();

    Moving(TenantId tenant, IdentityPolicy policy, StewardSnapshot snapshot, Instant now) {
        this.tenant = tenant;
        this.policy = policy;
        this.snapshot = snapshot;
        this.now = now;
    }

    /** Takes an identifier from whoever has or had it, and gives it to an owner, null for nobody. */
    void move(StoredIdentifier stored, @Nullable ProfileId to, @Nullable IdentifierKey via) {
        TypeRule rule = policy.rule(stored.key().type());
        LinkState before = stored.state();
        ProfileId former = before == null ? null : before.owner();
        Instant since = before == null || before.heldSince().isBefore(now) ? now : before.heldSince();
        LinkState after = new LinkState(
                to,
                since,
                rule.isEphemeral() ? since : null,
                before != null && before.verified(),
                to == null && before != null ? before.source() : LinkSource.MANUAL,
                to == null && before != null ? before.firstSeenAt() : since,
                to == null && before != null ? before.lastSeenAt() : since,
                to == null && before != null ? before.expiresAt() : Links.expiry(rule, since),
                to != null && count(to, rule.type()) > 0,
                1);
        links.add(new LinkChange(stored.key(), stored.identifier(), before, after, via, rule.isPersistent(), Map.of()));
        keys.put(stored.key(), stored.expectation());
        if (before != null && former != null) {
            Instant end = before.expiresAt() != null && before.expiresAt().isBefore(since) ? before.expiresAt() : since;
            closed.add(HeldInterval.ending(stored.key(), former, before.heldSince(), end));
        }
        if (rule.isPersistent()) {
            rootOf(former).ifPresent(root -> persistent.merge(root, -1, Integer::sum));
            rootOf(to).ifPresent(root -> persistent.merge(root, 1, Integer::sum));
        }
    }

    /** The identifiers go to a profile of their own. */
    void create(ProfileId id) {
        boolean known = links.stream().anyMatch(LinkChange::persistent);
        created.add(new NewProfile(id, known, null));
    }

    void keepApart(ProfileId a, ProfileId b, StewardWords words) {
        apart.add(NeverLink.of(a, b, words.reason(), words.by()));
    }

    /** The roots of all persons concerned get a new version. */
    ResolutionPlan plan(
            Set<ProfileId> concernedRoots, List<ConflictChange> conflicts, List<FactMove> facts, NewAct act) {
        SortedMap<ProfileId, RootExpectation> expected = new TreeMap<>();
        SortedMap<ProfileId, RootChange> roots = new TreeMap<>();
        List<Anonymity> anonymous = new ArrayList<>();
        for (ProfileId root : concernedRoots) {
            Component person = Objects.requireNonNull(snapshot.components().get(root));
            boolean known = isKnownAfterwards(person);
            boolean guarded = person.state().guarded() || isKeptApart(person);
            expected.put(person.root(), person.expectation());
            roots.put(person.root(), new RootChange(known, guarded, true));
            if (person.state().known() && !known) {
                anonymous.add(new Anonymity(person.root(), persistentTypes()));
            }
        }
        created.forEach(profile -> roots.put(profile.id(), new RootChange(profile.known(), true, false)));
        Changes changes = new Changes(
                        created,
                        links,
                        closed,
                        List.of(),
                        Collections.emptySortedMap(),
                        roots,
                        List.of(),
                        apart,
                        List.of(),
                        List.of(),
                        List.of())
                .with(new Stewardship(
                        List.of(),
                        List.of(),
                        conflicts,
                        List.of(),
                        anonymous,
                        facts,
                        List.of(),
                        List.of(act),
                        List.of()));
        return new ResolutionPlan(tenant, expected, keys, changes);
    }

    boolean isKnownAfterwards(Component person) {
        int change = persistent.getOrDefault(person.root(), 0);
        if (change == 0) {
            return person.state().known();
        }
        int had = person.state().counts().entrySet().stream()
                .filter(entry -> policy.rule(entry.getKey()).isPersistent())
                .mapToInt(Map.Entry::getValue)
                .sum();
        return had + change > 0;
    }

    private boolean isKeptApart(Component person) {
        return apart.stream()
                .flatMap(pair -> List.of(pair.owners().low(), pair.owners().high()).stream())
                .anyMatch(owner -> rootOf(owner).filter(person.root()::equals).isPresent());
    }

    private Set<IdentifierType> persistentTypes() {
        return policy.rules().stream()
                .filter(TypeRule::isPersistent)
                .map(TypeRule::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    private int count(ProfileId owner, IdentifierType type) {
        Component person = snapshot.of(owner);
        return person == null ? 0 : person.state().count(type);
    }

    private Optional<ProfileId> rootOf(@Nullable ProfileId owner) {
        return Optional.ofNullable(owner).map(snapshot.roots()::get);
    }
}
