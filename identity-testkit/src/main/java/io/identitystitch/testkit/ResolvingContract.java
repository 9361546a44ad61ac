package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a host sees of a store through the facade: sign-up, sign-in, several devices, conflicts. */
abstract class ResolvingContract extends ContractPart {
    private static final String MAIL = "ann@mail.example";

    ResolvingContract(IdentityStoreContract contract) {
        super(contract);
    }

    private IdentityResolver identities() {
        return resolver(IdentityPolicy.defaults());
    }

    private static ResolveRequest.Builder seen() {
        return ResolveRequest.builder();
    }

    private static ProfileId id(Resolution answer) {
        return answer.profileId().orElseThrow();
    }

    private static ProfileId person(IdentityResolver identities, String type, String value) {
        return identities
                .find(History.id(type, value))
                .map(Match::profileId)
                .orElseThrow();
    }

    /** S0-01, S0-02, S3-15. */
    @Test
    void createsAPersonOnceAndMatchesItAgain() {
        IdentityResolver identities = identities();
        ResolveRequest signUp = seen().email(MAIL).anonymousId("cookie-1").build();
        Resolution created = identities.resolve(signUp);
        assertThat(created.outcome()).isEqualTo(Outcome.CREATED);
        Resolution again = identities.resolve(signUp);
        assertThat(again.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(id(again)).isEqualTo(id(created));
    }

    /** S3-09, S3-10. */
    @Test
    void keepsAnAnonymousProfileForAVisitorWhoNeverIdentifies() {
        IdentityResolver identities = identities();
        Resolution visit = identities.resolve(seen().anonymousId("cookie-1").build());
        assertThat(id(identities.resolve(seen().anonymousId("cookie-1").build()))).isEqualTo(id(visit));
        Profile profile = identities.profile(id(visit)).orElseThrow();
        assertThat(profile.known()).isFalse();
        assertThat(profile.email()).isEmpty();
    }

    /** S3-13, T13. */
    @Test
    void givesTheAnonymousProfileTheEmailOfASignUp() {
        IdentityResolver identities = identities();
        ProfileId visitor = id(identities.resolve(seen().anonymousId("cookie-1").build()));
        Resolution signUp =
                identities.resolve(seen().anonymousId("cookie-1").email(MAIL).build());
        assertThat(signUp.outcome()).isEqualTo(Outcome.LINKED);
        assertThat(id(signUp)).isEqualTo(visitor);
        assertThat(identities.profile(visitor).orElseThrow().known()).isTrue();
    }

    /** S3-06, S3-07, S3-12: an anonymous and a known profile become the known one. */
    @Test
    void mergesTheAnonymousProfileIntoTheKnownOne() {
        IdentityResolver identities = identities();
        ProfileId visitor = id(identities.resolve(seen().anonymousId("cookie-1").build()));
        ProfileId subscriber = id(identities.resolve(seen().email(MAIL).build()));
        Resolution signIn =
                identities.resolve(seen().anonymousId("cookie-1").email(MAIL).build());
        assertThat(signIn.outcome()).isEqualTo(Outcome.MERGED);
        assertThat(id(signIn)).isEqualTo(subscriber);
        assertThat(person(identities, "anonymous_id", "cookie-1")).isEqualTo(subscriber);
        Profile absorbed = identities.profile(visitor).orElseThrow();
        assertThat(absorbed.id()).isEqualTo(subscriber);
        assertThat(absorbed.status()).isEqualTo(ProfileStatus.MERGED);
    }

    /** S0-26, S0-27, S3-08. */
    @Test
    void isOnePersonOnEveryDeviceItSignsInFrom() {
        IdentityResolver identities = identities();
        ProfileId person = id(identities.resolve(
                seen().anonymousId("cookie-1").email(MAIL).build()));
        identities.resolve(seen().anonymousId("cookie-2").build());
        assertThat(id(identities.resolve(
                        seen().anonymousId("cookie-2").email(MAIL).build())))
                .isEqualTo(person);
        assertThat(person(identities, "anonymous_id", "cookie-1")).isEqualTo(person);
        assertThat(person(identities, "anonymous_id", "cookie-2")).isEqualTo(person);
    }

    /** S0-21, S0-22, D1: whichever identifier found it, the oldest known profile answers. */
    @Test
    void mergesTwoKnownPersonsIntoTheOlderOne() {
        IdentityResolver identities = identities();
        ProfileId younger = id(identities.resolve(
                seen().email(MAIL).createdAt(Instant.parse("2021-01-01T00:00:00Z")).build()));
        ProfileId older = id(identities.resolve(seen().identifier(IdentifierType.PRODUCT_USER_ID, "product-1")
                .createdAt(Instant.parse("2020-01-01T00:00:00Z"))
                .build()));
        Resolution merged = identities.resolve(
                seen().email(MAIL).identifier(IdentifierType.PRODUCT_USER_ID, "product-1").build());
        assertThat(merged.outcome()).isEqualTo(Outcome.MERGED);
        assertThat(id(merged)).isEqualTo(older);
        assertThat(((Resolution.Merged) merged).details().absorbed()).containsExactly(younger);
    }

    /** S0-25. */
    @Test
    void mergesThreePersonsThatOneCallBringsTogether() {
        IdentityResolver identities = identities();
        identities.resolve(seen().email(MAIL).build());
        identities.resolve(seen().phone("+49301").build());
        identities.resolve(seen().identifier(IdentifierType.CRM_ID, "crm-1").build());
        Resolution merged = identities.resolve(seen().email(MAIL)
                .phone("+49301")
                .identifier(IdentifierType.CRM_ID, "crm-1")
                .build());
        assertThat(((Resolution.Merged) merged).details().absorbed()).hasSize(2);
        assertThat(person(identities, "phone", "+49301")).isEqualTo(id(merged));
        assertThat(person(identities, "crm_id", "crm-1")).isEqualTo(id(merged));
    }

    /** D2, T9: two accounts are two persons; the refusal is kept once and listed. */
    @Test
    void refusesToMakeOnePersonOfTwoAccounts() {
        IdentityResolver identities = identities();
        ProfileId ann = id(identities.resolve(seen().email(MAIL).userId("account-1").build()));
        ProfileId bob = id(identities.resolve(
                seen().email("bob@mail.example").userId("account-2").build()));
        ResolveRequest both = seen().email(MAIL).userId("account-2").build();
        Resolution refused = identities.resolve(both);
        assertThat(refused.outcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(id(refused)).isEqualTo(bob);
        assertThat(((Resolution.Conflict) refused).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.other()).isEqualTo(ann));
        assertThat(identities.resolve(both)).isEqualTo(refused);
        assertThat(identities.steward().conflicts(PageRequest.FIRST).items()).hasSize(1);
        assertThat(person(identities, "email", MAIL)).isEqualTo(ann);
    }

    /** D3, T10: nobody is merged or renamed by a device that two people use. */
    @Test
    void handsASharedDeviceToWhoSignsInWithIt() {
        IdentityResolver identities = identities();
        ProfileId ann = id(identities.resolve(sharedDevice(MAIL, 1)));
        ProfileId bob = id(identities.resolve(sharedDevice("bob@mail.example", 2)));
        assertThat(bob).isNotEqualTo(ann);
        assertThat(person(identities, "anonymous_id", "kiosk")).isEqualTo(bob);
        assertThat(id(identities.resolve(sharedDevice(MAIL, 3)))).isEqualTo(ann);
        assertThat(person(identities, "anonymous_id", "kiosk")).isEqualTo(ann);
    }

    private static ResolveRequest sharedDevice(String mail, int hour) {
        return seen().email(mail)
                .userId("account-of-" + mail)
                .anonymousId("kiosk")
                .imported()
                .observedAt(Step.BEGIN.plusSeconds(3600L * hour))
                .build();
    }

    /** D3: after a sign-out the device is nobody's. */
    @Test
    void freesADeviceWhenItsHolderSignsOut() {
        IdentityResolver identities = identities();
        ProfileId ann =
                id(identities.resolve(seen().email(MAIL).anonymousId("kiosk").build()));
        assertThat(identities.signedOut("kiosk", Instant.now().plusSeconds(60))).contains(ann);
        assertThat(identities.find(History.id("anonymous_id", "kiosk"))).isEmpty();
        Resolution next = identities.resolve(seen().anonymousId("kiosk")
                .observedAt(Instant.now().plusSeconds(120))
                .build());
        assertThat(next.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(id(next)).isNotEqualTo(ann);
        assertThat(person(identities, "email", MAIL)).isEqualTo(ann);
    }

    @Test
    void previewAnswersLikeResolveAndChangesNothing() {
        IdentityResolver identities = identities();
        ProfileId visitor = id(identities.resolve(seen().anonymousId("cookie-1").build()));
        ResolveRequest signUp = seen().anonymousId("cookie-1").email(MAIL).build();
        Resolution preview = identities.preview(signUp);
        assertThat(preview.outcome()).isEqualTo(Outcome.LINKED);
        assertThat(id(preview)).isEqualTo(visitor);
        assertThat(identities.find(History.id("email", MAIL))).isEmpty();
        assertThat(identities.resolve(signUp)).isEqualTo(preview);
    }

    /** S0-03, D11: the policy for leads keeps no row of anonymous traffic. */
    @Test
    void leavesNoTraceOfAnonymousTrafficUnderThePolicyForLeads() {
        IdentityResolver leads = resolver(IdentityPolicy.leads());
        Resolution visit = leads.resolve(seen().anonymousId("cookie-1").build());
        assertThat(visit.outcome()).isEqualTo(Outcome.UNIDENTIFIED);
        assertThat(leads.find(History.id("anonymous_id", "cookie-1"))).isEmpty();
    }

    /** S3-16. */
    @Test
    void findsWhoHasAnIdentifierOrNobody() {
        IdentityResolver identities = identities();
        ProfileId ann = id(identities.resolve(seen().email(MAIL).build()));
        assertThat(identities.find(Identifier.of(IdentifierType.EMAIL, " Ann@MAIL.example ")))
                .map(Match::profileId)
                .contains(ann);
        assertThat(identities.find(History.id("email", "nobody@mail.example"))).isEmpty();
    }

    @Test
    void keepsTenantsApartBehindTheFacade() {
        IdentityResolver here = identities();
        IdentityResolver there = here.forTenant(newTenant());
        ProfileId ann = id(here.resolve(seen().email(MAIL).build()));
        assertThat(there.find(History.id("email", MAIL))).isEmpty();
        assertThat(there.profile(ann)).isEmpty();
        assertThat(id(there.resolve(seen().email(MAIL).build()))).isNotEqualTo(ann);
    }
}
