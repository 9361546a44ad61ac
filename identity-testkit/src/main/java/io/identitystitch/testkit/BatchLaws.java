package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.RootState;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A batch is its calls, and what a call costs does not grow with the person. */
abstract class BatchLaws extends ContractPart {
    private static final Identifier ANN = History.id("email", "ann@mail.example");
    private static final Identifier BOB = History.id("email", "bob@mail.example");

    BatchLaws(IdentityStoreContract contract) {
        super(contract);
    }

    @Test
    void batchIsItsCallsOneByOne() {
        Histories.of(Mix.EVERYDAY).forAll("a batch is its calls one by one", histories(), history -> {
            List<ResolveRequest> requests =
                    history.seen().stream().map(Step.Seen::request).toList();
            TenantId single = newTenant();
            IdentityResolver one = resolver(store(), single);
            List<Resolution> expected = requests.stream().map(one::resolve).toList();

            TenantId batch = newTenant();
            IdentityResolver many = resolver(store(), batch);
            List<Resolution> answers = new ArrayList<>();
            Random random = new Random(history.hashCode());
            for (int from = 0; from < requests.size(); ) {
                int to = Math.min(requests.size(), from + 1 + random.nextInt(requests.size()));
                answers.addAll(many.resolveAll(requests.subList(from, to)));
                from = to;
            }
            assertThat(answers).isEqualTo(expected);
            assertThat(state(batch, history)).isEqualTo(state(single, history));
        });
    }

    private IdentityResolver resolver(IdentityStore store, TenantId tenant) {
        return IdentityResolver.builder(store)
                .tenant(tenant)
                .policy(TIGHT)
                .clock(() -> Workbench.RECEIVED)
                .ids(SequentialIds.create())
                .build();
    }

    /** What is stored, without stamps and versions: those tell how often was written. */
    private Map<String, Object> state(TenantId tenant, History history) {
        IdentitySnapshot snapshot = new Workbench(store(), tenant, TIGHT).load(history.identifiers());
        Map<String, Object> state = new TreeMap<>();
        for (Map.Entry<IdentifierKey, LinkState> link : snapshot.links().entrySet()) {
            state.put("link " + link.getKey(), link.getValue());
        }
        snapshot.owners().forEach((owner, held) -> state.put("owner " + owner, held.root()));
        for (Map.Entry<ProfileId, RootState> root : snapshot.roots().entrySet()) {
            state.put("known " + root.getKey(), root.getValue().known());
            state.put("counts " + root.getKey(), root.getValue().counts());
        }
        snapshot.conflicts().forEach((pair, conflict) -> state.put("conflict " + pair, conflict));
        snapshot.intervals().forEach((key, list) -> state.put("intervals " + key, List.copyOf(list)));
        return state;
    }

    @Test
    void mergeChangesAsMuchHoweverManyIdentifiersThePersonsHave() {
        assertThat(sizes(mergeOfPersonsWith(400))).isEqualTo(sizes(mergeOfPersonsWith(1)));
    }

    private Changes mergeOfPersonsWith(int identifiers) {
        Workbench bench = bench(UNLIMITED);
        fill(bench.tenant, identifiers);
        return bench.apply(History.seen(1, ANN, BOB)).plan().changes();
    }

    private static List<Integer> sizes(Changes changes) {
        return List.of(
                changes.profiles().size(),
                changes.links().size(),
                changes.closed().size(),
                changes.edges().size(),
                changes.absorbed().size(),
                changes.roots().size());
    }

    @Test
    void mergeIsOneLoadAndOneCommitHoweverManyIdentifiersThePersonsHave() {
        TenantId tenant = newTenant();
        fill(tenant, 400);
        CountingStore counting = new CountingStore(store());
        Resolution merged = IdentityResolver.builder(counting)
                .tenant(tenant)
                .policy(UNLIMITED)
                .build()
                .resolve(ResolveRequest.builder()
                        .email(ANN.value())
                        .email(BOB.value())
                        .build());
        assertThat(merged).isInstanceOf(Resolution.Merged.class);
        assertThat(counting.loads()).isEqualTo(1);
        assertThat(counting.commits()).isEqualTo(1);
    }

    @Test
    void knownPersonIsOneLoadAndNoCommit() {
        TenantId tenant = newTenant();
        fill(tenant, 3);
        CountingStore counting = new CountingStore(store());
        IdentityResolver identities =
                IdentityResolver.builder(counting).tenant(tenant).build();
        Resolution matched =
                identities.resolve(ResolveRequest.builder().email(ANN.value()).build());
        assertThat(matched).isInstanceOf(Resolution.Matched.class);
        assertThat(counting.loads()).isEqualTo(1);
        assertThat(counting.commits()).isZero();
    }

    @Test
    void batchOfKnownPersonsIsOneLoadAndNoCommit() {
        TenantId tenant = newTenant();
        fill(tenant, 50);
        CountingStore counting = new CountingStore(store());
        IdentityResolver identities = IdentityResolver.builder(counting)
                .tenant(tenant)
                .policy(UNLIMITED.toBuilder()
                        .lastSeenGranularity(Duration.ofHours(1))
                        .build())
                .build();
        List<ResolveRequest> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requests.add(ResolveRequest.builder().email(i + ".ann@mail.example").build());
        }
        assertThat(identities.resolveAll(requests)).hasOnlyElementsOfType(Resolution.Matched.class);
        assertThat(counting.loads()).isEqualTo(1);
        assertThat(counting.commits()).isZero();
    }

    private void fill(TenantId tenant, int identifiers) {
        IdentityResolver identities = IdentityResolver.builder(store())
                .tenant(tenant)
                .policy(UNLIMITED)
                .build();
        List<ResolveRequest> requests = new ArrayList<>();
        for (Identifier person : List.of(ANN, BOB)) {
            requests.add(ResolveRequest.builder().email(person.value()).build());
            for (int i = 0; i < identifiers; i++) {
                requests.add(ResolveRequest.builder()
                        .email(person.value())
                        .email(i + "." + person.value())
                        .build());
            }
        }
        identities.resolveAll(requests);
    }
}
