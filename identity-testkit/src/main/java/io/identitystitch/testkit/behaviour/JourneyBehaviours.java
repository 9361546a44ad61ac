package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.ResolutionEvent;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From an anonymous visit to a subscriber: every way in which the two can meet. */
abstract class JourneyBehaviours extends BehaviourPart {
    /** The answer of a system that calls this {@code mergeAnonymousToEmail}. */
    private record Joined(ProfileId profileId, boolean wasNewProfile, boolean wasMerged) {}

    JourneyBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    /** An anonymous profile that gains an address counts as merged there, a subscriber that gains a device does not. */
    private static Joined join(Scene scene, String address, String visitor, String name) {
        Resolution.Resolved answer =
                scene.resolved(scene.request(email(address), anonymous(visitor)).trait("name", name));
        Profile profile = scene.profile(answer.id());
        IdentifierType oldest = profile.identifiers().get(0).type();
        boolean anonymousGainedAddress =
                answer.outcome() == Outcome.LINKED && oldest.equals(IdentifierType.ANONYMOUS_ID);
        return new Joined(
                answer.id(),
                answer.outcome() == Outcome.CREATED,
                answer.outcome() == Outcome.MERGED || anonymousGainedAddress);
    }

    @Test
    @Tag("S3-06")
    void aVisitAndASubscriptionBecomeOneProfileWhenOneCallNamesBoth() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        ProfileId subscriber = scene.seen(email("ann@x.org")).id();
        assertThat(visitor).isNotEqualTo(subscriber);
        ProfileId one = scene.seen(email("ann@x.org"), anonymous("v-1")).id();
        assertThat(scene.identifiersOf(one)).isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1")));
    }

    @Test
    @Tag("S3-07")
    void afterwardsEitherIdentifierNamesTheSubscribersProfile() {
        Scene scene = scene();
        scene.seen(anonymous("v-1"));
        ProfileId subscriber = scene.seen(email("ann@x.org")).id();
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        assertThat(scene.who(anonymous("v-1"))).isEqualTo(subscriber);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(subscriber);
    }

    @Test
    @Tag("S3-08")
    void aSubscriberOnANewDeviceHasOneProfileWithTwoAnonymousIds() {
        Scene scene = scene();
        ProfileId subscriber = scene.seen(email("ann@x.org"), anonymous("v-1")).id();
        scene.passDays(1).seen(anonymous("v-2"));
        scene.passDays(1).seen(email("ann@x.org"), anonymous("v-2"));
        assertThat(scene.identifiersOf(subscriber))
                .isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1"), anonymous("v-2")));
    }

    @Test
    @Tag("S3-11")
    @Tag("S3-12")
    void whereBothExistTheSubscribersProfileRemains() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        ProfileId subscriber = scene.seen(email("ann@x.org")).id();
        assertThat(join(scene, "ann@x.org", "v-1", "Ann")).isEqualTo(new Joined(subscriber, false, true));
        assertThat(scene.identifiersOf(subscriber)).isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1")));
        assertThat(scene.profile(subscriber).trait("name")).contains(JsonText.of("Ann"));
        assertThat(scene.profile(visitor).id()).isEqualTo(subscriber);
        assertThat(scene.profile(visitor).status()).isEqualTo(ProfileStatus.MERGED);
        assertThat(scene.identities.graph().owners(visitor, PageRequest.FIRST).items())
                .isEmpty();
        // The same two again are one already.
        assertThat(join(scene, "ann@x.org", "v-1", "Ann")).isEqualTo(new Joined(subscriber, false, false));
    }

    @Test
    @Tag("S3-11")
    @Tag("S3-13")
    void whereOnlyTheVisitorExistsItsProfileGainsTheAddress() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        assertThat(join(scene, "ann@x.org", "v-1", "Ann")).isEqualTo(new Joined(visitor, false, true));
        assertThat(scene.profile(visitor).email()).contains("ann@x.org");
        assertThat(scene.identifiersOf(visitor)).isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1")));
    }

    @Test
    @Tag("S3-11")
    @Tag("S3-14")
    void whereOnlyTheSubscriberExistsItGainsTheAnonymousId() {
        Scene scene = scene();
        ProfileId subscriber = scene.seen(email("ann@x.org")).id();
        assertThat(join(scene, "ann@x.org", "v-1", "Ann")).isEqualTo(new Joined(subscriber, false, false));
        assertThat(scene.identifiersOf(subscriber)).isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1")));
    }

    @Test
    @Tag("S3-11")
    @Tag("S3-15")
    void whereNeitherExistsOneProfileGetsBoth() {
        Scene scene = scene();
        Joined joined = join(scene, "ann@x.org", "v-1", "Ann");
        assertThat(joined).isEqualTo(new Joined(joined.profileId(), true, false));
        assertThat(scene.identifiersOf(joined.profileId())).isEqualTo(Set.of(email("ann@x.org"), anonymous("v-1")));
        assertThat(scene.profile(joined.profileId()).name()).contains("Ann");
    }

    @Test
    @Tag("S3-18")
    void callsAtOnceLeaveNoDuplicateAndNoHalfMerge() {
        for (int round = 0; round < 10; round++) {
            Scene scene = scene();
            int devices = 4;
            for (int device = 0; device < devices; device++) {
                scene.seen(anonymous("v-" + device));
            }
            List<Callable<ProfileId>> calls = new ArrayList<>();
            for (int call = 0; call < 2 * devices; call++) {
                String visitor = "v-" + call % devices;
                calls.add(
                        () -> scene.seen(email("ann@x.org"), anonymous(visitor)).id());
            }
            List<ProfileId> answers = atOnce(calls);
            ProfileId ann = scene.who(email("ann@x.org"));
            assertThat(scene.identities.graph().roots(answers))
                    .allSatisfy((owner, root) -> assertThat(root).isEqualTo(ann));
            for (int device = 0; device < devices; device++) {
                assertThat(scene.who(anonymous("v-" + device))).isEqualTo(ann);
            }
            List<ProfileIdentifier> listed = scene.profile(ann).identifiers();
            assertThat(listed).hasSize(devices + 1);
            List<ProfileId> owners =
                    scene.identities.graph().owners(ann, PageRequest.FIRST).items();
            assertThat(owners)
                    .containsAll(listed.stream().map(ProfileIdentifier::ownerId).toList());
            assertThat(scene.identities.graph().roots(owners).values()).containsOnly(ann);
        }
    }

    @Test
    @Tag("S3-26")
    void aMergeIsToldToWhoeverWatches() {
        Scene scene = scene();
        List<ResolutionEvent> heard = new CopyOnWriteArrayList<>();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        scene.seen(email("ann@x.org"));
        try (IdentityResolver watched = scene.resolver().listener(heard::add).build()) {
            watched.resolve(scene.request(email("ann@x.org"), anonymous("v-1")).build());
            watched.resolve(scene.request(email("ann@x.org"), anonymous("v-1")).build());
        }
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0).tenant()).isEqualTo(scene.tenant);
        assertThat(heard.get(0).resolution()).isInstanceOfSatisfying(Resolution.Merged.class, merged -> {
            assertThat(merged.details().absorbed()).containsExactly(visitor);
            assertThat(merged.details().merges()).hasSize(1);
        });
        assertThat(heard.get(1).resolution()).isInstanceOf(Resolution.Matched.class);
    }

    @Test
    @Tag("S3-27")
    void aVisitorThatIdentifiesKeepsItsIdAndListsBothIdentifiers() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        ProfileId identified = scene.pass(Duration.ofMinutes(5))
                .seen(anonymous("v-1"), email("ann@x.org"))
                .id();
        assertThat(identified).isEqualTo(visitor);
        assertThat(scene.profile(visitor).email()).contains("ann@x.org");
        assertThat(scene.profile(visitor).identifiers())
                .extracting(ProfileIdentifier::type)
                .containsExactly(IdentifierType.ANONYMOUS_ID, IdentifierType.EMAIL);
    }
}
