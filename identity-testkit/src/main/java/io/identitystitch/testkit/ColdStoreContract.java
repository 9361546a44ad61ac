package io.identitystitch.testkit;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ColdStore} must do. A store passes it in a few lines:
 *
 * <pre>{@code
 * class MyColdStoreTest extends ColdStoreContract {
 *     @Override
 *     protected ColdStore open(String place) {
 *         return MyColdStore.open(bucketOf(place));
 *     }
 * }
 * }</pre>
 *
 * <p>One whose signals outlive it passes {@link DurableColdStoreContract} too. No test depends on another, on the time of day or on a pause.
 *
 * <p>Not thread-safe.
 */
public abstract class ColdStoreContract extends ColdStoreRaces {
    /** For subclasses. */
    protected ColdStoreContract() {}

    @Test
    void findsExactlyWhatAVisitorLeft() {
        try (ColdStore store = open(newPlace())) {
            List<ColdSignal> appended = signals.some(500, 50);
            store.append(TENANT, appended.subList(0, 1));
            store.append(TENANT, appended.subList(1, 100));
            store.append(TENANT, appended.subList(100, 500));
            for (int i = 0; i < 50; i++) {
                assertThat(all(store, TENANT, i)).containsExactlyInAnyOrderElementsOf(of(appended, i));
            }
            assertThat(all(store, TENANT, 50)).isEmpty();
        }
    }

    private static List<ColdSignal> of(List<ColdSignal> signals, int visitor) {
        return signals.stream()
                .filter(signal -> signal.visitors().contains(visitor(visitor)))
                .toList();
    }

    @Test
    void saysWhatAScanCameTo() {
        try (ColdStore store = open(newPlace())) {
            store.append(TENANT, signals.some(100, 10));
            ColdScan scan = store.scan(query(TENANT, 3, 4), signal -> {});
            assertThat(scan.found()).isEqualTo(20);
            assertThat(scan.bytesRead()).isPositive();
            assertThat(scan.damaged()).isZero();
        }
    }

    @Test
    void nothingIsNoWork() {
        try (ColdStore store = open(newPlace())) {
            store.append(TENANT, List.of());
            assertThat(store.scan(query(TENANT, 1), signal -> {}).found()).isZero();
            store.append(TENANT, signals.some(1, 1));
            assertThat(store.scan(query(TENANT), signal -> {}).found()).isZero();
            assertThat(store.erase(TENANT, Set.of())).isZero();
            assertThat(store.erase(TenantId.of("other"), Set.of(visitor(0)))).isZero();
            assertThat(store.expire(TenantId.of("other"), LocalDate.MAX)).isZero();
        }
    }

    @Test
    void boundsAreInclusiveOnBothEnds() {
        try (ColdStore store = open(newPlace())) {
            ColdSignal signal = signals.signal(START.plusNanos(123_456_000), 1);
            store.append(TENANT, List.of(signal));
            Instant occurred = signal.occurredAt();
            Instant received = signal.receivedAt();
            Duration tick = Duration.ofNanos(1_000);
            assertThat(found(store, occurred, occurred, received, received)).isOne();
            assertThat(found(store, occurred.plus(tick), Instant.MAX, received, received))
                    .isZero();
            assertThat(found(store, Instant.MIN, occurred.minus(tick), received, received))
                    .isZero();
            assertThat(found(store, occurred, occurred, received.plus(tick), Instant.MAX))
                    .isZero();
            assertThat(found(store, occurred, occurred, Instant.MIN, received.minus(tick)))
                    .isZero();
        }
    }

    private static long found(ColdStore store, Instant occurredFrom, Instant occurredTo, Instant from, Instant to) {
        ColdQuery query = new ColdQuery(TENANT, Set.of(visitor(1)), occurredFrom, occurredTo, from, to);
        return store.scan(query, signal -> {}).found();
    }

    @Test
    void aDayIsOneOfUtcAndEndsAtMidnight() {
        try (ColdStore store = open(newPlace())) {
            Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
            ColdSignal last = signals.signal(midnight.minusNanos(1_000), 1);
            ColdSignal first = signals.signal(midnight, 1);
            store.append(TENANT, List.of(last, first));
            assertThat(store.expire(TENANT, DAY)).isOne();
            assertThat(all(store, TENANT, 1)).containsExactly(first);
        }
    }

    @Test
    void aSignalIsFoundByEachOfItsVisitorsAndOnceByAll() {
        try (ColdStore store = open(newPlace())) {
            ColdSignal shared = signals.signal(START, 1, 2, 3);
            store.append(TENANT, List.of(shared, signals.signal(START, 4)));
            assertThat(all(store, TENANT, 1)).containsExactly(shared);
            assertThat(all(store, TENANT, 3)).containsExactly(shared);
            assertThat(all(store, TENANT, 1, 2, 3)).containsExactly(shared);
            assertThat(all(store, TENANT, 1, 4)).hasSize(2);
        }
    }

    @Test
    void tenantsNeverSeeEachOther() {
        String place = newPlace();
        List<TenantId> tenants = List.of(
                TenantId.of("."),
                TenantId.of(".."),
                TenantId.of("..."),
                TenantId.of("a.b"),
                TenantId.of("a.b."),
                TenantId.of(".a.b"),
                TenantId.of("CON"),
                TenantId.of("con"),
                TenantId.of("Con"),
                TenantId.of("con.txt"),
                TenantId.of("LPT1.x"),
                TenantId.of("lpt1.x"),
                TenantId.of("twin"),
                TenantId.of("Twin"),
                TenantId.of("TWIN"),
                TenantId.of("-"),
                TenantId.of("_"),
                TenantId.of("A".repeat(64)),
                TenantId.of("a".repeat(64)),
                TenantId.of("org"),
                TenantId.of("anonymous"));
        try (ColdStore store = open(place)) {
            List<ColdSignal> own = new ArrayList<>();
            for (TenantId tenant : tenants) {
                own.add(signals.signal(START, 1));
                store.append(tenant, List.of(own.get(own.size() - 1)));
            }
            for (int i = 0; i < tenants.size(); i++) {
                assertThat(all(store, tenants.get(i), 1))
                        .as("tenant %s", tenants.get(i))
                        .containsExactly(own.get(i));
            }
            assertThat(store.erase(TenantId.of("twin"), Set.of(visitor(1)))).isOne();
            assertThat(store.expire(TenantId.of(".."), LocalDate.MAX)).isOne();
            assertThat(all(store, TenantId.of("Twin"), 1)).hasSize(1);
            assertThat(all(store, TenantId.of("."), 1)).hasSize(1);
            assertThat(all(store, TenantId.of("a.b"), 1)).hasSize(1);
        }
    }

    @Test
    void whatIsAppendedTwiceIsKept() {
        try (ColdStore store = open(newPlace())) {
            ColdSignal signal = signals.signal(START, 1);
            store.append(TENANT, List.of(signal));
            store.append(TENANT, List.of(signal));
            assertThat(all(store, TENANT, 1)).contains(signal).allMatch(signal::equals);
        }
    }

    @Test
    void bodiesComeBackByteForByte() {
        try (ColdStore store = open(newPlace())) {
            Random random = new Random(7);
            byte[] noise = new byte[ColdSignal.MAX_BODY];
            random.nextBytes(noise);
            List<ColdSignal> appended = new ArrayList<>();
            appended.add(signals.signal(START, new byte[0], 1));
            appended.add(signals.signal(START, new byte[] {'\n'}, 1));
            appended.add(signals.signal(START, noise, 1));
            appended.add(signals.signal(START, new byte[ColdSignal.MAX_BODY], 1));
            for (String text : List.of(
                    "{}",
                    "\"",
                    "\"\\",
                    "\"\\\"",
                    "\"\":\"\"",
                    "{\"a\":\"b\nc\"}",
                    "{\"a\":\"b\\\nc\"}",
                    "{\"a\" : -1.5e+7, \"a\":0,\"b\":[1,-2,\"\",null,true]}",
                    "000aaa\"\"0a\"x\":",
                    "\"2026-02-29T00:00:00Z\"\"2026-02-28T23:59:60Z\"\"0000-01-01T00:00:00.000Z\"",
                    "[\"00000000-0000-0000-0000-000000000000\",\"ABCDEF01-0000-0000-0000-000000000000\"]",
                    "\u0000\u0001\uFFFD\uD83D\uDE00")) {
                appended.add(signals.signal(START, text.getBytes(StandardCharsets.UTF_8), 1));
            }
            store.append(TENANT, appended);
            appended.forEach(signal -> store.append(TENANT, List.of(signal)));
            List<ColdSignal> twice = new ArrayList<>(appended);
            twice.addAll(appended);
            assertThat(all(store, TENANT, 1)).containsExactlyInAnyOrderElementsOf(twice);
        }
    }

    @Test
    void expiresWholeDays() {
        try (ColdStore store = open(newPlace())) {
            for (int day = 0; day < 5; day++) {
                store.append(TENANT, List.of(signals.signal(START.plus(Duration.ofDays(day)), 1)));
            }
            assertThat(store.expire(TENANT, DAY)).isZero();
            assertThat(store.expire(TENANT, DAY.plusDays(2))).isEqualTo(2);
            assertThat(all(store, TENANT, 1))
                    .hasSize(3)
                    .noneMatch(signal -> signal.receivedAt().isBefore(START.plus(Duration.ofDays(2))));
            assertThat(store.expire(TENANT, DAY.plusDays(2))).isZero();
            store.append(TENANT, List.of(signals.signal(START, 1)));
            assertThat(all(store, TENANT, 1)).hasSize(4);
            assertThat(store.expire(TENANT, LocalDate.MAX)).isEqualTo(4);
            assertThat(all(store, TENANT, 1)).isEmpty();
        }
    }

    @Test
    void erasesAVisitorAndNobodyElse() {
        try (ColdStore store = open(newPlace())) {
            List<ColdSignal> appended = signals.some(400, 20);
            ColdSignal shared = signals.signal(START, 3, 5);
            store.append(TENANT, appended.subList(0, 200));
            store.append(TENANT, List.of(shared));
            store.append(TENANT, appended.subList(200, 400));
            assertThat(store.erase(TENANT, Set.of(visitor(3), visitor(77)))).isEqualTo(21);
            assertThat(store.erase(TENANT, Set.of(visitor(3)))).isZero();
            for (int i = 0; i < 20; i++) {
                assertThat(all(store, TENANT, i)).hasSize(i == 3 ? 0 : 20);
            }
            store.append(TENANT, List.of(shared));
            assertThat(all(store, TENANT, 3)).containsExactly(shared);
        }
    }

    @Test
    void tidyingChangesNothingThatIsFoundAndHealthTellsWhatIsThere() {
        try (ColdStore store = open(newPlace())) {
            assertThat(store.health()).isEqualTo(new ColdHealth(0, 0, 0, 0, 0));
            List<ColdSignal> appended = signals.some(200, 5);
            for (int from = 0; from < 200; from += 10) {
                store.append(TENANT, appended.subList(from, from + 10));
            }
            long before = store.health().segments();
            store.tidy();
            store.tidy();
            ColdHealth health = store.health();
            assertThat(health.segments()).isBetween(1L, before);
            assertThat(health.bytes()).isPositive();
            assertThat(health.damagedRecords() + health.damagedPieces() + health.failedUpkeep())
                    .isZero();
            for (int i = 0; i < 5; i++) {
                assertThat(all(store, TENANT, i)).containsExactlyInAnyOrderElementsOf(of(appended, i));
            }
            assertThat(store.erase(TENANT, Set.of(visitor(0)))).isEqualTo(40);
            store.tidy();
            assertThat(all(store, TENANT, 0)).isEmpty();
            assertThat(store.expire(TENANT, LocalDate.MAX)).isOne();
            assertThat(store.health().segments()).isZero();
        }
    }

    @Test
    void isRefusedAfterItIsClosed() {
        ColdStore store = open(newPlace());
        store.append(TENANT, signals.some(3, 1));
        store.close();
        store.close();
        assertThatThrownBy(() -> store.append(TENANT, signals.some(1, 1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.scan(query(TENANT, 0), signal -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.expire(TENANT, DAY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.erase(TENANT, Set.of(visitor(0)))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(store::health).isInstanceOf(IllegalStateException.class);
    }
}
