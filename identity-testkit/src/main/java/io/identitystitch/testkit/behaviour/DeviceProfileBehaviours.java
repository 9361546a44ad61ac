package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.behavioral;
import static io.identitystitch.testkit.behaviour.Scene.device;
import static io.identitystitch.testkit.behaviour.Scene.domainprint;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.DeviceAlias;
import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Devices;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The devices of a person: what the profile shows of them, how they are looked up, and when they are forgotten. */
abstract class DeviceProfileBehaviours extends BehaviourPart {
    DeviceProfileBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private Scene devices() {
        return scene(IdentityPolicy.devices());
    }

    @Test
    @Tag("S4-11")
    void aProfileShowsItsDevices() {
        Scene scene = devices();
        ProfileId ann =
                scene.seen(user("u-1"), domainprint("d-1"), fingerprint("f-1")).id();
        scene.passDays(1).seen(user("u-1"), domainprint("d-2"), fingerprint("f-2"));
        scene.passDays(1).seen(user("u-1"), domainprint("d-3"), fingerprint("f-3"));
        Devices devices = scene.profile(ann).devices();
        assertThat(devices.primaryDomainprint())
                .contains(scene.linkOf(domainprint("d-1")).key());
        assertThat(devices.domainprintAliases())
                .extracting(DeviceAlias::domainprint)
                .containsExactly(
                        scene.linkOf(domainprint("d-2")).key(),
                        scene.linkOf(domainprint("d-3")).key());
        assertThat(devices.identities()).hasSize(3);
        assertThat(devices.totalDevices()).isEqualTo(3);
    }

    @Test
    @Tag("S4-12")
    void anAliasSaysIntoWhatWhenHowOftenAndFromWhereItCame() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), domainprint("d-1")).id();
        Map<String, String> context = Map.of("country", "CH", "asn", "AS3303", "userAgent", "Mozilla/5.0 (X)");
        var request = scene.passDays(1).request(user("u-1"), domainprint("d-2"));
        context.forEach(request::context);
        scene.resolve(request);
        scene.passDays(1).seen(user("u-1"), domainprint("d-2"));
        assertThat(scene.profile(ann).devices().domainprintAliases())
                .singleElement()
                .satisfies(alias -> {
                    assertThat(alias.domainprint())
                            .isEqualTo(scene.linkOf(domainprint("d-2")).key());
                    assertThat(alias.mergedInto())
                            .isEqualTo(scene.linkOf(domainprint("d-1")).key());
                    assertThat(alias.isPrimary()).isFalse();
                    assertThat(alias.status()).isEqualTo("merged");
                    assertThat(alias.mergedAt())
                            .isEqualTo(scene.linkOf(domainprint("d-2")).linkedAt());
                    assertThat(alias.sessionCount()).isEqualTo(2);
                    assertThat(alias.mergeContext()).isEqualTo(context);
                });
    }

    @Test
    @Tag("S4-13")
    void aPieceOfEvidenceSaysWhichDeviceItCameWithAndHowCertainItIs() {
        Scene scene = devices();
        ProfileId visitor = scene.seen(domainprint("d-1"), fingerprint("f-1")).id();
        DeviceEvidence piece = scene.profile(visitor).devices().identities().get(0);
        assertThat(scene.profile(visitor).devices().identities()).hasSize(1);
        assertThat(piece.key().type()).isEqualTo(fingerprint("f-1").type());
        assertThat(piece.seenWith()).contains(scene.linkOf(domainprint("d-1")).key());
        assertThat(piece.confidence()).isEqualTo(90);
    }

    @Test
    @Tag("S4-14")
    void devicesAreCountedOnceEach() {
        Scene scene = devices();
        ProfileId ann =
                scene.seen(user("u-1"), domainprint("d-1"), fingerprint("f-1")).id();
        scene.passDays(1).seen(user("u-1"), domainprint("d-1"), fingerprint("f-2"), behavioral("b-1"));
        assertThat(scene.profile(ann).devices().totalDevices()).isEqualTo(1);
        scene.passDays(1).seen(user("u-1"), device("app-1"));
        assertThat(scene.profile(ann).devices().totalDevices()).isEqualTo(2);
        scene.passDays(1).seen(user("u-1"), fingerprint("f-3"));
        assertThat(scene.profile(ann).devices().totalDevices()).isEqualTo(3);
        scene.passDays(1).seen(user("u-1"), anonymous("v-1"), device("app-1"), fingerprint("f-3"));
        assertThat(scene.profile(ann).devices().totalDevices()).isEqualTo(3);
    }

    @Test
    @Tag("S4-15")
    void aDeviceNamesItsPersonInOneLookup() {
        Scene scene = devices();
        ProfileId ann = scene.seen(user("u-1"), domainprint("d-1"), fingerprint("f-1"), behavioral("b-1"))
                .id();
        scene.passDays(1).seen(user("u-1"), domainprint("d-2"));
        scene.store.reset();
        assertThat(scene.match(fingerprint("f-1"))).isEqualTo(new Match(ann, ann, 90, false));
        assertThat(scene.match(behavioral("b-1"))).isEqualTo(new Match(ann, ann, 85, false));
        assertThat(scene.match(domainprint("d-1")).alias()).isFalse();
        assertThat(scene.match(domainprint("d-2")).alias()).isTrue();
        assertThat(scene.match(domainprint("d-2")).profileId()).isEqualTo(ann);
        assertThat(scene.store.loads()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"fingerprint, 30", "domainprint, 365", "behavioral, 30"})
    @Tag("S4-16")
    void anEntryOutlivesItsDayAndNotLonger(String type, int days) {
        Scene scene = devices();
        Identifier signal = Identifier.of(IdentifierType.of(type), "x-1");
        ProfileId visitor = scene.seen(signal).id();
        scene.passDays(days).pass(Duration.ofNanos(-1_000));
        assertThat(scene.identities.find(signal).map(Match::profileId)).contains(visitor);
        scene.pass(Duration.ofNanos(1_000));
        assertThat(scene.identities.find(signal)).isEqualTo(Optional.empty());
        Resolution.Resolved stranger = scene.seen(signal);
        assertThat(stranger).isInstanceOf(Resolution.Created.class);
        assertThat(stranger.id()).isNotEqualTo(visitor);
    }

    @Test
    @Tag("S4-16")
    void everySightingMakesAnEntryLastAnew() {
        Scene scene = devices();
        ProfileId visitor = scene.seen(domainprint("d-1"), fingerprint("f-1")).id();
        scene.passDays(20).seen(domainprint("d-1"), fingerprint("f-1"));
        scene.passDays(20);
        assertThat(scene.who(fingerprint("f-1"))).isEqualTo(visitor);
        scene.passDays(10);
        assertThat(scene.isUnknown(fingerprint("f-1"))).isTrue();
    }
}
