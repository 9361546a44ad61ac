package io.identitystitch.coldstore.s3;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Others who merge and erase meanwhile, and a server that is away, silent or says no. */
class S3BesideOthersTest {
    private static final TenantId TENANT = TenantId.of("acme");

    private static TestS3 server;

    private final ColdSignals signals = new ColdSignals(1);
    private String bucket = "";

    @BeforeAll
    static void start() {
        server = TestS3.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = server.newBucket();
    }

    private S3ColdStore open() {
        return S3ColdStore.builder(server.client(), bucket).blockSize(1024).build();
    }

    @Test
    void scansBesideMergingAndErasingFindEachSignalOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ColdStore one = open();
                ColdStore another = open()) {
            List<ColdSignal> kept = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                kept.add(signals.signal(START, 1, 2));
            }
            for (ColdSignal each : kept) {
                one.append(TENANT, List.of(each, signals.signal(START, 3)));
            }
            for (ColdStore store : List.of(one, another)) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        assertThat(all(store, TENANT, 1)).containsExactlyInAnyOrderElementsOf(kept);
                    }
                }));
                running.add(threads.submit(() -> {
                    ColdSignals own = new ColdSignals(store.hashCode());
                    for (int round = 0; round < 8; round++) {
                        store.append(TENANT, List.of(own.signal(START, 50 + round)));
                        store.tidy();
                        store.erase(TENANT, Set.of(visitor(50 + round), visitor(3)));
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(all(one, TENANT, 3)).isEmpty();
            assertThat(all(another, TENANT, 2)).containsExactlyInAnyOrderElementsOf(kept);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoeverHasTheTenantIsWaitedFor() {
        Bucket direct = new Bucket(server.client(), bucket, Duration.ofSeconds(10));
        String lock = new Layout("").lock(TENANT);
        try (ColdStore store = S3ColdStore.builder(server.client(), bucket)
                .timeout(Duration.ofMillis(500))
                .build()) {
            store.append(TENANT, signals.some(4, 2));
            try (Lease other = Lease.tryToTake(direct, lock).orElseThrow()) {
                other.check();
                assertThat(Lease.tryToTake(direct, lock)).isEmpty();
                store.tidy();
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(() -> store.erase(TENANT, Set.of(visitor(0))))
                        .matches(e -> e.kind() == Kind.TIMEOUT);
                store.append(TENANT, signals.some(4, 2));
                assertThat(all(store, TENANT, 0)).hasSize(4);
            }
            assertThat(store.erase(TENANT, Set.of(visitor(0)))).isEqualTo(4);
        }
    }

    /** A length that any age exceeds stands for ten minutes without a sign of life. */
    @Test
    void oneWhoDiedIsNotWaitedForAndDoesNothingMoreIfHeLives() {
        Bucket direct = new Bucket(server.client(), bucket, Duration.ofSeconds(10));
        String lock = new Layout("").lock(TENANT);
        Lease first = Lease.tryToTake(direct, lock).orElseThrow();
        first.renew();
        Lease second = Lease.tryToTake(direct, lock, Duration.ofSeconds(-1)).orElseThrow();
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(first::renew)
                .matches(IdentityStoreException::isRetryable);
        second.renew();
        second.close();
        assertThat(server.keys(bucket)).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsATypedErrorThatNamesNobody() throws IOException {
        TestS3 away = TestS3.start();
        String there = away.newBucket();
        try (S3Client client = away.client(away.port());
                ColdStore store = S3ColdStore.builder(client, there)
                        .timeout(Duration.ofSeconds(2))
                        .build()) {
            store.append(TENANT, signals.some(4, 2));
            away.stop();
            for (ThrowingCallable call : calls(store)) {
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(call)
                        .matches(IdentityStoreException::isRetryable)
                        .withMessageNotContaining("acme")
                        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("acme"));
            }
        }
    }

    /** One that takes the connection and never answers. */
    @Test
    void aServerThatIsSilentIsATimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                S3Client client = server.client(silent.getLocalPort());
                ColdStore store = S3ColdStore.builder(client, bucket)
                        .timeout(Duration.ofMillis(200))
                        .build()) {
            for (ThrowingCallable call : calls(store)) {
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(call)
                        .matches(e -> e.kind() == Kind.TIMEOUT);
            }
        }
    }

    @Test
    void aBucketThatThereIsNotIsNothingThatARepetitionMends() {
        try (ColdStore store =
                S3ColdStore.builder(server.client(), "no-such-bucket").build()) {
            for (ThrowingCallable call : calls(store)) {
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(call)
                        .matches(e -> e.kind() == Kind.BROKEN);
            }
        }
    }

    private List<ThrowingCallable> calls(ColdStore store) {
        List<ColdSignal> some = signals.some(2, 1);
        return List.of(
                () -> store.append(TENANT, some),
                () -> store.scan(query(TENANT, 0), signal -> {}),
                () -> store.erase(TENANT, Set.of(visitor(0))),
                () -> store.expire(TENANT, LocalDate.MAX),
                store::tidy,
                store::health);
    }

    @Test
    void optionsAreCheckedAndSetOnce() {
        for (String prefix : List.of("no-slash", "../", "a/../", "/a/", "./", "a b/", "a".repeat(400) + "/")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> S3ColdStore.builder(server.client(), bucket).prefix(prefix));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3ColdStore.builder(server.client(), bucket).blockSize(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3ColdStore.builder(server.client(), bucket).timeout(Duration.ZERO));
        assertThatIllegalStateException()
                .isThrownBy(() -> S3ColdStore.builder(server.client(), bucket)
                        .prefix("a/")
                        .prefix("b/"));
    }
}
