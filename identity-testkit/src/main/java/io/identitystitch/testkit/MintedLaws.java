package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That an identifier was made just now saves the look at the store and changes no answer, true or not. */
abstract class MintedLaws extends ContractPart {
    private static final int THREADS = 32;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final IdentityPolicy DEFAULTS = IdentityPolicy.defaults();

    MintedLaws(IdentityStoreContract contract) {
        super(contract);
    }

    /** A resolver on a tenant of its own, with what it asks of the store. */
    private final class Site {
        final TenantId tenant = newTenant();
        final SettableClock clock = SettableClock.at(Step.BEGIN);
        final CountingStore store = new CountingStore(store());
        final IdentityResolver identities;

        Site(IdentityPolicy policy) {
            identities = IdentityResolver.builder(store)
                    .tenant(tenant)
                    .policy(policy)
                    .clock(clock)
                    .ids(SequentialIds.create())
                    .build();
        }

        ResolveRequest.Builder visit() {
            return ResolveRequest.builder(clock).anonymousId("visitor");
        }

        Resolution resolve(ResolveRequest.Builder request) {
            return identities.resolve(request.build());
        }

        ProfileId signIn(String who) {
            return resolve(visit().userId(who)).profileId().orElseThrow();
        }
    }

    @Test
    void aNewVisitorIsOneCommitAndNoLoad() {
        Site site = new Site(DEFAULTS);
        Resolution answer = site.resolve(site.visit()
                .touch(Touch.attributed(Step.BEGIN, Map.of("utm_source", "news")))
                .trait("plan", "free")
                .minted());
        assertThat(answer.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(site.store.loads()).isZero();
        assertThat(site.store.commits()).isOne();
        assertThat(site.resolve(site.visit()).profileId()).isEqualTo(answer.profileId());
        assertThat(site.identities
                        .profile(answer.profileId().orElseThrow())
                        .orElseThrow()
                        .traits())
                .hasSize(1);
    }

    @Test
    void saidOfEveryRequestItChangesNoAnswer() {
        for (Mix mix : List.of(Mix.DEVICES, Mix.EVERYDAY)) {
            Histories.of(mix)
                    .forAll(
                            "minted or not, the answers are the same",
                            histories(),
                            history -> assertThat(played(history, true)).isEqualTo(played(history, false)));
        }
    }

    /** The answers to every visit and in between, and whose every identifier is in the end. */
    private String played(History history, boolean minted) {
        Site site = new Site(TIGHT);
        site.clock.set(Workbench.RECEIVED);
        List<Object> heard = new ArrayList<>();
        for (Step step : history.steps()) {
            if (step instanceof Step.Seen seen) {
                // Each device is seen alone too, for sign-ins bring more than one identifier.
                seen.identifiers().stream()
                        .filter(identifier -> DEFAULTS.rule(identifier.type()).isEphemeral())
                        .forEach(device -> heard.add(site.identities.resolve(
                                request(new Step.Seen(seen.second(), List.of(device), seen.facts()), minted))));
                heard.add(site.identities.resolve(request(seen, minted)));
            } else if (step instanceof Step.SignedOut out) {
                heard.add(site.identities.signedOut(out.device().value(), out.at()));
            }
        }
        Map<String, Object> persons = new TreeMap<>();
        Workbench bench = new Workbench(store(), site.tenant, TIGHT);
        var snapshot = bench.load(history.identifiers());
        snapshot.links().forEach((key, link) -> {
            ProfileId owner = link.owner();
            ProfileId root = owner == null ? null : snapshot.rootOf(owner);
            persons.put(
                    key.toString(),
                    link + " " + root + " "
                            + (root == null
                                    ? ""
                                    : Objects.requireNonNull(snapshot.roots().get(root))
                                            .counts()));
        });
        return renamed(heard + "\n" + persons);
    }

    private static ResolveRequest request(Step.Seen seen, boolean minted) {
        ResolveRequest.Builder builder = ResolveRequest.builder().observedAt(seen.at());
        seen.identifiers().forEach(identifier -> builder.identifier(identifier.type(), identifier.value()));
        if (seen.facts()) {
            builder.touch(seen.touch()).trait("plan", "plan-" + seen.second());
        }
        return (minted ? builder.minted() : builder).build();
    }

    /** Ids by the order in which they are met: what was refused has used some up. */
    private static String renamed(String text) {
        Map<String, String> names = new HashMap<>();
        return ID.matcher(text)
                .replaceAll(found ->
                        names.computeIfAbsent(found.group(), id -> Matcher.quoteReplacement("#" + names.size())));
    }

    @Test
    void ofManyWhoSayItOfOneVisitorOneIsRight() {
        for (int round = 0; round < Math.max(1, races() / 20); round++) {
            CountingStore counting = new CountingStore(store());
            RacingStore racing = new RacingStore(counting, THREADS);
            IdentityResolver identities =
                    IdentityResolver.builder(racing).tenant(newTenant()).build();
            List<Resolution> answers = Crowd.run(THREADS, THREADS, number -> {
                racing.startCommit();
                return identities.resolve(ResolveRequest.builder()
                        .anonymousId("visitor")
                        .trait("t" + number, "x")
                        .minted()
                        .build());
            });
            assertThat(answers).extracting(Resolution::outcome).containsOnlyOnce(Outcome.CREATED);
            ProfileId visitor = answers.get(0).profileId().orElseThrow();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.profileId()).contains(visitor));
            assertThat(counting.conflicts()).as("wrong ones").isGreaterThanOrEqualTo(THREADS - 1);
            assertThat(identities.profile(visitor).orElseThrow().traits()).hasSize(THREADS);
        }
    }

    @Test
    void ofAKnownVisitorItIsNotBelieved() {
        assertNotBelieved(DEFAULTS, site -> site.resolve(site.visit()), Outcome.MATCHED);
        assertNotBelieved(DEFAULTS, site -> site.signIn("ann"), Outcome.MATCHED);
    }

    @Test
    void ofADeviceThatChangedHandsItIsNotBelieved() {
        assertNotBelieved(
                DEFAULTS,
                site -> {
                    site.signIn("ann");
                    site.clock.tick(Duration.ofMinutes(1));
                    site.signIn("bob");
                },
                Outcome.MATCHED);
    }

    @Test
    void ofADeviceWhoseHolderSignedOutItIsNotBelieved() {
        assertNotBelieved(
                DEFAULTS,
                site -> {
                    site.signIn("ann");
                    site.clock.tick(Duration.ofMinutes(1));
                    assertThat(site.identities.signedOut("visitor")).isPresent();
                },
                Outcome.CREATED);
    }

    @Test
    void ofAnExpiredDeviceItIsNotBelieved() {
        IdentityPolicy hourly = DEFAULTS.toBuilder()
                .type(DEFAULTS.rule(IdentifierType.ANONYMOUS_ID).toBuilder()
                        .timeToLive(Duration.ofHours(1))
                        .build())
                .build();
        assertNotBelieved(
                hourly,
                site -> {
                    site.resolve(site.visit());
                    site.clock.tick(Duration.ofHours(2));
                },
                Outcome.CREATED);
    }

    @Test
    void ofAVisitorWhoseProfileWasAbsorbedItIsNotBelieved() {
        assertNotBelieved(
                DEFAULTS,
                site -> {
                    site.resolve(site.visit());
                    site.resolve(ResolveRequest.builder(site.clock).userId("ann"));
                    site.signIn("ann");
                },
                Outcome.MATCHED);
    }

    @Test
    void ofALockedPersonItIsNotBelieved() {
        assertNotBelieved(
                DEFAULTS, site -> site.identities.steward().lock(site.signIn("ann"), "looked into"), Outcome.MATCHED);
    }

    @Test
    void whatAStewardUnlinkedIsLinkedAgainAsEver() {
        assertNotBelieved(
                DEFAULTS,
                site -> {
                    site.signIn("ann");
                    site.identities.steward().unlink(Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor"), "not hers");
                },
                Outcome.CREATED);
    }

    private void assertNotBelieved(IdentityPolicy policy, Consumer<Site> before, Outcome expected) {
        Site told = new Site(policy);
        before.accept(told);
        told.store.reset();
        String answer = renamed(answerAndProfile(told, ResolveRequest.Builder::minted));
        assertThat(told.store.conflicts()).as("refused by the store").isOne();
        Site untold = new Site(policy);
        before.accept(untold);
        assertThat(answer).isEqualTo(renamed(answerAndProfile(untold, Function.identity())));
        assertThat(told.resolve(told.visit()).profileId())
                .as("the same again")
                .isEqualTo(told.identities
                        .find(Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor"))
                        .map(match -> match.profileId()));
        Site once = new Site(policy);
        before.accept(once);
        assertThat(once.resolve(once.visit().minted()).outcome()).isEqualTo(expected);
    }

    private static String answerAndProfile(Site site, Function<ResolveRequest.Builder, ResolveRequest.Builder> said) {
        Resolution answer = site.resolve(said.apply(site.visit()
                .touch(Touch.attributed(Step.BEGIN.minusSeconds(30), Map.of("utm_source", "news")))
                .trait("plan", "free")));
        return answer + "\n"
                + answer.profileId()
                        .flatMap(site.identities::profile)
                        .map(profile -> profile.traits() + " " + profile.firstTouch() + " "
                                + profile.identifiers().size())
                        .orElse("");
    }

    @Test
    void whoWasErasedBeginsAfreshOrIsRefusedAsThePolicySays() {
        Site afresh = new Site(DEFAULTS);
        erase(afresh);
        assertThat(afresh.resolve(afresh.visit().minted()).outcome()).isEqualTo(Outcome.CREATED);

        Site refusing = new Site(DEFAULTS.toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(30)))
                .build());
        erase(refusing);
        refusing.store.reset();
        assertThat(refusing.resolve(refusing.visit().minted()).outcome()).isEqualTo(Outcome.UNIDENTIFIED);
        assertThat(refusing.store.commits()).isZero();
        assertThat(refusing.resolve(ResolveRequest.builder(refusing.clock)
                                .anonymousId("another")
                                .minted())
                        .outcome())
                .isEqualTo(Outcome.CREATED);
        assertThat(refusing.store.loads()).as("each is looked up").isEqualTo(2L * loadsOfWhatIsNotKnown());
    }

    private static void erase(Site site) {
        assertThat(site.identities.steward().erase(site.signIn("ann"), "asked for it"))
                .isInstanceOf(EraseResult.Erased.class);
    }

    @Test
    void besideOtherIdentifiersItHasNoEffect() {
        Site site = new Site(DEFAULTS);
        ProfileId ann = site.resolve(ResolveRequest.builder(site.clock).userId("ann"))
                .profileId()
                .orElseThrow();
        site.store.reset();
        assertThat(site.resolve(site.visit().userId("ann").minted()).profileId())
                .contains(ann);
        site.resolve(ResolveRequest.builder(site.clock).userId("bob").minted());
        site.resolve(ResolveRequest.builder(site.clock)
                .anonymousId("v-1")
                .deviceId("d-1")
                .minted());
        assertThat(site.store.loads()).isEqualTo(2L + loadsOfWhatIsNotKnown());
        assertThat(site.store.conflicts()).isZero();
    }

    /** Where the links are looked at first, one more is needed unless they are all known, or all new and none can be refused. */
    private int loadsOfWhatIsNotKnown() {
        return store().isFasterWithLinksOnly() ? 2 : 1;
    }

    @Test
    void whereEvidenceRecognizesOrVisitorsLeaveNoRowItHasNoEffect() {
        Site devices = new Site(IdentityPolicy.devices());
        ProfileId seen = devices.resolve(devices.visit().fingerprint("print"))
                .profileId()
                .orElseThrow();
        assertThat(devices.resolve(ResolveRequest.builder(devices.clock)
                                .anonymousId("other")
                                .fingerprint("print")
                                .minted())
                        .profileId())
                .contains(seen);
        Site leads = new Site(IdentityPolicy.leads());
        leads.resolve(
                ResolveRequest.builder(leads.clock).email("ann@mail.example").anonymousId("visitor"));
        assertThat(leads.resolve(leads.visit().minted()).outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(leads.resolve(ResolveRequest.builder(leads.clock)
                                .anonymousId("nobody")
                                .minted())
                        .outcome())
                .isEqualTo(Outcome.UNIDENTIFIED);
    }

    @Test
    void inABatchItHasNoEffect() {
        Site site = new Site(DEFAULTS);
        ProfileId visitor = site.resolve(site.visit()).profileId().orElseThrow();
        ResolveRequest again = site.visit().minted().build();
        ResolveRequest fresh =
                ResolveRequest.builder(site.clock).anonymousId("fresh").minted().build();
        site.store.reset();
        List<Resolution> answers = site.identities.resolveAll(List.of(fresh, again, fresh));
        assertThat(answers)
                .extracting(Resolution::outcome)
                .containsExactly(Outcome.CREATED, Outcome.MATCHED, Outcome.MATCHED);
        assertThat(answers.get(1).profileId()).contains(visitor);
        assertThat(answers.get(2).profileId()).isEqualTo(answers.get(0).profileId());
        assertThat(site.store.conflicts()).isZero();
    }

    @Test
    void aPreviewLooks() {
        Site site = new Site(DEFAULTS);
        ProfileId visitor = site.resolve(site.visit()).profileId().orElseThrow();
        assertThat(site.identities.preview(site.visit().minted().build()).profileId())
                .contains(visitor);
        assertThat(site.identities
                        .preview(ResolveRequest.builder(site.clock)
                                .anonymousId("fresh")
                                .minted()
                                .build())
                        .outcome())
                .isEqualTo(Outcome.CREATED);
        assertThat(site.store.commits()).isOne();
    }
}
