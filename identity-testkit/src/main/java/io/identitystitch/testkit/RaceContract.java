package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Two callers bring different accounts to one person at the same moment: never both succeed. L6.
 */
abstract class RaceContract extends ContractPart {
    RaceContract(IdentityStoreContract contract) {
        super(contract);
    }

    @Test
    void neverTwoAccountsByTwoLinks() {
        race(
                round -> List.of(request().email(mail("z", round)).build()),
                round -> request()
                        .email(mail("z", round))
                        .userId(account("a", round))
                        .build(),
                round -> request()
                        .email(mail("z", round))
                        .userId(account("b", round))
                        .build());
    }

    @Test
    void neverTwoAccountsByTwoMerges() {
        race(
                round -> List.of(
                        request()
                                .email(mail("a", round))
                                .userId(account("a", round))
                                .build(),
                        request()
                                .email(mail("b", round))
                                .userId(account("b", round))
                                .build(),
                        request().email(mail("z", round)).build()),
                round -> request()
                        .email(mail("a", round))
                        .email(mail("z", round))
                        .build(),
                round -> request()
                        .email(mail("b", round))
                        .email(mail("z", round))
                        .build());
    }

    @Test
    void neverTwoAccountsByALinkAndAMerge() {
        race(
                round -> List.of(
                        request()
                                .email(mail("b", round))
                                .userId(account("b", round))
                                .build(),
                        request().email(mail("z", round)).build()),
                round -> request()
                        .email(mail("z", round))
                        .userId(account("a", round))
                        .build(),
                round -> request()
                        .email(mail("b", round))
                        .email(mail("z", round))
                        .build());
    }

    private void race(
            IntFunction<List<ResolveRequest>> before,
            IntFunction<ResolveRequest> one,
            IntFunction<ResolveRequest> other) {
        CountingStore counting = new CountingStore(store());
        RacingStore racing = new RacingStore(counting, 2);
        TenantId tenant = newTenant();
        IdentityResolver identities =
                IdentityResolver.builder(racing).tenant(tenant).build();
        List<ResolveRequest> preparations = new ArrayList<>();
        for (int round = 0; round < races(); round++) {
            preparations.addAll(before.apply(round));
        }
        identities.resolveAll(preparations);
        List<IntFunction<ResolveRequest>> racers = List.of(one, other);
        Crowd.run(2, 2, racer -> {
            for (int round = 0; round < races(); round++) {
                racing.start();
                identities.resolve(racers.get(racer).apply(round));
            }
            return racer;
        });
        assertAccountsApart(tenant);
        assertThat(counting.conflicts()).as("races lost").isGreaterThanOrEqualTo(races());
    }

    private void assertAccountsApart(TenantId tenant) {
        IdentityResolver identities =
                IdentityResolver.builder(store()).tenant(tenant).build();
        List<ResolveRequest> lookups = new ArrayList<>();
        for (int round = 0; round < races(); round++) {
            lookups.add(request().userId(account("a", round)).build());
            lookups.add(request().userId(account("b", round)).build());
        }
        List<ProfileId> persons = identities.resolveAll(lookups).stream()
                .map(answer -> answer.profileId().orElseThrow())
                .toList();
        for (int round = 0; round < races(); round++) {
            assertThat(persons.get(2 * round)).as("round %s", round).isNotEqualTo(persons.get(2 * round + 1));
        }
    }

    private static ResolveRequest.Builder request() {
        return ResolveRequest.builder();
    }

    private static String mail(String who, int round) {
        return who + "." + round + "@mail.example";
    }

    private static String account(String who, int round) {
        return "account-" + who + "-" + round;
    }
}
