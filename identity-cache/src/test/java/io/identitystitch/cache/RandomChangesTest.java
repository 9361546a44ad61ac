package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.testkit.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Two nodes change what they like, in random order, and each has read a part of it: the one that changes something knows it at once,
 * and the other one as soon as it has read the feed, also where one of its reads was under way meanwhile.
 */
class RandomChangesTest {
    private static final int HISTORIES = Integer.getInteger(Histories.COUNT, 18);
    private static final int STEPS = 40;
    private static final List<Identifier> IDENTIFIERS = Stream.concat(
                    Stream.of("a", "b", "c", "d", "e")
                            .map(name -> Identifier.of(IdentifierType.EMAIL, name + "@x.org")),
                    Stream.of("v", "w").map(name -> Identifier.of(IdentifierType.ANONYMOUS_ID, name)))
            .toList();

    private final Random random;
    private final TenantId tenant;

    RandomChangesTest() {
        long seed = Histories.firstSeed();
        System.out.println("random changes on two nodes: -D" + Histories.SEED + "=" + seed);
        random = new Random(seed);
        tenant = TenantId.of("r" + Math.floorMod(seed, 1_000_000_000L));
    }

    @Test
    void areKnownHereAtOnceAndElsewhereOnceTheFeedWasReadOnH2() {
        play(Node.h2(), HISTORIES);
    }

    @Test
    void areKnownHereAtOnceAndElsewhereOnceTheFeedWasReadOnPostgres() {
        play(Node.postgres(), (HISTORIES + 2) / 3);
    }

    private void play(DataSource dataSource, int histories) {
        try (Node one = Node.byHand(dataSource);
                Node other = Node.byHand(dataSource)) {
            for (int i = 0; i < histories; i++) {
                TenantId mine = TenantId.of(tenant + "-" + i);
                for (int step = 0; step < STEPS; step++) {
                    boolean first = random.nextBoolean();
                    step(mine, first ? one : other, first ? other : one);
                }
            }
            assertThat(one.cache().statistics().hits()).isPositive();
        }
    }

    private void step(TenantId mine, Node acting, Node watching) {
        acting.millis.incrementAndGet();
        watching.millis.incrementAndGet();
        acting.cache().follow();
        IdentityResolver node = acting.resolver(mine);
        Identifier asked = any();
        if (random.nextInt(3) == 0) {
            // The answer that it has read is put after the change, and in half of the cases after the change was heard
            // of.
            boolean heard = random.nextBoolean();
            watching.holdBack(() -> {
                change(node);
                if (heard) {
                    watching.cache().follow();
                }
            });
            watching.resolver(mine).find(asked);
            watching.runHeldBack();
        } else {
            watching.resolver(mine).find(asked);
            change(node);
        }
        assertThat(answers(node)).as("where it was changed").isEqualTo(answers(acting.truth(mine)));
        watching.cache().follow();
        assertThat(answers(watching.resolver(mine))).as("elsewhere").isEqualTo(answers(acting.truth(mine)));
    }

    private static List<Optional<Match>> answers(IdentityResolver node) {
        return IDENTIFIERS.stream().map(node::find).toList();
    }

    private Identifier any() {
        return IDENTIFIERS.get(random.nextInt(IDENTIFIERS.size()));
    }

    private void change(IdentityResolver node) {
        Identifier one = any();
        Identifier two = any();
        Optional<Match> a = node.find(one);
        Optional<Match> b = node.find(two);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> node.resolve(seen(one, two));
            case 4 -> node.signedOut("v");
            case 5 -> a.ifPresent(match -> node.steward().split(List.of(one), "somebody else's"));
            case 6 -> a.ifPresent(match -> node.steward().unlink(one, "given up"));
            case 7 -> {
                if (a.isPresent() && b.isPresent()) {
                    node.steward().reassign(one, a.get().ownerId(), b.get().ownerId(), "hers");
                }
            }
            case 8 -> {
                if (a.isPresent() && b.isPresent()) {
                    node.steward().merge(a.get().profileId(), b.get().profileId(), "one person");
                }
            }
            case 9, 10 -> a.ifPresent(match -> undo(node, match));
            default -> {
                if (random.nextInt(4) == 0) {
                    a.ifPresent(match -> node.steward().erase(match.profileId(), "asked for it"));
                }
            }
        }
    }

    private void undo(IdentityResolver node, Match match) {
        List<Explanation.Step> steps =
                new ArrayList<>(node.steward().explain(match.profileId()).steps());
        if (!steps.isEmpty()) {
            node.steward().undo(steps.get(random.nextInt(steps.size())).merge(), "two persons");
        }
    }

    private static ResolveRequest seen(Identifier one, Identifier two) {
        ResolveRequest.Builder request =
                ResolveRequest.builder().observedAt(Instant.now()).identifier(one.type(), one.value());
        return two.equals(one)
                ? request.build()
                : request.identifier(two.type(), two.value()).build();
    }
}
