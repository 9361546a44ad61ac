package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The laws hold whatever else is going on. A run that met no conflict has proved nothing, and fails. */
abstract class ConcurrencyLaws extends ContractPart {
    private static final int THREADS = 16;
    private static final IdentityPolicy STRICT =
            UNLIMITED.toBuilder().sharedDevice(SharedDevicePolicy.NEW_PERSON).build();

    ConcurrencyLaws(IdentityStoreContract contract) {
        super(contract);
    }

    private static long seed(String law, int calls) {
        long seed = Histories.firstSeed();
        System.out.println(law + ": " + calls + " calls by " + THREADS + " threads, -D" + Histories.SEED + "=" + seed);
        return seed;
    }

    /** S3-18, L2: hot identifiers, many callers, and the oracle's partition in the end. */
    @Test
    void whoIsWhoIsRightHoweverManyCallAtOnce() {
        long seed = seed("who is who is right under concurrency", concurrentCalls());
        CountingStore counting = new CountingStore(store());
        RacingStore racing = new RacingStore(counting, THREADS);
        TenantId tenant = newTenant();
        IdentityResolver identities = IdentityResolver.builder(racing)
                .tenant(tenant)
                .policy(UNLIMITED)
                .build();
        List<List<Identifier>> calls = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < concurrentCalls(); i++) {
            calls.add(together(random, i / 40));
        }
        Crowd.run(THREADS, calls.size(), number -> call(identities, racing, number, calls.get(number)));

        UnionFind<Identifier> oracle = new UnionFind<>();
        calls.forEach(oracle::connect);
        Set<Identifier> all = new HashSet<>();
        calls.forEach(all::addAll);
        assertThat(partition(tenant, all)).isEqualTo(oracle.parts());
        assertThat(counting.conflicts()).as("conflicts met").isPositive();
    }

    /** Two or three of the twelve identifiers of a block, on which all callers are at about the same time. */
    private static List<Identifier> together(Random random, int block) {
        Set<Identifier> identifiers = new HashSet<>();
        int size = 2 + random.nextInt(2);
        while (identifiers.size() < size) {
            int number = random.nextInt(12);
            identifiers.add(
                    number < 6
                            ? History.id("email", block + "." + number + "@mail.example")
                            : History.id("crm_id", "value-" + block + "." + number));
        }
        return List.copyOf(identifiers);
    }

    /** The first call of every thread commits when all of them have loaded, so that a fast machine meets conflicts too. */
    private static Resolution call(
            IdentityResolver identities, RacingStore racing, int number, Collection<Identifier> identifiers) {
        if (number < THREADS) {
            racing.start();
        }
        return identities.resolve(request(number, identifiers));
    }

    private static ResolveRequest request(int number, Collection<Identifier> identifiers) {
        ResolveRequest.Builder request = ResolveRequest.builder().imported().observedAt(at(number));
        identifiers.forEach(identifier -> request.identifier(identifier.type(), identifier.value()));
        return request.build();
    }

    private static Instant at(int number) {
        return Step.BEGIN.plusMillis(number);
    }

    private Set<Set<Identifier>> partition(TenantId tenant, Collection<Identifier> identifiers) {
        Map<ProfileId, Set<Identifier>> persons = new HashMap<>();
        roots(tenant, identifiers)
                .forEach((identifier, root) ->
                        persons.computeIfAbsent(root, id -> new HashSet<>()).add(identifier));
        return new HashSet<>(persons.values());
    }

    /** Who has each identifier, read in parts. */
    private Map<Identifier, ProfileId> roots(TenantId tenant, Collection<Identifier> identifiers) {
        Workbench bench = new Workbench(store(), tenant, UNLIMITED);
        List<Identifier> all = List.copyOf(identifiers);
        Map<Identifier, ProfileId> roots = new HashMap<>();
        for (int from = 0; from < all.size(); from += 500) {
            List<Identifier> part = all.subList(from, Math.min(all.size(), from + 500));
            IdentitySnapshot snapshot = bench.load(part);
            for (Identifier identifier : part) {
                LinkState link = snapshot.link(bench.key(identifier));
                if (link != null && link.owner() != null) {
                    roots.put(identifier, snapshot.rootOf(link.owner()));
                }
            }
        }
        return roots;
    }

    /** One call of the mixed run, and what it was answered. */
    private record Answered(int number, List<Identifier> identifiers, Resolution answer) {
        ProfileId owner() {
            return ((Resolution.Resolved) answer).ownerId();
        }
    }

    /** L1, L5, L6, L8 with exclusive account ids and shared devices. */
    @Test
    void lawsHoldForAccountsAndSharedDevicesHoweverManyCallAtOnce() {
        int count = concurrentCalls();
        Random random = new Random(seed("the laws hold under concurrency", count));
        TenantId tenant = newTenant();
        RecordingStore recording = new RecordingStore(store());
        CountingStore counting = new CountingStore(recording);
        RacingStore racing = new RacingStore(counting, THREADS);
        IdentityResolver identities =
                IdentityResolver.builder(racing).tenant(tenant).policy(STRICT).build();
        List<List<Identifier>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(signIn(random, i / 60));
        }
        List<Answered> answers = Crowd.run(
                THREADS,
                count,
                number -> new Answered(number, calls.get(number), call(identities, racing, number, calls.get(number))));

        assertThat(counting.conflicts()).as("conflicts met").isPositive();
        long refused = answers.stream()
                .filter(answer -> answer.answer().outcome() == Outcome.CONFLICT)
                .count();
        assertThat(refused).as("refused merges").isGreaterThan(count / 20);
        assertForest(tenant, recording);
        assertJoinedByPersistentOnly(recording);
        assertOneAccountEach(tenant, answers);
        assertDevicesAreWithTheLatest(tenant, answers);
    }

    /** An e-mail address and often an account, now and then of two different persons, from one of three devices. */
    private static List<Identifier> signIn(Random random, int block) {
        int person = random.nextInt(5);
        List<Identifier> identifiers = new ArrayList<>();
        identifiers.add(History.id("email", block + "." + person + "@mail.example"));
        if (random.nextInt(3) > 0) {
            int account = random.nextInt(4) == 0 ? random.nextInt(5) : person;
            identifiers.add(History.id("user_id", "account-" + block + "." + account));
        }
        identifiers.add(History.id("anonymous_id", "kiosk-" + block + "." + random.nextInt(3)));
        return List.copyOf(identifiers);
    }

    private void assertForest(TenantId tenant, RecordingStore recording) {
        UnionFind<ProfileId> graph = new UnionFind<>();
        for (RecordingStore.Carried carried : recording.carried()) {
            carried.plan().changes().profiles().forEach(profile -> graph.add(profile.id()));
        }
        for (RecordingStore.Carried carried : recording.carried()) {
            for (Edge edge : carried.plan().changes().edges()) {
                assertThat(graph.connected(edge.a(), edge.b()))
                        .as("an edge within a person")
                        .isFalse();
                graph.connect(List.of(edge.a(), edge.b()));
            }
        }
        Set<ProfileId> owners = new HashSet<>();
        graph.parts().forEach(owners::addAll);
        Map<ProfileId, Set<ProfileId>> persons = new HashMap<>();
        store().reads()
                .roots(tenant, owners)
                .forEach((owner, root) ->
                        persons.computeIfAbsent(root, id -> new HashSet<>()).add(owner));
        assertThat(new HashSet<>(persons.values())).isEqualTo(graph.parts());
    }

    private static void assertJoinedByPersistentOnly(RecordingStore recording) {
        for (RecordingStore.Carried carried : recording.carried()) {
            IdentitySnapshot before = carried.before();
            Set<ProfileId> proven = new HashSet<>();
            before.links().forEach((key, link) -> {
                if (link.owner() != null && STRICT.rule(key.type()).isPersistent()) {
                    proven.add(before.rootOf(link.owner()));
                }
            });
            for (Edge edge : carried.plan().changes().edges()) {
                if (isKnown(before, edge.a()) && isKnown(before, edge.b())) {
                    assertThat(edge.source()).isEqualTo(LinkSource.IDENTIFY);
                    assertThat(proven).contains(before.rootOf(edge.a()), before.rootOf(edge.b()));
                }
            }
        }
    }

    private static boolean isKnown(IdentitySnapshot snapshot, ProfileId owner) {
        return snapshot.owners().containsKey(owner)
                && Objects.requireNonNull(snapshot.roots().get(snapshot.rootOf(owner)))
                        .known();
    }

    private void assertOneAccountEach(TenantId tenant, List<Answered> answers) {
        Set<Identifier> accounts = identifiers(answers, IdentifierType.USER_ID);
        Map<Identifier, ProfileId> roots = roots(tenant, accounts);
        assertThat(new HashSet<>(roots.values())).as("persons with an account").hasSameSizeAs(roots.keySet());
    }

    private void assertDevicesAreWithTheLatest(TenantId tenant, List<Answered> answers) {
        Workbench bench = new Workbench(store(), tenant, STRICT);
        Map<Identifier, Answered> latest = new HashMap<>();
        for (Answered answer : answers) {
            answer.identifiers().stream()
                    .filter(identifier -> identifier.type().equals(IdentifierType.ANONYMOUS_ID))
                    .filter(device -> !FactLaws.isSetAside(answer.answer(), bench.key(device)))
                    .forEach(device -> latest.merge(device, answer, (a, b) -> a.number() > b.number() ? a : b));
        }
        Map<Identifier, ProfileId> holders = roots(tenant, latest.keySet());
        Map<ProfileId, ProfileId> roots = store().reads()
                .roots(tenant, latest.values().stream().map(Answered::owner).toList());
        latest.forEach((device, answer) -> assertThat(holders.get(device))
                .as("the holder of %s", device.value())
                .isEqualTo(roots.get(answer.owner())));
    }

    private static Set<Identifier> identifiers(List<Answered> answers, IdentifierType type) {
        Set<Identifier> found = new HashSet<>();
        for (Answered answer : answers) {
            answer.identifiers().stream()
                    .filter(identifier -> identifier.type().equals(type))
                    .forEach(found::add);
        }
        return found;
    }
}
