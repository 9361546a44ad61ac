package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Simulation;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

    private final SpoiltStore store = new SpoiltStore();
    private final List<ResolutionEvent> heard = new ArrayList<>();
    private final AtomicLong next = new AtomicLong(0x10);
    private final IdentityResolver resolver = resolver(IdentityPolicy.defaults());

    private IdentityResolver resolver(IdentityPolicy policy) {
        return IdentityResolver.builder(store)
                .policy(policy)
                .ids(() -> new UUID(0, next.getAndIncrement()))
                .listener(heard::add)
                .build();
    }

    private static ResolveRequest.Builder on(int day) {
        return ResolveRequest.builder().observedAt(MONDAY.plus(Duration.ofDays(day)));
    }

    /** A visit, an account, the sign-in that joins them, a borrowed phone, and an address typed by the wrong one. */
    private static List<ResolveRequest> week() {
        return List.of(
                on(0).anonymousId("phone").build(),
                on(1).userId("ann").email("ann@x.org").build(),
                on(2).anonymousId("phone").userId("ann").build(),
                on(3).anonymousId("phone").userId("bob").build(),
                on(4).userId("bob").email("ann@x.org").phone("null").build());
    }

    private static List<Outcome> outcomes(Simulation simulation) {
        return simulation.resolutions().stream().map(Resolution::outcome).toList();
    }

    @Test
    void answersEveryRequestInOrder() {
        Simulation simulation = resolver.steward().simulate(week());
        assertThat(outcomes(simulation))
                .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.MERGED, Outcome.CREATED, Outcome.CONFLICT);
        assertThat(simulation.persons()).hasSize(2);
        assertThat(simulation.persons().get(0).root())
                .isEqualTo(simulation.resolutions().get(1).profileId().orElseThrow());
        assertThat(simulation.persons().get(0).profiles()).hasSize(2);
        assertThat(simulation.persons().get(1).profiles()).hasSize(1);
    }

    @Test
    void explainsThePersonsThatHaveMerges() {
        Simulation simulation = resolver.steward().simulate(week());
        assertThat(simulation.explanations()).singleElement().satisfies(explanation -> {
            assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.ONE_PERSON);
            assertThat(explanation.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.evidence())
                            .extracting(key -> key.type())
                            .containsExactly(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID));
        });
    }

    @Test
    void touchesNeitherTheStoreNorTheListeners() {
        resolver.resolve(ResolveRequest.builder().email("ann@x.org").build());
        heard.clear();
        store.reset();
        Simulation simulation = resolver.steward().simulate(week());
        assertThat(outcomes(simulation))
                .as("what the store knows does not count")
                .startsWith(Outcome.CREATED);
        assertThat(store.loads).hasValue(0);
        assertThat(store.commits).hasValue(0);
        assertThat(heard).isEmpty();
        ProfileId made = simulation.persons().get(0).root();
        assertThat(resolver.profile(made)).isEmpty();
        assertThat(resolver.steward().conflicts(PageRequest.FIRST).items()).isEmpty();
    }

    @Test
    void asksTheStoreNothingAtAll() {
        IdentityStore broken = new IdentityStore() {
            @Override
            public IdentitySnapshot load(LoadQuery query) {
                throw new AssertionError("read");
            }

            @Override
            public CommitResult commit(ResolutionPlan plan) {
                throw new AssertionError("written");
            }

            @Override
            public IdentityReads reads() {
                throw new AssertionError("read");
            }
        };
        Simulation simulation =
                IdentityResolver.builder(broken).build().steward().preview().simulate(week());
        assertThat(simulation.persons()).hasSize(2);
    }

    @Test
    void appliesTheRulesOfTheResolver() {
        List<ResolveRequest> guess = List.of(
                on(0).email("ann@x.org").anonymousId("phone").build(),
                on(1).userId("ann").anonymousId("phone").build());
        assertThat(resolver.steward().simulate(guess).persons()).hasSize(1);
        IdentityPolicy strict = IdentityPolicy.defaults().toBuilder()
                .sharedDevice(SharedDevicePolicy.NEW_PERSON)
                .build();
        assertThat(resolver(strict).steward().simulate(guess).persons()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.steward()
                        .simulate(List.of(on(0).identifier(IdentifierType.of("tax_id"), "1")
                                .build())));
    }

    @Test
    void takesTheTimeFromTheRequests() {
        List<ResolveRequest> late = List.of(
                on(0).userId("ann").anonymousId("phone").build(),
                on(30).userId("bob").anonymousId("phone").build(),
                on(29).userId("ann").anonymousId("phone").build(),
                on(1).userId("eve").email("eve@x.org").build());
        Simulation simulation = resolver.steward().simulate(late);
        assertThat(outcomes(simulation))
                .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.MATCHED, Outcome.CREATED);
        assertThat(simulation.text()).contains("2 created p2: took over anonymous_id\n");
        assertThat(simulation.text()).contains("3 matched p1: ignored anonymous_id (SHARED_DEVICE)\n");
    }

    @Test
    void toleratesDatesThatNobodyCanReckonWith() {
        List<ResolveRequest> odd = List.of(
                ResolveRequest.builder().userId("ann").observedAt(Instant.MIN).build(),
                ResolveRequest.builder().userId("ann").observedAt(Instant.MAX).build());
        assertThat(outcomes(resolver.steward().simulate(odd))).containsExactly(Outcome.CREATED, Outcome.MATCHED);
    }

    @Test
    void isToldInALineForEachRequest() {
        assertThat(resolver.steward().simulate(week()).text()).isEqualTo("""
                1 created p1
                2 created p2
                3 merged p2: absorbed p1
                4 created p3: took over anonymous_id
                5 conflict p3: not merged with p2 (exclusive user_id); ignored phone (BLOCKED); ignored email (CONFLICT)
                2 persons in the end.
                """);
    }

    @Test
    void isDrawnWithEveryPersonAndEveryRefusal() {
        Simulation simulation = resolver.steward().simulate(week());
        assertThat(simulation.mermaid()).isEqualTo("""
                graph LR
                  subgraph person1 [" "]
                    p1["p1"]
                    p2["p2 (root)"]
                    p2 ---|"identify: user_id, anonymous_id"| p1
                  end
                  subgraph person2 [" "]
                    p3["p3"]
                  end
                  p2 -. "refused: exclusive user_id" .- p3
                """);
        assertThat(simulation.dot())
                .startsWith("graph persons {\n  subgraph cluster1 {\n")
                .contains("p2 -- p1 [label=\"identify: user_id, anonymous_id\"];")
                .contains("p2 -- p3 [style=dashed, label=\"refused: exclusive user_id\"];")
                .endsWith("}\n");
    }

    @Test
    void showsNoValue() {
        Simulation simulation = resolver.steward()
                .simulate(List.of(
                        on(0).email("ann@x.org").trait("name", "Ann Miller").build(),
                        on(0).phone("+12025550100").anonymousId("visitor-1").build(),
                        on(1).email("ann@x.org").phone("+12025550100").build()));
        assertThat(simulation + simulation.text() + simulation.mermaid() + simulation.dot())
                .doesNotContain("ann@x.org", "Miller", "2025550100", "visitor-1");
    }

    @Test
    void isTheSameTextWhateverTheIds() {
        AtomicLong last = new AtomicLong(Long.MAX_VALUE);
        IdentityResolver downwards = IdentityResolver.builder(InMemoryIdentityStore.create())
                .ids(() -> new UUID(last.getAndDecrement(), 7))
                .build();
        Simulation other = downwards.steward().simulate(week());
        Simulation simulation = resolver.steward().simulate(week());
        assertThat(other.persons().get(0).root())
                .isNotEqualTo(simulation.persons().get(0).root());
        assertThat(other.text()).isEqualTo(simulation.text());
        assertThat(other.mermaid()).isEqualTo(simulation.mermaid());
        assertThat(other.dot()).isEqualTo(simulation.dot());
    }

    @Test
    void takesTenThousandRequestsAndNotOneMore() {
        List<ResolveRequest> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(on(0).userId("user-" + i / 4).anonymousId("visit-" + i / 3).build());
        }
        assertThat(resolver.steward().simulate(many).resolutions()).hasSize(10_000);
        many.add(on(0).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.steward().simulate(many))
                .withMessageContaining("10000");
    }

    @Test
    void nothingComesOfNothing() {
        Simulation nothing = resolver.steward().simulate(List.of());
        assertThat(nothing.resolutions()).isEmpty();
        assertThat(nothing.text()).isEqualTo("0 persons in the end.\n");
        assertThat(nothing.mermaid()).isEqualTo("graph LR\n");
        Simulation nobody = resolver.steward()
                .simulate(Collections.singletonList(on(0).email(" ").build()));
        assertThat(nobody.text()).startsWith("1 unidentified: ignored email (BLANK)\n");
        assertThat(nobody.persons()).isEmpty();
        resolver.close();
        assertThatIllegalStateException().isThrownBy(() -> resolver.steward().simulate(List.of()));
    }
}
