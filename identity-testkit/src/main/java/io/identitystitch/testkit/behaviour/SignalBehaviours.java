package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalRefusal;
import io.identitystitch.signal.SignalResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals: which are somebody's, and which go to cold storage. */
abstract class SignalBehaviours extends BehaviourPart {
    SignalBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private SignalScene leads() {
        return new SignalScene(store(), IdentityPolicy.leads());
    }

    static Stream<Identifier> identifiable() {
        return Stream.of(
                email("ann@x.org"),
                Identifier.of(IdentifierType.USER_ID, "u-1"),
                Identifier.of(IdentifierType.PRODUCT_USER_ID, "p-1"),
                Identifier.of(IdentifierType.CRM_ID, "c-1"),
                Identifier.of(IdentifierType.MAP_ID, "m-1"),
                Identifier.of(IdentifierType.MARKETING_EVENT_ID, "e-1"),
                Identifier.of(IdentifierType.PHONE, "+12025550123"),
                Identifier.of(IdentifierType.ORGANIZATION_ID, "o-1"),
                Identifier.of(IdentifierType.WORKSPACE_ID, "w-1"));
    }

    /** It is tried as a person of the visitor's, so it comes to the identity store; one of the visitor alone does not. */
    @ParameterizedTest
    @MethodSource("identifiable")
    @Tag("S0-05")
    void anyOfNineKindsOfFieldMakesASignalIdentifiable(Identifier field) {
        SignalScene scene = new SignalScene(store(), IdentityPolicy.defaults());
        SignalResult alone = scene.accept(scene.page("e-1", "v-1"));
        SignalResult with = scene.accept(scene.page("e-2", "v-1").identifier(field.type(), field.value()));
        assertThat(alone).isInstanceOf(SignalResult.Cold.class);
        assertThat(with).isInstanceOf(SignalResult.Staged.class);
        assertThat(scene.isIdentifiable(scene.page("e-1", "v-1"))).isFalse();
        assertThat(scene.isIdentifiable(scene.signal("page", "e-2").identifier(field.type(), field.value())))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"ann@x.org\"}",
                "{\"order\":{\"customer\":{\"contact\":\" Ann@X.org \"}}}",
                "{\"items\":[1,[{\"to\":\"mailto:ann@x.org\"}]]}",
                "\"ann@x.org\""
            })
    @Tag("S0-06")
    void anAddressAnywhereInThePayloadMakesASignalIdentifiable(String payload) {
        SignalScene scene = leads();
        assertThat(scene.isIdentifiable(scene.page("e-1", "v-1").payload(payload)))
                .isTrue();
        SignalResult result = scene.accept(scene.page("e-1", "v-1").payload(payload));
        assertThat(result).isInstanceOf(SignalResult.Staged.class);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(scene.who(anonymous("v-1")));
    }

    /** A list of guests says nothing about who sent it. */
    @Test
    @Tag("S0-06")
    void ofSeveralAddressesInAPayloadNoneIsWhoeverSentIt() {
        SignalScene scene = leads();
        SignalResult result =
                scene.accept(scene.page("e-1", "v-1").payload("{\"guests\":[\"ann@x.org\",\"bob@x.org\"]}"));
        assertThat(result).isInstanceOf(SignalResult.Cold.class);
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
        SignalResult named =
                scene.accept(scene.page("e-2", "v-1").email("cleo@x.org").payload("{\"guests\":[\"ann@x.org\"]}"));
        assertThat(named).isInstanceOf(SignalResult.Staged.class);
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
    }

    @Test
    @Tag("S0-07")
    void anAccountIdThatIsAnAddressIsOne() {
        SignalScene scene = leads();
        scene.accept(scene.page("e-1", "v-1").userId("Ann@X.org"));
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(scene.who(anonymous("v-1")));
        assertThat(scene.isUnknown(Identifier.of(IdentifierType.USER_ID, "Ann@X.org")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "null", "undefined", "test@test.com"})
    @Tag("S0-08")
    void aSignalIsAnonymousOnlyIfEveryFieldIsMissingBlankOrBlocked(String nothing) {
        SignalScene scene = leads();
        Signal.Builder signal = scene.page("e-1", "v-1").email(nothing).userId(nothing);
        for (IdentifierType type : List.of(
                IdentifierType.PRODUCT_USER_ID,
                IdentifierType.CRM_ID,
                IdentifierType.PHONE,
                IdentifierType.ORGANIZATION_ID)) {
            signal.identifier(type, nothing.contains("@") ? "" : nothing);
        }
        assertThat(scene.isIdentifiable(signal)).isFalse();
        assertThat(scene.accept(signal)).isInstanceOf(SignalResult.Cold.class);
        Signal.Builder nobody =
                Signal.builder("page").eventId("e-2").occurredAt(scene.now()).email(nothing);
        assertThat(scene.accept(nobody)).isEqualTo(new SignalResult.Refused(SignalRefusal.NO_IDENTIFIER));
    }

    @Test
    @Tag("S0-09")
    void aSignalOfAStrangerWritesNothingToTheIdentityStore() {
        SignalScene scene = leads();
        scene.store().reset();
        List<SignalResult> results = scene.identities()
                .signals()
                .acceptAll(List.of(
                        scene.page("e-1", "v-1").build(),
                        scene.page("e-2", "v-2").build()));
        assertThat(results).allMatch(SignalResult.Cold.class::isInstance);
        assertThat(scene.store().commits()).isZero();
        assertThat(scene.cold("v-1")).isEqualTo(1);
        assertThat(scene.cold("v-2")).isEqualTo(1);
    }

    @Test
    @Tag("S0-19")
    void onceIdentifiedAVisitorsSignalsGoToTheDatabase() {
        SignalScene scene = leads();
        scene.accept(scene.page("e-1", "v-1"));
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        assertThat(scene.accept(scene.page("e-2", "v-1"))).isInstanceOf(SignalResult.Staged.class);
        assertThat(scene.cold("v-1")).isEqualTo(1);
        assertThat(scene.journey(scene.who(email("ann@x.org")))).contains("e-2");
    }

    @Test
    @Tag("S0-20")
    void soItIsAfterARestart() {
        SignalScene scene = leads();
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        SignalResult result =
                scene.restarted().signals().accept(scene.page("e-2", "v-1").build());
        assertThat(result).isInstanceOf(SignalResult.Staged.class);
        assertThat(scene.cold("v-1")).isZero();
    }

    /** Without cold storage a visitor has a profile of her own, which the person absorbs later. */
    @Test
    @Tag("S3-21")
    void aQueueOfEventsMakesVisitorsAndPersonsAndKeepsEveryEvent() {
        SignalScene scene = SignalScene.withoutColdStorage(store(), IdentityPolicy.defaults());
        SignalResult visit = scene.accept(scene.page("e-1", "v-1"));
        assertThat(((SignalResult.Staged) visit).resolution().profileId()).isPresent();
        scene.passes();
        scene.accept(scene.page("e-2", "v-1").email("ann@x.org"));
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-1", "e-2");
    }

    @Test
    @Tag("S3-22")
    void aSubscriberBringsTheVisitorAlongOrComesAlone() {
        SignalScene scene = SignalScene.withoutColdStorage(store(), IdentityPolicy.defaults());
        scene.accept(scene.page("e-1", "v-1"));
        scene.passes();
        scene.accept(scene.signal("subscribed", "e-2").anonymousId("v-1").email("ann@x.org"));
        scene.accept(scene.signal("subscribed", "e-3").email("bob@x.org"));
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-1", "e-2");
        assertThat(scene.journey(scene.who(email("bob@x.org")))).containsExactly("e-3");
    }

    @Test
    @Tag("S3-23")
    @Tag("S3-24")
    void aJourneyHasTheEventsOfAllVisitorsByTimeAndNoEventIsRewrittenForIt() {
        SignalScene scene = SignalScene.withoutColdStorage(store(), IdentityPolicy.defaults());
        scene.accept(scene.page("e-3", "v-2").occurredAt(scene.now().minusSeconds(10)));
        scene.accept(scene.page("e-1", "v-1").occurredAt(scene.now().minusSeconds(30)));
        scene.accept(scene.page("e-2", "v-1").occurredAt(scene.now().minusSeconds(20)));
        var ownerBefore = scene.owners("v-1");
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.seen(email("ann@x.org"), anonymous("v-2"));
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-1", "e-2", "e-3");
        assertThat(scene.owners("v-1")).containsAll(ownerBefore);
        assertThat(scene.identities()
                        .signals()
                        .journey(scene.who(email("ann@x.org")), PageRequest.FIRST)
                        .items())
                .allSatisfy(record -> {
                    assertThat(record.signal().type()).isEqualTo("page");
                    assertThat(record.signal().json()).contains("\"anonymous_id\":[\"v-");
                });
    }

    @Test
    @Tag("S0-23")
    void theSignalsOfADuplicateLeadAreThoseOfTheLeadThatRemains() {
        SignalScene scene = leads();
        scene.accept(scene.signal("opened", "e-1").email("ann@x.org"));
        scene.passes();
        scene.accept(scene.signal("opened", "e-2").identifier(IdentifierType.CRM_ID, "c-1"));
        scene.seen(email("ann@x.org"), Identifier.of(IdentifierType.CRM_ID, "c-1"));
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-1", "e-2");
    }

    @Test
    void whatIsWrongWithASignalIsSaidAndNothingIsThrown() {
        SignalScene scene = leads();
        assertThat(scene.accept(scene.page("e-1", "v-1").payload("{\"a\":")))
                .satisfies(SignalBehaviours::isOfThePayload);
        assertThat(scene.accept(scene.page("e-1", "v-1").payload("[".repeat(10_000))))
                .satisfies(SignalBehaviours::isOfThePayload);
        assertThat(scene.accept(scene.page("e-1", "v-1").payload("\"" + "x".repeat(10_000_000) + "\"")))
                .satisfies(SignalBehaviours::isOfThePayload);
        assertThat(scene.accept(scene.page("e-1", "v-1").payload(new byte[] {(byte) 0xff, 'a'})))
                .satisfies(SignalBehaviours::isOfThePayload);
        assertThat(refusal(scene.accept(scene.page("e-1", "v-1").context("a", "\u0000"))))
                .isEqualTo(SignalRefusal.CONTEXT);
        assertThat(refusal(scene.accept(scene.page("e 1", "v-1")))).isEqualTo(SignalRefusal.EVENT_ID);
        assertThat(refusal(scene.accept(scene.page(null, "v-1")))).isEqualTo(SignalRefusal.NO_EVENT_ID);
        assertThat(refusal(scene.accept(scene.page(null, "v-1").sequence(-1)))).isEqualTo(SignalRefusal.SEQUENCE);
        assertThat(refusal(scene.accept(scene.signal("", "e-1").anonymousId("v-1"))))
                .isEqualTo(SignalRefusal.TYPE);
        assertThat(refusal(scene.accept(scene.page("e-1", "v-1").occurredAt(java.time.Instant.MAX))))
                .isEqualTo(SignalRefusal.TIME);
        SignalResult late =
                scene.accept(scene.page("e-9", "v-1").occurredAt(scene.now().minus(java.time.Duration.ofDays(366))));
        assertThat(((SignalResult.Cold) late).clamped()).isTrue();
        assertThat(scene.cold("v-1")).isEqualTo(1);
        SignalResult traversal = scene.accept(scene.page("e-10", "../../etc/passwd"));
        assertThat(traversal).isInstanceOf(SignalResult.Cold.class);
    }

    private static SignalRefusal refusal(SignalResult result) {
        return ((SignalResult.Refused) result).reason();
    }

    private static void isOfThePayload(SignalResult result) {
        assertThat(refusal(result)).isEqualTo(SignalRefusal.PAYLOAD);
        assertThat(((SignalResult.Refused) result).payload()).isPresent();
    }
}
