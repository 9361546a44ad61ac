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
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LinkingRuleTest {
    private final Situation situation = new Situation();

    private static List<LinkChange> links(Decision decision) {
        return decision.plan().changes().links();
    }

    @Nested
    class AnIdentifierThatNobodyHas {
        @Test
        void goesToThePersonWithTheStrongestOfTheCallAsEvidence() {
            situation.known(1).verified(user("u"));
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(links(decision))
                    .filteredOn(LinkChange::isNew)
                    .singleElement()
                    .satisfies(link -> {
                        assertThat(link.key()).isEqualTo(key(cookie("c")));
                        assertThat(link.via()).isEqualTo(key(user("u")));
                        assertThat(link.after().owner()).isEqualTo(profile(1));
                        assertThat(link.after().heldSince()).isEqualTo(NOW);
                        assertThat(link.after().signedInAt()).isEqualTo(NOW);
                        assertThat(link.after().sightings()).isEqualTo(1);
                        assertThat(link.after().alias()).isFalse();
                    });
        }

        @Test
        void isNoSignInWhereOnlyADeviceSpeaks() {
            Decision decision = situation.plan(cookie("c"));
            assertThat(links(decision)).singleElement().satisfies(link -> {
                assertThat(link.via()).isNull();
                assertThat(link.after().signedInAt()).isNull();
            });
        }

        @Test
        void isAnAliasWhereThePersonHasOneOfItsType() {
            situation.known(1).has(user("u")).counting(IdentifierType.EMAIL, 1);
            assertThat(links(situation.plan(user("u"), email("second"))))
                    .singleElement()
                    .matches(link -> link.after().alias());
        }

        @Test
        void isLeftOutBeyondItsLimitTheWeakerOnesFirst() {
            situation.with(situation.rule(IdentifierType.CRM_ID).limit(2).build());
            situation.known(1).has(user("u")).counting(IdentifierType.CRM_ID, 1);
            Identifier first = key(crm("a")).compareTo(key(crm("b"))) < 0 ? crm("a") : crm("b");
            Identifier second = first.equals(crm("a")) ? crm("b") : crm("a");
            Decision decision = situation.plan(user("u"), second, first);
            assertThat(links(decision)).extracting(LinkChange::key).containsExactly(key(first));
            assertThat(decision.resolution().ignored())
                    .containsExactly(IgnoredIdentifier.of(key(second), IgnoreReason.LIMIT));
        }

        @Test
        void expiresAsItsTypeSays() {
            Identifier print = Identifier.of(IdentifierType.DOMAINPRINT, "d");
            assertThat(links(situation.plan(print)))
                    .singleElement()
                    .matches(link ->
                            NOW.plus(Duration.ofDays(365)).equals(link.after().expiresAt()));
        }
    }

    @Nested
    class AnIdentifierWhoseTimeIsOver {
        private final Identifier print = Identifier.of(IdentifierType.DOMAINPRINT, "d");

        private void expired(Situation.Member member, Instant at) {
            LinkState state = new LinkState(
                    member.id, YESTERDAY, null, false, LinkSource.IDENTIFY, YESTERDAY, YESTERDAY, at, false, 1);
            member.has(print, state);
        }

        @Test
        void belongsToWhoeverComesNextAndTheOldTimeIsKept() {
            expired(situation.known(1), NOW);
            Decision decision = situation.plan(print);
            assertThat(decision.resolution()).isInstanceOf(Resolution.Created.class);
            assertThat(links(decision)).singleElement().matches(LinkChange::isMove);
            assertThat(decision.plan().changes().closed())
                    .containsExactly(new HeldInterval(key(print), profile(1), YESTERDAY, NOW));
        }

        @Test
        void isStillItsHoldersAMomentBefore() {
            expired(situation.known(1), NOW.plusNanos(1_000));
            assertThat(((Resolution.Resolved) situation.plan(print).resolution()).id())
                    .isEqualTo(profile(1));
        }

        @Test
        void isRenewedWhereItsFormerHolderBringsIt() {
            Situation.Member ann = situation.known(1).has(user("u"));
            expired(ann, NOW);
            Decision decision = situation.plan(user("u"), print);
            assertThat(links(decision))
                    .filteredOn(link -> link.key().equals(key(print)))
                    .singleElement()
                    .matches(LinkChange::isRenewal)
                    .matches(link ->
                            NOW.plus(Duration.ofDays(365)).equals(link.after().expiresAt()));
            assertThat(decision.plan().changes().closed()).isEmpty();
        }
    }

    @Nested
    class ASightingOfWhatThePersonHas {
        private LinkState seen(Situation.Member member, Instant first, Instant last) {
            return new LinkState(member.id, first, null, true, LinkSource.IDENTIFY, first, last, null, false, 3);
        }

        private LinkState renewed(Instant first, Instant last) {
            Situation.Member ann = situation.known(1);
            ann.has(email("e"), seen(ann, first, last));
            List<LinkChange> links = links(situation.plan(email("e")));
            assertThat(links).allMatch(LinkChange::isRenewal).hasSizeLessThan(2);
            return links.isEmpty() ? null : links.get(0).after();
        }

        @Test
        void isRecordedAnHourLaterAndNotBefore() {
            assertThat(renewed(YESTERDAY, NOW.minusSeconds(3600).plusNanos(1_000)))
                    .isNull();
            assertThat(renewed(YESTERDAY, NOW.minusSeconds(3600))).satisfies(state -> {
                assertThat(state.lastSeenAt()).isEqualTo(NOW);
                assertThat(state.sightings()).isEqualTo(4);
            });
        }

        @Test
        void isRecordedEachTimeWhereTheGranularityIsZero() {
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .lastSeenGranularity(Duration.ZERO)
                    .build());
            assertThat(renewed(YESTERDAY, NOW.minusNanos(1_000))).isNotNull();
            assertThat(renewed(YESTERDAY, NOW)).isNull();
        }

        @Test
        void movesTheFirstDateBackHoweverLittle() {
            situation.observedAt = NOW.minusSeconds(10);
            assertThat(renewed(NOW.minusSeconds(9), NOW)).satisfies(state -> {
                assertThat(state.firstSeenAt()).isEqualTo(NOW.minusSeconds(10));
                assertThat(state.lastSeenAt()).isEqualTo(NOW);
                assertThat(state.sightings()).isEqualTo(3);
            });
        }

        @Test
        void neverMovesTheLastDateBack() {
            situation.observedAt = NOW.minusSeconds(7200);
            assertThat(renewed(YESTERDAY, NOW)).isNull();
        }

        @Test
        void remembersThatItWasVerified() {
            situation.known(1).has(user("u"), Situation.link(profile(1), YESTERDAY, null, false));
            Decision decision = situation.plan(user("u"));
            assertThat(links(decision))
                    .singleElement()
                    .matches(link -> link.after().verified());
            assertThat(decision.plan().changes().isRenewalOnly())
                    .as("losing it would lose more than a date")
                    .isFalse();
        }

        @Test
        void ofADeviceAtASignInRenewsWhoSignedInLast() {
            Situation.Member ann = situation.known(1).has(user("u"));
            ann.signedIn(cookie("c"), NOW.minusSeconds(3600));
            assertThat(links(situation.plan(user("u"), cookie("c"))))
                    .singleElement()
                    .matches(link -> NOW.equals(link.after().signedInAt()));
            assertThat(links(situation.plan(cookie("c")))).isEmpty();
        }

        @Test
        void ofADeviceWithinTheHourIsNotASecondSignIn() {
            Situation.Member ann = situation.known(1).has(user("u"));
            ann.signedIn(cookie("c"), NOW.minusSeconds(3599));
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.plan().isEmpty()).isTrue();
        }
    }
}
