package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Match;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Sign-ins that race stewards who erase, reassign and split: every outcome is one of the two serial ones. */
abstract class MovingRaces extends ContractPart {
    MovingRaces(IdentityStoreContract contract) {
        super(contract);
    }

    /** Of each round Ann, who has a telephone and a device, and Bob, who has an address. */
    private final class Rounds {
        final TenantId tenant = newTenant();
        final CountingStore counting = new CountingStore(store());
        final RacingStore racing = new RacingStore(counting, 2);
        final IdentityResolver identities;
        final Steward steward;
        final List<ProfileId> anns = new ArrayList<>();
        final List<ProfileId> bobs = new ArrayList<>();

        Rounds() {
            this(IdentityPolicy.defaults());
        }

        Rounds(IdentityPolicy policy) {
            identities = IdentityResolver.builder(racing)
                    .tenant(tenant)
                    .policy(policy)
                    .build();
            steward = identities.steward();
            for (int round = 0; round < races(); round++) {
                anns.add(resolve(ResolveRequest.builder().phone(phone(round)).anonymousId("device-" + round)));
                bobs.add(resolve(ResolveRequest.builder().email(mail(round))));
            }
        }

        ProfileId resolve(ResolveRequest.Builder request) {
            return ((Resolution.Resolved) identities.resolve(request.build())).id();
        }

        /** Whom a sign-in with a new device is answered with; empty where all of it is refused. */
        Optional<ProfileId> signIn(int round, int call) {
            Resolution answer = identities.resolve(ResolveRequest.builder()
                    .phone(phone(round))
                    .userId("account-" + round)
                    .anonymousId(device(round, call))
                    .build());
            if (answer.profileId().isEmpty()) {
                assertThat(answer.ignored()).hasSize(3).allMatch(ignored -> ignored.reason() == IgnoreReason.ERASED);
            }
            return answer.profileId();
        }

        void race(IntConsumer one, IntConsumer other) {
            racing.race(races(), one, other);
        }

        void assertLost() {
            assertThat(counting.conflicts()).as("races lost").isPositive();
        }

        Optional<ProfileId> who(IdentifierType type, String value) {
            return identities.find(Identifier.of(type, value)).map(Match::profileId);
        }

        void assertKnownIsWhoHasSomethingPersistent(ProfileId id) {
            Profile profile = identities.profile(id).orElseThrow();
            boolean persistent = profile.identifiers().stream()
                    .anyMatch(
                            link -> IdentityPolicy.defaults().rule(link.type()).isPersistent());
            assertThat(profile.known()).isEqualTo(persistent);
        }
    }

    @Test
    void anErasureAndASignInWithSomethingNew() {
        Rounds rounds = new Rounds();
        rounds.race(
                round -> assertThat(rounds.steward.erase(rounds.anns.get(round), "asked for it"))
                        .isInstanceOf(EraseResult.Erased.class),
                round -> rounds.resolve(
                        ResolveRequest.builder().phone(phone(round)).userId("account-" + round)));
        rounds.assertLost();
        assertGoneOrAfresh(rounds);
    }

    /** What a sign-in writes of somebody who is locked is facts, which need no lock: nobody has to lose. */
    @Test
    void anErasureAndATouchOfWhomItErases() {
        Rounds rounds = new Rounds();
        rounds.anns.forEach(ann -> rounds.steward.lock(ann, "about to be erased"));
        rounds.race(
                round -> assertThat(rounds.steward.erase(rounds.anns.get(round), "asked for it"))
                        .isInstanceOf(EraseResult.Erased.class),
                round -> rounds.resolve(ResolveRequest.builder()
                        .phone(phone(round))
                        .userId("account-" + round)
                        .touch(Touch.attributed(Step.BEGIN, Map.of("utm_source", "source-" + round)))));
        assertGoneOrAfresh(rounds);
    }

    /** Signs in until that is refused, each time with another device: what was stored before has to be gone. */
    @Test
    void anErasureAndSignInsThatAreRefusedAfterIt() {
        Rounds rounds = new Rounds(IdentityPolicy.defaults().toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(1)))
                .build());
        List<Integer> before = new ArrayList<>();
        rounds.race(
                round -> assertThat(rounds.steward.erase(rounds.anns.get(round), "asked for it"))
                        .isInstanceOf(EraseResult.Erased.class),
                round -> {
                    int calls = 0;
                    while (rounds.signIn(round, calls).equals(Optional.of(rounds.anns.get(round)))) {
                        calls++;
                    }
                    assertThat(rounds.signIn(round, calls + 1)).isEmpty();
                    before.add(calls);
                });
        rounds.assertLost();
        for (int round = 0; round < rounds.anns.size(); round++) {
            assertThat(rounds.who(IdentifierType.PHONE, phone(round))).isEmpty();
            assertThat(rounds.who(IdentifierType.USER_ID, "account-" + round)).isEmpty();
            for (int call = 0; call <= before.get(round) + 1; call++) {
                assertThat(rounds.who(IdentifierType.ANONYMOUS_ID, device(round, call)))
                        .isEmpty();
            }
        }
        System.out.println(before.stream().mapToInt(Integer::intValue).sum() + " sign-ins came before "
                + rounds.anns.size() + " erasures");
    }

    private static void assertGoneOrAfresh(Rounds rounds) {
        int afresh = 0;
        for (int round = 0; round < rounds.anns.size(); round++) {
            ProfileId ann = rounds.anns.get(round);
            assertThat(rounds.identities.profile(ann).orElseThrow().status()).isEqualTo(ProfileStatus.ERASED);
            Optional<ProfileId> phone = rounds.who(IdentifierType.PHONE, phone(round));
            assertThat(phone).as("round %s", round).isNotEqualTo(Optional.of(ann));
            assertThat(rounds.who(IdentifierType.USER_ID, "account-" + round)).isEqualTo(phone);
            assertThat(rounds.who(IdentifierType.ANONYMOUS_ID, "device-" + round))
                    .isEmpty();
            afresh += phone.isPresent() ? 1 : 0;
        }
        System.out.println(afresh + " of " + rounds.anns.size() + " sign-ins came after the erasure");
    }

    @Test
    void aReassignedIdentifierAndASignInWithIt() {
        Rounds rounds = new Rounds();
        rounds.race(
                round -> assertThat(rounds.steward.reassign(
                                Identifier.of(IdentifierType.PHONE, phone(round)),
                                rounds.anns.get(round),
                                rounds.bobs.get(round),
                                "a new contract"))
                        .isInstanceOf(IdentifierResult.Moved.class),
                round -> rounds.resolve(
                        ResolveRequest.builder().phone(phone(round)).userId("account-" + round)));
        rounds.assertLost();
        for (int round = 0; round < rounds.anns.size(); round++) {
            ProfileId ann = rounds.anns.get(round);
            ProfileId bob = rounds.bobs.get(round);
            assertThat(rounds.who(IdentifierType.PHONE, phone(round))).contains(bob);
            assertThat(rounds.who(IdentifierType.USER_ID, "account-" + round).orElseThrow())
                    .isIn(ann, bob);
            rounds.assertKnownIsWhoHasSomethingPersistent(ann);
            rounds.assertKnownIsWhoHasSomethingPersistent(bob);
        }
    }

    @Test
    void aSplitAndASignInWithWhatItTakes() {
        Rounds rounds = new Rounds();
        List<SplitResult> splits = new ArrayList<>();
        rounds.race(
                round -> splits.add(rounds.steward.split(
                        List.of(Identifier.of(IdentifierType.PHONE, phone(round))), "somebody else's")),
                round -> rounds.resolve(
                        ResolveRequest.builder().phone(phone(round)).userId("account-" + round)));
        rounds.assertLost();
        for (int round = 0; round < rounds.anns.size(); round++) {
            ProfileId ann = rounds.anns.get(round);
            ProfileId created = ((SplitResult.Split) splits.get(round)).created();
            assertThat(rounds.who(IdentifierType.PHONE, phone(round))).contains(created);
            assertThat(rounds.who(IdentifierType.USER_ID, "account-" + round).orElseThrow())
                    .isIn(ann, created);
            rounds.assertKnownIsWhoHasSomethingPersistent(ann);
            rounds.assertKnownIsWhoHasSomethingPersistent(created);
        }
    }

    private static String device(int round, int call) {
        return "device-" + round + '-' + call;
    }

    private static String phone(int round) {
        return "+1202555" + (1000 + round);
    }

    private static String mail(int round) {
        return "bob." + round + "@mail.example";
    }
}
