package io.identitystitch.coldstore.s3;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the bucket's store does beyond the contract: names of objects, what a scan reads, merging, damage. */
class S3ColdStoreTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final long SEED = Long.getLong("identity.seed", 20260302L);

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
    @Tag("S0-10")
    void keepsSignalsByTenantAndDayUnderThePrefix() {
        try (ColdStore store =
                S3ColdStore.builder(server.client(), bucket).prefix("cold/v1/").build()) {
            store.append(TENANT, List.of(signals.signal(START, 1), signals.signal(START.plus(Duration.ofDays(1)), 1)));
            assertThat(all(store, TENANT, 1)).hasSize(2);
        }
        assertThat(server.keys(bucket))
                .hasSize(2)
                .allMatch(key ->
                        key.matches("cold/v1/org/acme/anonymous/2026-03-0[23]/[0-9a-f]{32}-a[A-Za-z0-9_-]{6}\\.seg"));
    }

    @Test
    void noTenantLeavesItsFolderAndEachIsToldFromItsName() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        String[] alphabet = {"a", "A", ".", "..", "-", "_", "0", "con", "org", "x"};
        try (S3ColdStore store = open()) {
            List<TenantId> tenants = new ArrayList<>();
            for (String each : List.of(".", "..", "...", "..a", "A".repeat(64))) {
                tenants.add(TenantId.of(each));
            }
            for (int i = 0; i < 30; i++) {
                StringBuilder value = new StringBuilder();
                for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
                    value.append(alphabet[random.nextInt(alphabet.length)]);
                }
                tenants.add(TenantId.of(value.toString()));
            }
            tenants.forEach(tenant -> store.append(tenant, signals.some(2, 1)));
            store.tidy();
            for (TenantId tenant : tenants) {
                int appended = Collections.frequency(tenants, tenant);
                assertThat(all(store, tenant, 0)).as("tenant %s", tenant).hasSize(2 * appended);
            }
            assertThat(store.health().segments())
                    .isEqualTo(tenants.stream().distinct().count());
        }
        assertThat(server.keys(bucket))
                .allMatch(key -> key.matches("org/[a-z0-9=_-][a-z0-9._=-]*/anonymous/2026-03-02/[^/.]+\\.seg"))
                .allMatch(key -> key.length() < 1_024 - Layout.LONGEST_PREFIX);
    }

    @Test
    void aScanReadsNoObjectOfOthersHoweverManyThereAre() {
        try (ColdStore store = open()) {
            for (int i = 0; i < 50; i++) {
                store.append(TENANT, List.of(signals.signal(START.plusSeconds(i), 100 + i)));
            }
            store.append(TENANT, List.of(signals.signal(START, 7)));
            server.requests();
            ColdScan one = store.scan(query(TENANT, 7), signal -> {});
            assertThat(one.found()).isOne();
            assertThat(server.requests()).containsExactly("ListObjectsV2Request", "GetObjectRequest");
            assertThat(store.scan(query(TENANT, 8), signal -> {}).bytesRead()).isZero();
            assertThat(server.requests()).containsExactly("ListObjectsV2Request");
        }
    }

    @Test
    void aScanReadsLittleOfALargeObject() {
        try (ColdStore store =
                S3ColdStore.builder(server.client(), bucket).blockSize(8 * 1024).build()) {
            List<ColdSignal> many = signals.some(12_000, 3_000);
            for (int from = 0; from < many.size(); from += 3_000) {
                store.append(TENANT, many.subList(from, from + 3_000));
            }
            store.tidy();
            long bytes = store.health().bytes();
            assertThat(store.health().segments()).isOne();
            assertThat(bytes).isGreaterThan(8L * RemoteSegment.TAIL);
            server.requests();
            ColdScan four = store.scan(query(TENANT, 7), signal -> {});
            assertThat(four.found()).isEqualTo(4);
            assertThat(four.bytesRead()).isLessThan(bytes / 4);
            assertThat(server.requests()).hasSizeLessThan(12);
            assertThat(store.scan(query(TENANT, 3_001), signal -> {}).bytesRead())
                    .isLessThan(RemoteSegment.TAIL + 8 * 1024);
        }
    }

    @Test
    void aScanListsNothingBeforeItsFirstDay() {
        try (ColdStore store = open()) {
            for (int day = 0; day < 5; day++) {
                store.append(TENANT, List.of(signals.signal(START.plus(Duration.ofDays(day)), 1)));
            }
            Instant from = START.plus(Duration.ofDays(3));
            ColdQuery late = new ColdQuery(TENANT, Set.of(visitor(1)), Instant.MIN, Instant.MAX, from, Instant.MAX);
            List<ColdSignal> found = new ArrayList<>();
            server.requests();
            store.scan(late, found::add);
            assertThat(found).hasSize(2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void smallObjectsOfADayBecomeOneThatStandsForThem() {
        List<ColdSignal> appended = signals.some(300, 3);
        try (S3ColdStore store = open()) {
            for (int i = 0; i < 30; i++) {
                store.append(TENANT, appended.subList(i * 10, i * 10 + 10));
            }
            List<String> before = server.keys(bucket);
            byte[] old = server.get(bucket, before.get(4));
            store.tidy();
            assertThat(server.keys(bucket)).hasSize(1).allMatch(key -> key.contains("-m"));
            // As somebody who died in between would have left it.
            server.put(bucket, before.get(4), old);
            assertThat(all(store, TENANT, 0, 1, 2)).containsExactlyInAnyOrderElementsOf(appended);
            store.tidy();
            assertThat(server.keys(bucket)).hasSize(1);
            assertThat(all(store, TENANT, 0, 1, 2)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }

    @Test
    void whatIsErasedIsInNoNameAndInNoObject() {
        try (S3ColdStore store = open()) {
            store.append(TENANT, List.of(signals.signal(START, 1), signals.signal(START, 2)));
            store.append(TENANT, List.of(signals.signal(START, 3)));
            List<String> before = server.keys(bucket);
            assertThat(store.erase(TENANT, Set.of(visitor(1)))).isOne();
            List<String> after = server.keys(bucket);
            assertThat(after).hasSize(2);
            assertThat(before).as("only the object with it is rewritten").containsAnyElementsOf(after);
            for (String key : after) {
                SegmentObject object =
                        new Layout("").parse(TENANT, new Bucket.Listed(key, 0)).orElseThrow();
                assertThat(object.marks().mayHave(Set.of(visitor(1)))).isFalse();
            }
            assertThat(store.erase(TENANT, Set.of(visitor(2)))).isOne();
            assertThat(server.keys(bucket)).hasSize(1);
        }
    }

    @Test
    void aDamagedObjectIsCountedOnceSetAsideAndTheRestIsRead() {
        List<ColdSignal> appended = signals.some(200, 1);
        try (S3ColdStore store = open()) {
            store.append(TENANT, appended.subList(0, 100));
            store.append(TENANT, appended.subList(100, 200));
            String key = server.keys(bucket).get(0);
            byte[] bytes = server.get(bucket, key);
            bytes[100] ^= 1;
            server.put(bucket, key, bytes);
            for (int round = 0; round < 2; round++) {
                ColdScan scan = store.scan(query(TENANT, 0), signal -> {});
                assertThat(scan.damaged()).isPositive();
                assertThat(scan.found() + scan.damaged()).isEqualTo(200);
                assertThat(store.health().damagedPieces()).isOne();
                assertThat(store.health().damagedRecords()).isEqualTo(scan.damaged());
            }
            assertThat(server.keys(bucket))
                    .filteredOn(each -> each.contains("/2026-03-02/quarantine/"))
                    .hasSize(1);
            store.tidy();
            assertThat(store.scan(query(TENANT, 0), signal -> {}).damaged()).isZero();
            assertThat(store.erase(TENANT, Set.of(visitor(77)))).isZero();
            assertThat(server.keys(bucket)).hasSize(1);
        }
    }

    /** Every object that is cut off anywhere, or that is no segment at all. */
    @Test
    void noObjectHoweverDamagedDisturbsAScan() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        List<ColdSignal> appended = signals.some(60, 1);
        try (S3ColdStore store = open()) {
            store.append(TENANT, appended.subList(0, 30));
            String key = server.keys(bucket).get(0);
            byte[] bytes = server.get(bucket, key);
            store.append(TENANT, appended.subList(30, 60));
            for (int round = 0; round < 60; round++) {
                byte[] changed = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
                if (round % 2 == 0) {
                    changed = bytes.clone();
                    changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                server.put(bucket, key, changed);
                assertThat(all(store, TENANT, 0))
                        .containsAll(appended.subList(30, 60))
                        .isSubsetOf(appended);
            }
            server.put(bucket, "org/acme/anonymous/2026-03-02/readme.txt", bytes);
            server.put(bucket, "org/acme/anonymous/notes", bytes);
            server.put(bucket, "org/Acme/anonymous/2026-03-02/x", bytes);
            assertThat(all(store, TENANT, 0)).containsAll(appended.subList(30, 60));
            store.tidy();
            assertThat(store.expire(TENANT, LocalDate.MAX)).isOne();
            assertThat(server.keys(bucket))
                    .containsExactlyInAnyOrder("org/Acme/anonymous/2026-03-02/x", "org/acme/anonymous/notes");
        }
    }
}
