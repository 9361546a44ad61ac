package io.identitystitch.testkit;

import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ColdStore} must do besides whose signals outlive the store that took them.
 *
 * <p>Not thread-safe.
 */
public abstract class DurableColdStoreContract extends ColdStoreContract {
    /** For subclasses. */
    protected DurableColdStoreContract() {}

    @Test
    void everythingIsThereWhenItIsOpenedAgain() {
        String place = newPlace();
        List<ColdSignal> appended = signals.some(300, 3);
        for (int from = 0; from < 300; from += 30) {
            try (ColdStore store = open(place)) {
                store.append(TENANT, appended.subList(from, from + 30));
            }
        }
        try (ColdStore store = open(place)) {
            assertThat(all(store, TENANT, 0, 1, 2)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }

    @Test
    void whatOneIsToldIsKeptAnotherFindsAtOnce() {
        String place = newPlace();
        try (ColdStore one = open(place);
                ColdStore another = open(place)) {
            List<ColdSignal> appended = signals.some(60, 2);
            for (int i = 0; i < 60; i++) {
                (i % 3 == 0 ? another : one).append(TENANT, List.of(appended.get(i)));
                assertThat(all(i % 2 == 0 ? one : another, TENANT, 0, 1))
                        .containsExactlyInAnyOrderElementsOf(appended.subList(0, i + 1));
            }
            assertThat(one.erase(TENANT, Set.of(visitor(1)))).isEqualTo(30);
            assertThat(all(another, TENANT, 1)).isEmpty();
            another.append(TENANT, appended);
            assertThat(all(one, TENANT, 0)).hasSize(60);
            assertThat(one.expire(TENANT, LocalDate.MAX)).isOne();
            another.append(TENANT, appended);
            assertThat(all(one, TENANT, 0, 1)).containsExactlyInAnyOrderElementsOf(appended);
        }
    }
}
