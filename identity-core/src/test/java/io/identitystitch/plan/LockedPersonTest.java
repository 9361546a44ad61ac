package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.Touch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rules leave alone because a steward said so. */
class LockedPersonTest {
    private final Situation situation = new Situation();

    private static void assertLocked(Decision decision, Identifier... identifiers) {
        assertThat(decision.resolution().ignored())
                .containsExactlyInAnyOrderElementsOf(List.of(identifiers).stream()
                        .map(identifier -> IgnoredIdentifier.of(key(identifier), IgnoreReason.LOCKED))
                        .toList());
    }

    @Test
    void isReturnedAndGetsNothingNew() {
        situation.known(1).has(user("u")).locked();
        Decision decision = situation.plan(user("u"), email("new"), cookie("new"));
        assertThat(decision.resolution().profileId()).contains(profile(1));
        assertThat(decision.resolution()).isInstanceOf(Resolution.Matched.class);
        assertLocked(decision, email("new"), cookie("new"));
        assertThat(decision.plan().isEmpty()).isTrue();
    }

    @Test
    void besideAnotherOneIsSetAsideWithoutAConflict() {
        situation.known(1).has(email("e"));
        situation.known(2).has(crm("k")).locked();
        Decision decision = situation.plan(email("e"), crm("k"));
        assertThat(decision.resolution()).isInstanceOf(Resolution.Matched.class);
        assertLocked(decision, crm("k"));
        assertThat(decision.plan().changes().conflicts()).isEmpty();
        assertThat(decision.plan().changes().edges()).isEmpty();
    }

    @Test
    void isNotReturnedWhereTheCallsAccountIsSomebodyElses() {
        situation.known(1).has(email("e")).locked();
        situation.known(2).has(user("u"));
        Decision decision = situation.plan(email("e"), user("u"), cookie("new"));
        assertThat(decision.resolution().profileId()).contains(profile(2));
        assertLocked(decision, email("e"));
        assertThat(decision.plan().changes().links())
                .singleElement()
                .satisfies(link -> assertThat(link.after().owner()).isEqualTo(profile(2)));
    }

    @Test
    void isReturnedToItsOwnAccountBesideSomebodysAddress() {
        situation.known(1).has(email("e"));
        situation.known(2).has(user("u")).locked();
        Decision decision = situation.plan(email("e"), user("u"));
        assertThat(decision.resolution().profileId()).contains(profile(2));
        assertLocked(decision, email("e"));
    }

    @Test
    void absorbsNobody() {
        situation.known(1).has(user("u")).locked();
        situation.anonymous(2).has(cookie("c"));
        Decision decision = situation.plan(user("u"), cookie("c"));
        assertThat(decision.resolution().profileId()).contains(profile(1));
        assertLocked(decision, cookie("c"));
        assertThat(decision.plan().changes().edges()).isEmpty();
    }

    @Test
    void keepsTheDeviceThatSomebodyElseSignsInWith() {
        situation.known(1).has(user("u"));
        situation.known(2).signedIn(cookie("c"), YESTERDAY).locked();
        Decision decision = situation.plan(user("u"), cookie("c"));
        assertLocked(decision, cookie("c"));
        assertThat(decision.plan().changes().links()).noneMatch(LinkChange::isMove);
    }

    @Test
    void keepsTheDeviceThatSomebodySignsOutOf() {
        situation.known(1).signedIn(cookie("c"), YESTERDAY);
        SignOutRule rule = new SignOutRule(situation.policy);
        Observation signOut = situation.observation(cookie("c"));
        assertThat(rule.plan(signOut, situation.build()).isEmpty()).isFalse();
        situation.known(1).signedIn(cookie("c"), YESTERDAY).locked();
        assertThat(rule.plan(signOut, situation.build()).isEmpty()).isTrue();
    }

    @Test
    void isNotGuessedToBeWhoBringsANewAddressOnItsDevice() {
        situation.known(1).has(cookie("c")).locked();
        Decision decision = situation.plan(cookie("c"), email("new"));
        assertThat(decision.resolution().profileId()).contains(profile(1));
        assertLocked(decision, email("new"));
        assertThat(decision.plan().changes().profiles()).isEmpty();
    }

    @Test
    void keepsGettingFacts() {
        situation.known(1).has(user("u")).locked();
        Touch touch = Touch.attributed(NOW, Map.of("source", "news"));
        Decision decision = situation.plan(situation.observation(List.of(touch), List.of(), user("u")));
        assertThat(decision.plan().changes().touches()).hasSize(1);
    }
}
