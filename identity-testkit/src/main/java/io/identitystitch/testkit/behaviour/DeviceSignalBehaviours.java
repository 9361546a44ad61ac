package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.behavioral;
import static io.identitystitch.testkit.behaviour.Scene.domainprint;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.LastSeenUpdates;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is recognised by a fingerprint, a domainprint, a behavioural hash or an account, and what the answer calls it. */
abstract class DeviceSignalBehaviours extends BehaviourPart {
    private static final Identifier PRINT = fingerprint("f-1");
    private static final Identifier DOMAIN = domainprint("d-1");
    private static final Identifier HABIT = behavioral("b-1");

    DeviceSignalBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private Scene devices() {
        return scene(IdentityPolicy.devices());
    }

    private static void assertReason(Resolution.Resolved answer, Recognition recognition, int confidence) {
        assertThat(answer.details().recognition()).isEqualTo(recognition);
        assertThat(answer.confidence()).isEqualTo(confidence);
    }

    @Test
    @Tag("S4-01")
    void anyOneOfTheFourSignalsIsEnoughAndNoneIsNot() {
        for (Identifier signal : List.of(PRINT, DOMAIN, HABIT, user("u-1"))) {
            Scene scene = devices();
            assertThat(scene.seen(signal)).as(signal.type().name()).isInstanceOf(Resolution.Created.class);
        }
        Scene scene = devices();
        Resolution nobody = scene.resolve(scene.request()
                .fingerprint(null)
                .domainprint(null)
                .behavioral(null)
                .userId(null));
        assertThat(nobody).isInstanceOf(Resolution.Unidentified.class);
        assertThat(nobody.ignored()).hasSize(4);
    }

    @Test
    @Tag("S4-02")
    void aKnownUserIsOneLookup() {
        Scene scene = devices();
        scene.seen(user("u-1"), DOMAIN, PRINT);
        scene.store.reset();
        assertThat(scene.seen(user("u-1"), DOMAIN, PRINT)).isInstanceOf(Resolution.Matched.class);
        assertThat(scene.store.loads()).isEqualTo(1);
        assertThat(scene.store.commits()).isZero();
    }

    @Test
    @Tag("S4-03")
    void anUnknownUserIsCreatedWithCertainty() {
        Scene scene = devices();
        Resolution.Resolved answer = scene.seen(user("u-1"), DOMAIN);
        assertThat(answer).isInstanceOf(Resolution.Created.class);
        assertReason(answer, Recognition.NEW_USER, 100);
    }

    @Test
    @Tag("S4-04")
    void theUsersFirstDomainprintIsNothingNew() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), DOMAIN).id();
        scene.store.reset();
        Resolution.Resolved answer = scene.seen(user("u-1"), DOMAIN);
        assertReason(answer, Recognition.EXISTING_IDENTITY, 100);
        assertThat(answer.id()).isEqualTo(ann);
        assertThat(scene.store.commits()).isZero();
    }

    @Test
    @Tag("S4-05")
    void aFurtherDomainprintOfTheUserIsAnAlias() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), DOMAIN).id();
        scene.seen(user("u-1"), domainprint("d-2"));
        Resolution.Resolved answer = scene.seen(user("u-1"), domainprint("d-2"));
        assertReason(answer, Recognition.ALIAS_DETECTED, 100);
        assertThat(answer.id()).isEqualTo(ann);
        assertThat(scene.profile(ann).devices().domainprintAliases())
                .singleElement()
                .satisfies(alias -> assertThat(alias.mergedInto())
                        .isEqualTo(scene.profile(ann)
                                .devices()
                                .primaryDomainprint()
                                .orElseThrow()));
    }

    @Test
    @Tag("S4-06")
    void aDomainprintThatNobodyHasBecomesAnAlias() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), DOMAIN).id();
        Resolution.Resolved answer = scene.seen(user("u-1"), domainprint("d-2"));
        assertReason(answer, Recognition.NEW_DOMAINPRINT_MERGED, 95);
        assertThat(answer.id()).isEqualTo(ann);
        assertThat(scene.match(domainprint("d-2")).alias()).isTrue();
    }

    @Test
    @Tag("S4-06")
    void aDomainprintOfAnAnonymousVisitBecomesAnAliasByMerging() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), DOMAIN).id();
        scene.seen(domainprint("d-2"));
        Resolution.Resolved answer = scene.passDays(1).seen(user("u-1"), domainprint("d-2"));
        assertThat(answer).isInstanceOf(Resolution.Merged.class);
        assertReason(answer, Recognition.NEW_DOMAINPRINT_MERGED, 95);
        assertThat(scene.who(domainprint("d-2"))).isEqualTo(ann);
        assertThat(scene.match(domainprint("d-2")).alias()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anon_7f3a"})
    @Tag("S4-07")
    void withoutAUserAllSignalsAreLookedUpAtOnce(String userId) {
        Scene scene = devices();
        ProfileId visitor = scene.seen(DOMAIN, PRINT, HABIT).id();
        scene.store.reset();
        Resolution.Resolved answer =
                scene.resolved(scene.request(PRINT, DOMAIN, HABIT).userId(userId));
        assertThat(answer.id()).isEqualTo(visitor);
        assertThat(scene.store.loads()).isEqualTo(1);
    }

    @Test
    @Tag("S4-08")
    void theReasonIsTheFirstInTheMatchOrderWhateverTheOrderOfTheCall() {
        Scene scene = devices();
        scene.seen(DOMAIN, PRINT, HABIT);
        assertReason(scene.seen(HABIT, DOMAIN, PRINT), Recognition.IDENTIFIED_BY_FINGERPRINT, 90);
        assertReason(scene.seen(HABIT, DOMAIN), Recognition.NETWORK_CHANGE, 95);
        assertReason(scene.seen(HABIT), Recognition.IDENTIFIED_BY_BEHAVIORAL, 85);
        assertReason(scene.seen(fingerprint("nobody's")), Recognition.NEW_ANONYMOUS_USER, 60);

        Scene domainFirst = scene(IdentityPolicy.devices().toBuilder()
                .matchOrder(IdentifierType.DOMAINPRINT, IdentifierType.FINGERPRINT, IdentifierType.BEHAVIORAL));
        domainFirst.seen(DOMAIN, PRINT, HABIT);
        assertReason(domainFirst.seen(PRINT, DOMAIN, HABIT), Recognition.NETWORK_CHANGE, 95);
    }

    @Test
    @Tag("S4-09")
    void eachWayOfRecognitionHasItsLabelAndConfidence() {
        Scene scene = devices();
        Resolution.Resolved unknown = scene.seen(DOMAIN, PRINT, HABIT);
        assertReason(unknown, Recognition.NEW_ANONYMOUS_USER, 60);
        assertReason(scene.seen(PRINT), Recognition.IDENTIFIED_BY_FINGERPRINT, 90);
        assertReason(scene.seen(DOMAIN), Recognition.NETWORK_CHANGE, 95);
        assertReason(scene.seen(HABIT), Recognition.IDENTIFIED_BY_BEHAVIORAL, 85);
        assertThat(Recognition.IDENTIFIED_BY_FINGERPRINT.label()).isEqualTo("identified_by_fingerprint");
        assertThat(Recognition.NETWORK_CHANGE.label()).isEqualTo("network_change");
        assertThat(Recognition.IDENTIFIED_BY_BEHAVIORAL.label()).isEqualTo("identified_by_behavioral");
        assertThat(Recognition.NEW_ANONYMOUS_USER.label()).isEqualTo("new_anonymous_user");
    }

    @Test
    @Tag("S4-10")
    void aChangedFingerprintIsRecordedWithTheVisitorOfTheDomainprint() {
        Scene scene = devices();
        ProfileId visitor = scene.seen(DOMAIN, PRINT).id();
        Resolution.Resolved updated = scene.passDays(1).seen(DOMAIN, fingerprint("f-2"));
        assertThat(updated.id()).isEqualTo(visitor);
        assertThat(scene.who(fingerprint("f-2"))).isEqualTo(visitor);
        assertThat(scene.who(PRINT)).isEqualTo(visitor);
    }

    @Test
    @Tag("S4-23")
    void theDateOfASightingIsWrittenAfterTheAnswer() {
        Scene scene = scene();
        List<Runnable> later = new ArrayList<>();
        scene.seen(user("u-1"));
        Instant again = scene.passDays(1).now();
        try (IdentityResolver identities = scene.resolver()
                .lastSeenUpdates(LastSeenUpdates.IN_BACKGROUND)
                .executor(later::add)
                .build()) {
            Resolution answer = identities.resolve(scene.request(user("u-1")).build());
            assertThat(answer).isInstanceOf(Resolution.Matched.class);
            assertThat(scene.linkOf(user("u-1")).lastSeenAt()).isEqualTo(Scene.BEGIN);
            assertThat(later).hasSize(1);
            later.get(0).run();
            assertThat(scene.linkOf(user("u-1")).lastSeenAt()).isEqualTo(again);
        }
    }

    @Test
    @Tag("S4-23")
    void aDateThatCannotBeWrittenFailsNoCall() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("u-1")).id();
        scene.passDays(1);
        Resolution inLine = scene.identities
                .using(new FailingCommits(scene.store))
                .resolve(scene.request(user("u-1")).build());
        assertThat(inLine.profileId()).contains(ann);
        try (IdentityResolver identities = IdentityResolver.builder(new FailingCommits(scene.store))
                .tenant(scene.tenant)
                .clock(scene.clock)
                .lastSeenUpdates(LastSeenUpdates.IN_BACKGROUND)
                .executor(Runnable::run)
                .build()) {
            assertThat(identities.resolve(scene.request(user("u-1")).build()).profileId())
                    .contains(ann);
        }
    }

    @Test
    @Tag("S4-24")
    void theAnswerIsLightAndTheProfileIsReadOnRequest() {
        Scene scene = devices();
        scene.seen(user("u-1"), DOMAIN, PRINT);
        scene.pass(Duration.ofMinutes(1));
        scene.store.reset();
        Resolution.Resolved answer = (Resolution.Resolved) scene.identities
                .using(new WithoutReads(scene.store))
                .resolve(scene.request(user("u-1"), DOMAIN).build());
        assertThat(answer.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(answer.confidence()).isEqualTo(100);
        assertThat(scene.store.loads()).isEqualTo(1);
        assertThat(scene.profile(answer.id()).devices().totalDevices()).isEqualTo(1);
    }
}
