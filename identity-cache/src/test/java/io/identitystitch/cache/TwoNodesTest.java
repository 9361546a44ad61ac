package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one node changes, another one answers by as soon as it has read the feed, and by its fence at the latest. Each change is
 * tried with an answer in the cache of the other node, and with one that was on its way there when the change was learned.
 */
class TwoNodesTest {
    private static final long BOUND_MILLIS = 2_000;
    private static final Identifier ANN = mail("ann");
    private static final Identifier BOB = mail("bob");
    private static final Identifier COOKIE = Identifier.of(IdentifierType.ANONYMOUS_ID, "cookie-1");

    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final List<Pair> PAIRS = new ArrayList<>();

    private record Pair(Node changing, Node caching) {}

    /**
     * Something that a node does to what others may have in their caches.
     *
     * @param name what it is
     * @param before what was there
     * @param asked the identifier whose holder it changes
     * @param act the change
     */
    private record Change(
            String name, Consumer<IdentityResolver> before, Identifier asked, Consumer<IdentityResolver> act) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Identifier mail(String name) {
        return Identifier.of(IdentifierType.EMAIL, name + "@x.org");
    }

    private static Resolution.Resolved seen(IdentityResolver identities, Identifier... identifiers) {
        ResolveRequest.Builder request = ResolveRequest.builder().observedAt(Instant.now());
        for (Identifier identifier : identifiers) {
            request.identifier(identifier.type(), identifier.value());
        }
        return (Resolution.Resolved) identities.resolve(request.build());
    }

    private static ProfileId owner(IdentityResolver identities, Identifier identifier) {
        return identities.find(identifier).orElseThrow().ownerId();
    }

    private static void two(IdentityResolver identities) {
        seen(identities, ANN);
        seen(identities, BOB);
    }

    private static void one(IdentityResolver identities) {
        two(identities);
        seen(identities, ANN, BOB);
    }

    private static void annWithCookie(IdentityResolver identities) {
        two(identities);
        seen(identities, ANN, COOKIE);
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("merge", TwoNodesTest::two, BOB, node -> seen(node, ANN, BOB)),
                new Change(
                        "undo", TwoNodesTest::one, BOB, node -> node.steward().undo(merge(node), "two persons")),
                new Change("hand-over", TwoNodesTest::annWithCookie, COOKIE, node -> seen(node, BOB, COOKIE)),
                new Change("sign-out", TwoNodesTest::annWithCookie, COOKIE, node -> node.signedOut(COOKIE.value())),
                new Change(
                        "split", TwoNodesTest::one, ANN, node -> node.steward().split(List.of(ANN), "somebody else's")),
                new Change(
                        "reassign",
                        TwoNodesTest::two,
                        ANN,
                        node -> node.steward().reassign(ANN, owner(node, ANN), owner(node, BOB), "a new owner")),
                new Change(
                        "unlink", TwoNodesTest::two, ANN, node -> node.steward().unlink(ANN, "given up")),
                new Change(
                        "erase", TwoNodesTest::one, BOB, node -> node.steward().erase(BOB, "asked for it")));
    }

    private static MergeId merge(IdentityResolver node) {
        return node.steward().explain(owner(node, ANN)).steps().get(0).merge();
    }

    private static Optional<ProfileId> who(IdentityResolver identities, Identifier identifier) {
        return identities.find(identifier).map(Match::profileId);
    }

    @BeforeAll
    static void startNodes() {
        for (DataSource dataSource : List.of(Node.h2(), Node.postgres())) {
            PAIRS.add(new Pair(Node.byHand(dataSource), Node.byHand(dataSource)));
        }
    }

    @AfterAll
    static void stopNodes() {
        for (Pair pair : PAIRS) {
            pair.changing().close();
            pair.caching().close();
        }
        PAIRS.clear();
    }

    /** On both databases, in a tenant of its own. */
    private static void between(Change change, Between test) {
        for (Pair pair : PAIRS) {
            TenantId tenant = TenantId.of("t" + TENANTS.incrementAndGet());
            change.before().accept(pair.changing().resolver(tenant));
            pair.caching().cache().follow();
            pair.caching().millis.incrementAndGet();
            test.run(tenant, pair.changing(), pair.caching());
        }
    }

    private interface Between {
        void run(TenantId tenant, Node changing, Node caching);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isKnownOnceTheFeedWasRead(Change change) {
        between(change, (tenant, changing, caching) -> {
            Optional<ProfileId> before = who(caching.resolver(tenant), change.asked());
            long hits = caching.cache().statistics().hits();
            assertThat(who(caching.resolver(tenant), change.asked())).isEqualTo(before);
            assertThat(caching.cache().statistics().hits())
                    .as("it was in the cache")
                    .isGreaterThan(hits);
            change.act().accept(changing.resolver(tenant));
            Optional<ProfileId> after = who(changing.truth(tenant), change.asked());
            assertThat(after).isNotEqualTo(before);
            caching.cache().follow();
            assertThat(who(caching.resolver(tenant), change.asked())).isEqualTo(after);
        });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isKnownAfterTheBoundEvenIfTheFeedIsNotRead(Change change) {
        between(change, (tenant, changing, caching) -> {
            Optional<ProfileId> before = who(caching.resolver(tenant), change.asked());
            change.act().accept(changing.resolver(tenant));
            assertThat(who(caching.resolver(tenant), change.asked()))
                    .as("within the bound an answer may be old")
                    .isEqualTo(before);
            caching.millis.addAndGet(BOUND_MILLIS + 1);
            assertThat(who(caching.resolver(tenant), change.asked()))
                    .isEqualTo(who(changing.truth(tenant), change.asked()));
        });
    }

    /** What was read before the change is put into the cache after the change was learned. */
    @ParameterizedTest
    @MethodSource("changes")
    void isKnownToAnswersThatWereOnTheirWay(Change change) {
        between(change, (tenant, changing, caching) -> {
            Optional<ProfileId> before = who(changing.truth(tenant), change.asked());
            caching.holdBack(() -> {
                change.act().accept(changing.resolver(tenant));
                caching.cache().follow();
            });
            assertThat(who(caching.resolver(tenant), change.asked()))
                    .as("the read was first")
                    .isEqualTo(before);
            assertThat(who(caching.resolver(tenant), change.asked()))
                    .isEqualTo(who(changing.truth(tenant), change.asked()));
        });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isKnownAtOnceWhereItWasMade(Change change) {
        between(change, (tenant, changing, caching) -> {
            IdentityResolver node = caching.resolver(tenant);
            Optional<ProfileId> before = who(node, change.asked());
            change.act().accept(node);
            assertThat(who(node, change.asked()))
                    .isNotEqualTo(before)
                    .isEqualTo(who(changing.truth(tenant), change.asked()));
        });
    }

    @Test
    void oneConnectionIsEnoughForCallsAndTheFeed() {
        for (DataSource dataSource : List.of(Node.h2(), Node.postgres())) {
            try (Node node = Node.withOneConnection(dataSource)) {
                IdentityResolver identities = node.resolver(TenantId.DEFAULT);
                IntStream.range(0, 400).parallel().forEach(call -> {
                    assertThat(seen(identities, mail("p" + call % 7)).id()).isNotNull();
                    node.cache().follow();
                });
                assertThat(node.cache().statistics().feedFailures()).isZero();
            }
        }
    }

    /** A node that cannot read the feed, and then can again. */
    @Test
    void aStrandedNodeAsksTheStore() {
        try (Node node = Node.byHand(Node.h2())) {
            IdentityResolver identities = node.resolver(TenantId.DEFAULT);
            seen(identities, ANN);
            who(identities, ANN);
            long loads = node.store().loads();
            who(identities, ANN);
            assertThat(node.store().loads()).isEqualTo(loads);
            node.millis.addAndGet(BOUND_MILLIS + 1);
            who(identities, ANN);
            who(identities, ANN);
            assertThat(node.store().loads()).isEqualTo(loads + 2);
            assertThat(node.cache().statistics().open()).isFalse();
            node.cache().follow();
            assertThat(node.cache().statistics().open()).isTrue();
            who(identities, ANN);
            who(identities, ANN);
            assertThat(node.store().loads()).isLessThanOrEqualTo(loads + 3);
        }
    }
}
