package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.policy.IdentityPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** A steward and a sign-in, or two stewards, are at one person at the same moment. */
abstract class StewardRaces extends ContractPart {
    StewardRaces(IdentityStoreContract contract) {
        super(contract);
    }

    /** The person of a round: two known profiles that one call made one, and an anonymous profile that it absorbed. */
    private final class Rounds {
        final TenantId tenant = newTenant();
        final CountingStore counting = new CountingStore(store());
        final RacingStore racing = new RacingStore(counting, 2);
        final IdentityResolver identities =
                IdentityResolver.builder(racing).tenant(tenant).build();
        final List<MergeId> merges = new ArrayList<>();

        Rounds() {
            for (int round = 0; round < races(); round++) {
                resolve(request().email(mail("a", round)));
                resolve(request().email(mail("b", round)));
                resolve(request().anonymousId("visitor-" + round));
                Resolution answer = resolve(request().email(mail("a", round)).email(mail("b", round)));
                merges.add(((Resolution.Merged) answer).details().merges().get(0));
            }
        }

        Resolution resolve(ResolveRequest.Builder request) {
            return identities.resolve(request.build());
        }

        void race(IntConsumer one, IntConsumer other) {
            racing.race(races(), one, other);
        }

        UndoResult undo(int round) {
            return identities.steward().undo(merges.get(round), "not the same person");
        }

        /** Both had read before either wrote, so one of them had to plan again. */
        void assertLostInEach() {
            assertThat(counting.conflicts()).as("races lost").isGreaterThanOrEqualTo(races());
        }

        /** Every person is exactly its merges, and is known while one of its owners is. */
        void assertSound() {
            StewardPlanner planner = new StewardPlanner(IdentityPolicy.defaults());
            for (int round = 0; round < races(); round++) {
                List<Identifier> identifiers = List.of(
                        Identifier.of(IdentifierType.EMAIL, mail("a", round)),
                        Identifier.of(IdentifierType.EMAIL, mail("b", round)),
                        Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor-" + round));
                StewardSnapshot snapshot = store().reads()
                        .persons(planner.aboutAll(
                                tenant,
                                identifiers.stream()
                                        .map(identifier -> identities
                                                .find(identifier)
                                                .orElseThrow()
                                                .ownerId())
                                        .toList()));
                for (Component person : snapshot.components().values()) {
                    UnionFind<Object> graph = new UnionFind<>();
                    person.owners().keySet().forEach(graph::add);
                    person.merges().forEach(merge -> graph.connect(List.of(merge.a(), merge.b())));
                    assertThat(graph.parts()).as("round %s", round).hasSize(1);
                    assertThat(person.merges()).hasSize(person.owners().size() - 1);
                    assertThat(person.owners()).containsKey(person.root());
                    assertThat(person.state().known())
                            .isEqualTo(person.owners().values().stream().anyMatch(owner -> owner.known()));
                }
                assertThat(identities.find(identifiers.get(0)).orElseThrow().profileId())
                        .as("round %s", round)
                        .isNotEqualTo(identities
                                .find(identifiers.get(1))
                                .orElseThrow()
                                .profileId());
            }
        }
    }

    /** The anonymous profile goes along with the side that it was seen with, whichever of the two comes first. */
    @Test
    void anUndoAndTheMergeOfAVisitorIntoOneOfTheSides() {
        for (String side : List.of("a", "b")) {
            Rounds rounds = new Rounds();
            rounds.race(
                    rounds::undo,
                    round -> rounds.resolve(request().email(mail(side, round)).anonymousId("visitor-" + round)));
            rounds.assertSound();
            for (int round = 0; round < races(); round++) {
                assertThat(rounds.identities
                                .find(Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor-" + round))
                                .orElseThrow()
                                .profileId())
                        .isEqualTo(rounds.identities
                                .find(Identifier.of(IdentifierType.EMAIL, mail(side, round)))
                                .orElseThrow()
                                .profileId());
            }
            // Where the undo comes first, the side that keeps the root may absorb the visitor all the same.
            if (side.equals("b")) {
                rounds.assertLostInEach();
            }
        }
    }

    /** A side that was anonymous becomes known while it leaves. */
    @Test
    void anUndoAndAFurtherIdentifierOfTheVisitorThatLeaves() {
        Rounds rounds = new Rounds();
        List<MergeId> visits = new ArrayList<>();
        for (int round = 0; round < races(); round++) {
            Resolution answer = rounds.resolve(request().email(mail("a", round)).anonymousId("visitor-" + round));
            visits.add(((Resolution.Merged) answer).details().merges().get(0));
            rounds.undo(round);
        }
        rounds.race(
                round -> rounds.identities.steward().undo(visits.get(round), "a shared device"),
                round ->
                        rounds.resolve(request().anonymousId("visitor-" + round).phone("+1202555" + (1000 + round))));
        rounds.assertSound();
        rounds.assertLostInEach();
    }

    @Test
    void twoUndosOfOneMerge() {
        Rounds rounds = new Rounds();
        List<UndoResult> answers = Collections.synchronizedList(new ArrayList<>());
        rounds.race(round -> answers.add(rounds.undo(round)), round -> answers.add(rounds.undo(round)));
        rounds.assertSound();
        rounds.assertLostInEach();
        assertThat(answers.stream().filter(UndoResult.Undone.class::isInstance)).hasSize(races());
        assertThat(answers.stream().filter(UndoResult.AlreadyUndone.class::isInstance))
                .hasSize(races());
    }

    private static ResolveRequest.Builder request() {
        return ResolveRequest.builder();
    }

    private static String mail(String who, int round) {
        return who + "." + round + "@mail.example";
    }
}
