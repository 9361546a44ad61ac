package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.SignalOptions;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.SignalResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a visitor left in cold storage comes back when she is known. */
abstract class RehydrationBehaviours extends BehaviourPart {
    RehydrationBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private SignalScene leads() {
        return leads(SignalOptions.builder());
    }

    private SignalScene leads(SignalOptions.Builder options) {
        return new SignalScene(store(), IdentityPolicy.leads(), options);
    }

    @Test
    @Tag("S0-17")
    void everyVisitorOfThePersonIsSearchedNotOnlyTheCurrentOne() {
        SignalScene scene = leads();
        ProfileId ann = scene.seen(email("ann@x.org"), anonymous("phone"));
        scene.identities().signals().work();
        scene.accept(scene.page("e-1", "laptop"));
        scene.passes();
        scene.accept(scene.page("e-2", "tablet"));
        scene.seen(email("ann@x.org"), anonymous("laptop"));
        scene.seen(email("ann@x.org"), anonymous("tablet"));
        scene.identities().signals().work();
        assertThat(scene.journey(ann)).containsExactly("e-1", "e-2");
    }

    @Test
    @Tag("S0-18")
    void whatIsFoundIsKeptFirstAndThenHandedOverByEventTime() {
        List<String> handed = new ArrayList<>();
        List<List<String>> keptBefore = new ArrayList<>();
        SignalScene[] scenes = new SignalScene[1];
        SignalScene scene = leads(SignalScene.handing((person, signal, transaction) -> {
            handed.add(signal.signal().eventId().orElseThrow());
            keptBefore.add(scenes[0].journey(person));
        }));
        scenes[0] = scene;
        scene.accept(scene.page("e-2", "v-1"));
        scene.accept(scene.page("e-1", "v-1").occurredAt(scene.now().minusSeconds(60)));
        scene.accept(scene.page("e-3", "v-1").occurredAt(scene.now().plusSeconds(60)));
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.identities().signals().work();
        assertThat(handed).containsExactly("e-1", "e-2", "e-3");
        assertThat(keptBefore).allMatch(kept -> kept.equals(List.of("e-1", "e-2", "e-3")));
        assertThat(scene.records(scene.who(email("ann@x.org"))))
                .allMatch(record -> record.signal().rehydrated());
    }

    @Test
    @Tag("S0-28")
    void aSignalOf90DaysAgoComesBackAndAnOlderOneStaysCold() {
        SignalScene scene = leads();
        scene.accept(scene.page("e-1", "v-1").occurredAt(scene.now().minus(Duration.ofNanos(1_000))));
        scene.accept(scene.page("e-2", "v-1"));
        scene.passDays(90);
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.identities().signals().work();
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-2");
        assertThat(scene.cold("v-1")).isEqualTo(2);
    }

    @Test
    @Tag("S0-29")
    void howFarBackIsAnOption() {
        SignalScene scene = leads(SignalOptions.builder().lookBack(Duration.ofDays(7)));
        scene.accept(scene.page("e-1", "v-1"));
        scene.passDays(1);
        scene.accept(scene.page("e-2", "v-1"));
        scene.passDays(7);
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.identities().signals().work();
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-2");
    }

    @Test
    @Tag("S0-30")
    void coldSignalsExpireAfterTheTimeOfTheirTenant() {
        SignalScene scene = leads(SignalOptions.builder().retention(tenant -> Duration.ofDays(30)));
        scene.accept(scene.page("e-1", "v-1"));
        scene.passDays(30);
        assertThat(scene.identities().signals().expire()).isZero();
        scene.passDays(1);
        assertThat(scene.identities().signals().expire()).isEqualTo(1);
        assertThat(scene.cold("v-1")).isZero();
    }

    @Test
    @Tag("S0-31")
    void whatComesBackTwiceIsHandledOnce() {
        List<String> handed = new ArrayList<>();
        SignalScene scene = leads(SignalScene.handing((person, signal, transaction) ->
                handed.add(signal.signal().eventId().orElseThrow())));
        scene.accept(scene.page("e-1", "v-1"));
        scene.accept(scene.page("e-1", "v-1"));
        scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.identities().signals().work();
        // Another visitor of hers: everything is searched once more.
        scene.seen(email("ann@x.org"), anonymous("v-2"));
        scene.identities().signals().work();
        SignalResult again = scene.accept(scene.page("e-1", "v-1")
                .occurredAt(scene.records(scene.who(email("ann@x.org")))
                        .get(0)
                        .signal()
                        .occurredAt()));
        scene.identities().signals().work();
        assertThat(again).isInstanceOf(SignalResult.Staged.class);
        assertThat(handed).containsExactly("e-1");
        assertThat(scene.journey(scene.who(email("ann@x.org")))).containsExactly("e-1");
    }

    /** On a shared device, whose a signal was is told by the time. */
    @Test
    void aSignalGoesToWhoHadTheDeviceWhenItHappened() {
        SignalScene scene = leads();
        ProfileId ann = scene.seen(user("ann"), email("ann@x.org"), anonymous("kiosk"));
        scene.identities().signals().work();
        scene.passes();
        scene.accept(scene.page("e-1", "kiosk"));
        scene.passes();
        ProfileId bob = scene.seen(user("bob"), email("bob@x.org"), anonymous("kiosk"));
        scene.passes();
        scene.accept(scene.page("e-2", "kiosk"));
        scene.identities().signals().work();
        assertThat(bob).isNotEqualTo(ann);
        assertThat(scene.journey(ann)).containsExactly("e-1");
        assertThat(scene.journey(bob)).containsExactly("e-2");
    }

    @Test
    void aHandlerThatThrowsIsAskedAgainThenTheSignalIsParkedAndNobodyElseWaits() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<String> handed = new ArrayList<>();
        SignalScene scene = leads(SignalScene.handing((person, signal, transaction) -> {
                    String event = signal.signal().eventId().orElseThrow();
                    if (broken.get() && event.equals("e-2")) {
                        throw new IllegalStateException("ann@x.org");
                    }
                    handed.add(event);
                })
                .attempts(3));
        scene.accept(scene.page("e-1", "v-1"));
        scene.passes();
        scene.accept(scene.page("e-2", "v-1"));
        scene.passes();
        scene.accept(scene.page("e-3", "v-1"));
        ProfileId ann = scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.accept(scene.page("e-4", "v-2").email("bob@x.org"));
        scene.identities().signals().work();
        assertThat(handed).contains("e-1", "e-3", "e-4");
        Page<ParkedSignal> parked = scene.identities().signals().parked(PageRequest.FIRST);
        assertThat(parked.items()).hasSize(1);
        assertThat(parked.items().get(0).attempts()).isEqualTo(3);
        assertThat(parked.items().get(0).error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(parked.items().get(0).record().signal().eventId()).contains("e-2");
        broken.set(false);
        assertThat(scene.identities().signals().retry(ann)).isEqualTo(1);
        scene.identities().signals().work();
        assertThat(handed).endsWith("e-2");
        assertThat(scene.identities().signals().parked(PageRequest.FIRST).items())
                .isEmpty();
    }

    @Test
    @Tag("S1-39")
    void everythingCanBeReplayedOnceAndInPages() {
        SignalScene scene = leads();
        for (int i = 0; i < 7; i++) {
            scene.accept(scene.signal("opened", "e-" + i).email("ann" + i % 3 + "@x.org"));
        }
        List<String> replayed = new ArrayList<>();
        PageRequest request = new PageRequest(3, PageRequest.FIRST.after());
        Page<SignalRecord> page = scene.identities().signals().replay(request);
        while (!page.items().isEmpty()) {
            page.items()
                    .forEach(record -> replayed.add(record.signal().eventId().orElseThrow()));
            request = request.after(page.next().orElseThrow());
            page = scene.identities().signals().replay(request);
        }
        assertThat(replayed).hasSize(7).doesNotHaveDuplicates();
        scene.accept(scene.signal("opened", "e-7").email("ann0@x.org"));
        assertThat(scene.identities().signals().replay(request).items())
                .extracting(record -> record.signal().eventId().orElseThrow())
                .containsExactly("e-7");
    }

    @Test
    void anErasureTakesWhatIsColdAsWell() {
        SignalScene scene = leads();
        scene.accept(scene.page("e-1", "v-1"));
        ProfileId ann = scene.seen(email("ann@x.org"), anonymous("v-1"));
        scene.identities().signals().work();
        assertThat(scene.journey(ann)).containsExactly("e-1");
        scene.identities().steward().erase(ann, "asked for it");
        assertThat(scene.cold("v-1")).isZero();
        assertThat(scene.journey(ann)).isEmpty();
        assertThat(scene.identities().signals().replay(PageRequest.FIRST).items())
                .isEmpty();
    }
}
