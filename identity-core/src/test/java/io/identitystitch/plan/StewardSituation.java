package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.createdAt;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Persons made by hand, as a steward finds them. Profile n was created n days after the first, unless a test says otherwise. */
final class StewardSituation {
    static final StewardWords WORDS = new StewardWords("alice", "why");
    static final long VERSION = 7;
    static final TenantId TENANT = TenantId.DEFAULT;
    static final RootExpectation UNCHANGED = new RootExpectation(RootExpectation.Lock.EXCLUSIVE, VERSION);

    private final Map<ProfileId, Person> persons = new TreeMap<>();
    private final Map<ProfileId, ProfileId> roots = new HashMap<>();
    private final List<KeptApart> pairs = new ArrayList<>();
    private final List<StoredConflict> conflicts = new ArrayList<>();

    /** A person that begins with its root. */
    final class Person {
        private final ProfileId root;
        private final SortedMap<ProfileId, ComponentOwner> owners = new TreeMap<>();
        private final List<MergeRecord> merges = new ArrayList<>();
        private final Map<IdentifierType, Integer> counts = new HashMap<>();
        private boolean locked;

        private Person(ProfileId root) {
            this.root = root;
        }

        private Person owner(int number, boolean known, Instant createdAt) {
            owners.put(profile(number), new ComponentOwner(createdAt, known));
            roots.put(profile(number), root);
            return this;
        }

        /** A known owner that was merged into an owner of the person. */
        Person knownBy(int merge, int into, int number) {
            return owner(number, true, createdAt(number)).edge(merge, into, number);
        }

        /** An anonymous owner that was merged into an owner of the person. */
        Person anonymousBy(int merge, int into, int number) {
            return owner(number, false, createdAt(number)).edge(merge, into, number);
        }

        Person knownBy(int merge, int into, int number, Instant createdAt) {
            return owner(number, true, createdAt).edge(merge, into, number);
        }

        private Person edge(int merge, int a, int b) {
            merges.add(new MergeRecord(
                    merge(merge),
                    profile(a),
                    profile(b),
                    Optional.empty(),
                    Optional.empty(),
                    LinkSource.IDENTIFY,
                    YESTERDAY,
                    YESTERDAY,
                    Optional.empty()));
            return this;
        }

        Person has(IdentifierType type, int count) {
            counts.put(type, count);
            return this;
        }

        Person locked() {
            locked = true;
            return this;
        }
    }

    Person known(int root) {
        return person(root, true);
    }

    Person anonymous(int root) {
        return person(root, false);
    }

    private Person person(int root, boolean known) {
        Person person = new Person(profile(root)).owner(root, known, createdAt(root));
        persons.put(profile(root), person);
        return person;
    }

    /** Two owners are kept apart. */
    StewardSituation apart(int a, int b) {
        ProfilePair owners = ProfilePair.of(profile(a), profile(b));
        pairs.add(new KeptApart(owners.low(), owners.high(), "before", Optional.of("bob"), YESTERDAY));
        return this;
    }

    /** A refused merge of two owners; {@code merge} is the one that decided it, 0 for none. */
    StewardSituation conflict(int id, int returned, int refused, ConflictStatus status, int merge) {
        conflicts.add(new StoredConflict(
                new ConflictRecord(
                        conflict(id),
                        profile(returned),
                        profile(refused),
                        ConflictReason.EXCLUSIVE,
                        IdentifierType.USER_ID,
                        Optional.empty(),
                        status,
                        YESTERDAY,
                        YESTERDAY),
                roots.get(profile(returned)),
                roots.get(profile(refused)),
                merge == 0 ? null : merge(merge)));
        return this;
    }

    StewardSnapshot snapshot() {
        return snapshot(null, null);
    }

    StewardSnapshot about(MergeId merge) {
        return snapshot(
                persons.values().stream()
                        .flatMap(person -> person.merges.stream())
                        .filter(record -> record.id().equals(merge))
                        .findFirst()
                        .orElse(null),
                null);
    }

    StewardSnapshot about(ConflictId conflict) {
        return snapshot(
                null,
                conflicts.stream()
                        .filter(stored -> stored.record().id().equals(conflict))
                        .findFirst()
                        .orElse(null));
    }

    StewardSnapshot snapshot(@Nullable MergeRecord merge, @Nullable StoredConflict conflict) {
        Map<ProfileId, Component> components = new HashMap<>();
        persons.forEach((root, person) -> components.put(root, component(person)));
        return new StewardSnapshot(
                roots, components, Optional.ofNullable(merge), Optional.ofNullable(conflict), conflicts);
    }

    private Component component(Person person) {
        List<ApartPair> concerned = pairs.stream()
                .filter(pair -> person.owners.containsKey(pair.a()) || person.owners.containsKey(pair.b()))
                .map(pair -> new ApartPair(pair, rootOf(pair.a()), rootOf(pair.b())))
                .toList();
        boolean known = person.owners.values().stream().anyMatch(ComponentOwner::known);
        RootState state = new RootState(
                person.owners.get(person.root).createdAt(),
                known,
                VERSION,
                person.counts,
                !concerned.isEmpty(),
                person.locked);
        return new Component(person.root, state, person.owners, person.merges, concerned);
    }

    /** Somebody whom the steward did not ask for is a person of one profile. */
    private ProfileId rootOf(ProfileId owner) {
        return roots.getOrDefault(owner, owner);
    }

    /** An identifier that an owner has since yesterday. */
    StoredIdentifier held(Identifier identifier, int owner) {
        return stored(identifier, Situation.link(profile(owner), YESTERDAY, null, false));
    }

    StoredIdentifier stored(Identifier identifier, @Nullable LinkState state) {
        ProfileId root = state == null || state.owner() == null ? null : rootOf(state.owner());
        return new StoredIdentifier(key(identifier), identifier, state, root, NOW);
    }

    static Supplier<UUID> ids() {
        AtomicLong next = new AtomicLong(1000);
        return () -> new UUID(0, next.getAndIncrement());
    }

    static MergeId merge(int number) {
        return new MergeId(new UUID(1, number));
    }

    static ConflictId conflict(int number) {
        return new ConflictId(new UUID(2, number));
    }

    static Stewardship stewardship(StewardDecision<?> decision) {
        return decision.plan().changes().stewardship();
    }

    static Map<ProfileId, RootChange> roots(StewardDecision<?> decision) {
        return decision.plan().changes().roots();
    }

    static LinkChange link(StewardDecision<?> decision, Identifier identifier) {
        return decision.plan().changes().links().stream()
                .filter(change -> change.key().equals(key(identifier)))
                .findFirst()
                .orElseThrow();
    }

    static void assertNothing(StewardDecision<?> decision, Object answer) {
        assertThat(decision.answer()).isEqualTo(answer);
        assertThat(decision.plan().isEmpty()).isTrue();
    }
}
