package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plays scenes: shows what is known, resolves, and shows what was decided and why. */
final class Teller {
    private static final int TYPE = 14;
    private static final int VALUE = 23;

    private final IdentityResolver identities;
    private final StoryClock clock;
    private final Paper paper;
    private int scenes;

    Teller(IdentityResolver identities, StoryClock clock, Paper paper) {
        this.identities = identities;
        this.clock = clock;
        this.paper = paper;
    }

    void play(Scene scene) {
        open(scene.request().observedAt(), scene.place(), scene.tale());
        List<Sighting> sightings = Sighting.before(scene.request(), identities);
        show(sightings);
        Resolution resolution = identities.resolve(scene.request());
        if (resolution instanceof Resolution.Resolved answer) {
            paper.entry("decided", decided(answer));
            String label = "why";
            for (String reason : new Reasons(paper, sightings, answer).say()) {
                paper.entry(label, reason);
                label = "";
            }
            answer.details().absorbed().forEach(id -> showThatItStillAnswers(id, answer.id()));
        }
    }

    /** Begins a scene. */
    void open(Instant at, String place, String tale) {
        clock.set(at);
        paper.blank();
        paper.heading(" " + ++scenes + "   " + StoryClock.spell(at), place);
        paper.tale(tale);
        paper.blank();
    }

    private void show(List<Sighting> sightings) {
        String label = "seen";
        for (Sighting sighting : sightings) {
            paper.entry(
                    label,
                    Paper.pad(sighting.type().name(), TYPE)
                            + Paper.pad(sighting.value(), VALUE)
                            + sighting.holder().map(this::describe).orElse("new"));
            label = "";
        }
    }

    private String describe(Profile profile) {
        return paper.id(profile.id()) + (profile.known() ? ", known" : ", anonymous");
    }

    private String decided(Resolution.Resolved answer) {
        String outcome =
                paper.paint(ink(answer.outcome()), answer.outcome().name().toLowerCase(Locale.ROOT));
        String absorbed = answer.details().absorbed().stream()
                .map(id -> paper.id(id) + " \u2192 ")
                .collect(Collectors.joining());
        String refused = answer instanceof Resolution.Conflict conflict
                ? conflict.refusals().stream()
                        .map(refusal -> ", not merged with " + paper.id(refusal.other()))
                        .collect(Collectors.joining())
                : "";
        return Paper.pad(outcome, TYPE) + absorbed + paper.id(answer.id()) + refused;
    }

    /** What a merge is good for: the old id leads to the person, and the person's past is whole. */
    private void showThatItStillAnswers(ProfileId absorbed, ProfileId root) {
        Optional<Profile> person = identities.profile(absorbed);
        person.filter(profile -> profile.id().equals(root))
                .ifPresent(profile -> paper.entry(
                        "so",
                        "The old id still answers: ask for " + paper.id(absorbed) + " and you get "
                                + paper.id(profile.id()) + "."
                                + profile.firstTouch()
                                        .map(touch -> " The first touch is now "
                                                + StoryClock.spell(touch.occurredAt()) + ": "
                                                + Portrait.describe(touch) + ".")
                                        .orElse("")));
    }

    private static Ink ink(Outcome outcome) {
        return switch (outcome) {
            case MERGED -> Ink.JOIN;
            case CONFLICT -> Ink.REFUSED;
            default -> Ink.GOOD;
        };
    }
}
