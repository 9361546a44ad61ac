package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.CommitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a resolver starts, shares and ends. */
class ResolverLifecycleTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private final SpoiltStore store = new SpoiltStore();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    private IdentityResolverBuilder inBackground() {
        return IdentityResolver.builder(store).clock(now::get).lastSeenUpdates(LastSeenUpdates.IN_BACKGROUND);
    }

    private ResolveRequest user(String id) {
        return ResolveRequest.builder(now::get).userId(id).build();
    }

    private static Set<Thread> ourThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("identity-"));
        return threads;
    }

    @Test
    void aClosedResolverRefusesEveryCallAndSoDoThoseMadeFromIt() {
        IdentityResolver closed = IdentityResolver.builder(store).build();
        List<IdentityResolver> all =
                List.of(closed, closed.forTenant(TenantId.of("other")), closed.using(InMemoryIdentityStore.create()));
        closed.close();
        closed.close();
        ProfileId id = ProfileId.of("019cadc6-9a80-7000-8000-000000000000");
        for (IdentityResolver resolver : all) {
            List<ThrowingCallable> calls = List.of(
                    () -> resolver.resolve(user("u")),
                    () -> resolver.resolveAll(List.of(user("u"))),
                    () -> resolver.resolveAll(List.of(user("u")).iterator(), (answers, soFar) -> {}),
                    () -> resolver.preview(user("u")),
                    () -> resolver.find(Identifier.of(IdentifierType.USER_ID, "u")),
                    () -> resolver.profile(id),
                    () -> resolver.signedOut("v"),
                    () -> resolver.steward().conflicts(PageRequest.FIRST),
                    () -> resolver.steward().identifiers(id, PageRequest.FIRST),
                    () -> resolver.graph().roots(List.of(id)),
                    () -> resolver.graph().owners(id, PageRequest.FIRST));
            calls.forEach(call -> assertThatThrownBy(call).isInstanceOf(IllegalStateException.class));
        }
        assertThat(store.loads).hasValue(0);
    }

    @Test
    void closingAResolverMadeFromAnotherHasNoEffect() {
        try (IdentityResolver resolver = IdentityResolver.builder(store).build()) {
            resolver.forTenant(TenantId.of("other")).close();
            resolver.using(store).close();
            assertThat(resolver.resolve(user("u")).profileId()).isPresent();
        }
    }

    @Test
    void forTenantAndUsingKeepTheRest() {
        TenantId other = TenantId.of("other");
        try (IdentityResolver resolver = IdentityResolver.builder(store).build()) {
            IdentityResolver there = resolver.forTenant(other);
            assertThat(there.tenant()).isEqualTo(other);
            assertThat(there.using(store).tenant()).isEqualTo(other);
            ProfileId here = resolver.resolve(user("u")).profileId().orElseThrow();
            assertThat(there.profile(here)).isEmpty();
            assertThat(resolver.using(InMemoryIdentityStore.create()).profile(here))
                    .isEmpty();
            assertThat(resolver.using(store).profile(here)).isPresent();
        }
    }

    @Test
    void aThousandResolversLeaveNoThread() throws InterruptedException {
        Set<Thread> before = ourThreads();
        for (int i = 0; i < 1_000; i++) {
            now.set(BEGIN.plus(Duration.ofDays(i)));
            try (IdentityResolver resolver = inBackground().build()) {
                resolver.resolve(user("u"));
            }
        }
        Set<Thread> left = ourThreads();
        left.removeAll(before);
        for (Thread thread : left) {
            // A pool says that it has ended a moment before its last thread has.
            thread.join(5_000);
        }
        left.removeIf(thread -> !thread.isAlive());
        assertThat(left).isEmpty();
        // Each close waited for the date of its own day.
        assertThat(store.commits).hasValue(1_000);
    }

    @Test
    @Tag("S4-22")
    void onePoolOfThreeDaemonsServesAllCalls() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (IdentityResolver resolver = inBackground().build()) {
            for (int i = 0; i < 20; i++) {
                resolver.resolve(user("u-" + i));
            }
            now.set(BEGIN.plus(Duration.ofDays(1)));
            store.commit = plan -> {
                workers.add(Thread.currentThread());
                busy.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new CommitResult.Committed(Map.of());
            };
            for (int i = 0; i < 20; i++) {
                resolver.resolve(user("u-" + i));
            }
            assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
            release.countDown();
        }
        assertThat(store.commits).as("20 profiles and 20 dates").hasValue(40);
        assertThat(workers)
                .hasSize(3)
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().startsWith("identity-"));
    }

    @Test
    @Tag("S4-22")
    void aHostsExecutorIsUsedInsteadAndNeverClosed() throws Exception {
        ExecutorService host = Executors.newSingleThreadExecutor();
        Set<Thread> before = ourThreads();
        try {
            try (IdentityResolver resolver = inBackground().executor(host).build()) {
                resolver.resolve(user("u"));
                now.set(BEGIN.plus(Duration.ofDays(1)));
                resolver.resolve(user("u"));
            }
            assertThat(host.isShutdown()).isFalse();
            host.submit(() -> {}).get();
            assertThat(store.commits).hasValue(2);
            assertThat(before).containsAll(ourThreads());
        } finally {
            host.shutdownNow();
        }
    }

    @Test
    void whatTheHostsExecutorRefusesIsOnlyADate() {
        try (IdentityResolver resolver = inBackground()
                .executor(work -> {
                    throw new java.util.concurrent.RejectedExecutionException("full");
                })
                .build()) {
            ProfileId id = resolver.resolve(user("u")).profileId().orElseThrow();
            now.set(BEGIN.plus(Duration.ofDays(1)));
            assertThat(resolver.resolve(user("u")).profileId()).contains(id);
        }
    }

    @Test
    void noThreadIsStartedBeforeThereIsWork() {
        Set<Thread> before = ourThreads();
        try (IdentityResolver resolver = inBackground().build()) {
            resolver.resolve(user("u"));
            assertThat(before).containsAll(ourThreads());
        }
    }

    @Test
    void builderArgumentsAreChecked() {
        assertThatThrownBy(() -> IdentityResolver.builder(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("store");
        IdentityResolverBuilder builder = IdentityResolver.builder(store);
        assertThatThrownBy(() -> builder.tenant(null)).hasMessage("tenant");
        assertThatThrownBy(() -> builder.policy(null)).hasMessage("policy");
        assertThatThrownBy(() -> builder.clock(null)).hasMessage("clock");
        assertThatThrownBy(() -> builder.ids(null)).hasMessage("ids");
        assertThatThrownBy(() -> builder.executor(null)).hasMessage("executor");
        assertThatThrownBy(() -> builder.listener(null)).hasMessage("listener");
        assertThatThrownBy(() -> builder.maxAttempts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
        assertThatThrownBy(() -> builder.key(new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }
}
