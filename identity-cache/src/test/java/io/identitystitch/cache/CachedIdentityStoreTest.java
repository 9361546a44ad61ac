package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.LinkState;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testkit.CountingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CachedIdentityStoreTest {
    private static final ChangeFeed SILENT = new ChangeFeed() {
        private boolean begun;

        @Override
        public ChangeBatch read() {
            boolean first = !begun;
            begun = true;
            return new ChangeBatch(List.of(), first);
        }
    };
    private static final Identifier ANN = Identifier.of(IdentifierType.EMAIL, "ann@x.org");

    private final CountingStore store = new CountingStore(InMemoryIdentityStore.create());
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong readings = new AtomicLong();

    private CachedIdentityStoreBuilder builder(ChangeFeed feed) {
        return CachedIdentityStore.builder(store, feed)
                .byHand(() -> millis.get() * 1_000_000 + readings.incrementAndGet(), millis::get);
    }

    private static ResolveRequest signIn() {
        return ResolveRequest.builder().email("ann@x.org").userId("ann").build();
    }

    private static IdentityResolver resolver(CachedIdentityStore cache) {
        return IdentityResolver.builder(cache).key(new byte[32]).build();
    }

    @Test
    @Tag("S4-17")
    @Tag("S4-19")
    void aKnownSignInAsksNobody() {
        try (CachedIdentityStore cache = builder(SILENT).build()) {
            IdentityResolver identities = resolver(cache);
            ProfileId ann = identities.resolve(signIn()).profileId().orElseThrow();
            identities.resolve(signIn());
            long loads = store.loads();
            long commits = store.commits();
            for (int i = 0; i < 10; i++) {
                Resolution answer = identities.resolve(signIn());
                assertThat(answer.profileId()).hasValue(ann);
                assertThat(answer).isInstanceOf(Resolution.Matched.class);
            }
            assertThat(identities.find(ANN).orElseThrow().profileId()).isEqualTo(ann);
            assertThat(store.loads()).isEqualTo(loads);
            assertThat(store.commits()).isEqualTo(commits);
            assertThat(cache.statistics().hits()).isEqualTo(11);
            cache.follow();
            millis.addAndGet(1_000);
            cache.follow();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads);
        }
    }

    @Test
    @Tag("S4-17")
    void anEntryIsReadAnewAfterItsLife() {
        try (CachedIdentityStore cache =
                builder(SILENT).life(Duration.ofSeconds(300)).build()) {
            IdentityResolver identities = resolver(cache);
            identities.resolve(signIn());
            identities.resolve(signIn());
            long loads = store.loads();
            millis.addAndGet(299_000);
            cache.follow();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads);
            millis.addAndGet(2_000);
            cache.follow();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads + 1);
        }
    }

    @Test
    void whoIsUnknownIsAskedForEachTime() {
        try (CachedIdentityStore cache = builder(SILENT).build()) {
            IdentityResolver identities = resolver(cache);
            for (int i = 1; i <= 3; i++) {
                assertThat(identities.find(ANN)).isEmpty();
                assertThat(store.loads()).isEqualTo(i);
            }
        }
    }

    @Test
    void manyThatMissAtOnceAskOnce() throws Exception {
        int callers = 24;
        CountDownLatch all = new CountDownLatch(callers);
        try (CachedIdentityStore cache = builder(SILENT).build()) {
            IdentityResolver identities = resolver(cache);
            identities.resolve(signIn());
            cache.clear();
            long before = store.loads();
            ExecutorService threads = Executors.newFixedThreadPool(callers);
            List<Future<ProfileId>> answers = new ArrayList<>();
            Callable<ProfileId> call = () -> {
                all.countDown();
                all.await();
                return identities.find(ANN).orElseThrow().profileId();
            };
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(call));
            }
            for (Future<ProfileId> answer : answers) {
                assertThat(answer.get()).isEqualTo(answers.get(0).get());
            }
            threads.shutdown();
            assertThat(store.loads() - before).isEqualTo(1);
        }
    }

    @Test
    @Tag("S4-18")
    void anImpossibleEntryIsDroppedAndReadAnew() {
        try (CachedIdentityStore cache = builder(SILENT).build()) {
            IdentityResolver identities = resolver(cache);
            ProfileId ann = identities.resolve(signIn()).profileId().orElseThrow();
            identities.find(ANN);
            long loads = store.loads();
            CacheKey place = new CacheKey(TenantId.DEFAULT, key(ANN));
            ProfileId stranger = new ProfileId(new UUID(1, 2));
            Instant now = Instant.now();
            LinkState impossible = new LinkState(
                    stranger, now, null, true, LinkSource.IDENTIFY, now, now.minusSeconds(9), null, false, 1);
            cache.keep(place, new CachedLink(KnownLink.of(impossible, stranger), Long.MAX_VALUE / 2));
            assertThat(identities.find(ANN).orElseThrow().profileId()).isEqualTo(ann);
            assertThat(store.loads()).isEqualTo(loads + 1);
            assertThat(cache.statistics().dropped()).isEqualTo(1);
            identities.find(ANN);
            assertThat(store.loads()).as("what was read anew is kept").isEqualTo(loads + 1);
        }
    }

    @Test
    @Tag("S4-20")
    void whatIsChangedHereIsReadAnew() {
        try (CachedIdentityStore cache = builder(SILENT).build()) {
            IdentityResolver identities = resolver(cache);
            Identifier mark = Identifier.of(IdentifierType.DOMAINPRINT, "mark-1");
            Identifier other = Identifier.of(IdentifierType.DOMAINPRINT, "mark-2");
            identities.resolve(ResolveRequest.builder()
                    .identifier(IdentifierType.DOMAINPRINT, "mark-1")
                    .build());
            identities.find(mark);
            identities.steward().changeIdentifier(mark, other, "it was read wrongly");
            assertThat(identities.find(mark)).isEmpty();
            assertThat(identities.find(other)).isPresent();
        }
    }

    private static IdentifierKey key(Identifier identifier) {
        return new IdentifierKey(
                identifier.type(),
                IdentifierHasher.hmac(new byte[32]).hash(TenantId.DEFAULT, identifier.type(), identifier.value()));
    }

    /** The clock that counts stood still while the machine slept. */
    @Test
    void aMachineThatSleptAsksTheStore() {
        AtomicLong wall = new AtomicLong(1_000_000);
        try (CachedIdentityStore cache = CachedIdentityStore.builder(store, SILENT)
                .byHand(readings::incrementAndGet, wall::get)
                .build()) {
            IdentityResolver identities = resolver(cache);
            identities.resolve(signIn());
            identities.resolve(signIn());
            assertThat(cache.statistics().open()).isTrue();
            wall.addAndGet(5_000);
            assertThat(cache.statistics().open()).isFalse();
            wall.addAndGet(-10_000);
            assertThat(cache.statistics().open()).isFalse();
        }
    }

    @Test
    void aFeedThatCannotBeReadClosesTheFenceAndNothingElse() {
        AtomicBoolean down = new AtomicBoolean(true);
        ChangeFeed feed = () -> {
            if (down.get()) {
                throw new IdentityStoreException(IdentityStoreException.Kind.UNAVAILABLE, "down", null);
            }
            return new ChangeBatch(List.of(), true);
        };
        try (CachedIdentityStore cache = builder(feed).build()) {
            IdentityResolver identities = resolver(cache);
            identities.resolve(signIn());
            long loads = store.loads();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads + 1);
            assertThat(cache.statistics().feedFailures()).isEqualTo(1);
            assertThat(cache.statistics().open()).isFalse();
            down.set(false);
            cache.follow();
            identities.resolve(signIn());
            loads = store.loads();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads);
        }
    }

    @Test
    void aFeedThatBeganAnewMakesItForget() {
        AtomicBoolean restart = new AtomicBoolean(true);
        ChangeFeed feed = () -> new ChangeBatch(List.of(), restart.getAndSet(false));
        try (CachedIdentityStore cache = builder(feed).build()) {
            IdentityResolver identities = resolver(cache);
            identities.resolve(signIn());
            identities.resolve(signIn());
            long loads = store.loads();
            restart.set(true);
            cache.follow();
            identities.resolve(signIn());
            assertThat(store.loads()).isEqualTo(loads + 1);
        }
    }

    @Test
    void aClosedCachePassesEverythingOn() {
        CachedIdentityStore cache = builder(SILENT).build();
        IdentityResolver identities = resolver(cache);
        identities.resolve(signIn());
        identities.resolve(signIn());
        cache.close();
        long loads = store.loads();
        identities.resolve(signIn());
        assertThat(store.loads()).isEqualTo(loads + 1);
    }

    @Test
    void aThousandLeaveNoThread() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            CachedIdentityStore.builder(store, () -> new ChangeBatch(List.of(), true))
                    .build()
                    .close();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("identity-cache-feed")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void itKeepsNoMoreThanItMay() {
        try (CachedIdentityStore cache = builder(SILENT).maximumBytes(400 * 10).build()) {
            IdentityResolver identities = resolver(cache);
            for (int i = 0; i < 1_000; i++) {
                identities.resolve(
                        ResolveRequest.builder().email("p" + i + "@x.org").build());
                identities.find(Identifier.of(IdentifierType.EMAIL, "p" + i + "@x.org"));
            }
            assertThat(cache.statistics().identifiers()).isLessThan(500);
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        CachedIdentityStoreBuilder builder = builder(SILENT);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.life(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.staleness(Duration.ofHours(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pollInterval(Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumBytes(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.staleness(Duration.ofMillis(500)).build());
    }
}
