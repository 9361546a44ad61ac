package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.Act;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.UndoResult;
import java.util.Optional;
import java.util.stream.Collectors;

/** A human finds a wrong merge, asks how it came about, and takes it back. */
final class Correction {
    private static final String STEWARD = "Maya";
    private static final String REASON = "a telephone of two people";

    private final IdentityResolver identities;
    private final Steward steward;
    private final Teller teller;
    private final Paper paper;

    Correction(IdentityResolver identities, Teller teller, Paper paper) {
        this.identities = identities;
        this.steward = identities.steward().as(STEWARD);
        this.teller = teller;
        this.paper = paper;
    }

    void play() {
        teller.open(
                StoryClock.at(12, 9, 5),
                "office",
                "Nora\u2019s newsletter begins with \u201CDear Ruth\u201D, and she wants to know why. " + STEWARD
                        + " looks after the data of the shop. She asks what makes one person of the two addresses.");
        show("seen", "Nora", Week.NORAS_ADDRESS);
        show("", "Ruth", Week.RUTHS_ADDRESS);
        Explanation explanation = steward.explain(Week.RUTHS_ADDRESS, Week.NORAS_ADDRESS);
        explanation.steps().forEach(this::explain);
        explanation.apart().forEach(this::explain);
        for (Explanation.Step step : explanation.steps()) {
            tell(
                    "preview",
                    steward.preview().undo(step.merge(), REASON),
                    " That is what undo would do; nothing is written yet.");
            undo(step.merge());
        }
        if (explanation.steps().isEmpty()) {
            mergeThatWasUndone().ifPresent(this::undo);
        }
    }

    private void show(String label, String whose, Identifier address) {
        identities
                .find(address)
                .flatMap(match -> identities.profile(match.profileId()))
                .ifPresent(profile -> paper.entry(
                        label,
                        whose + "\u2019s address is " + paper.id(profile.id()) + ", name "
                                + profile.traits().stream()
                                        .filter(trait -> trait.name().equals("name"))
                                        .map(trait -> trait.value().asString().orElse("unknown"))
                                        .collect(Collectors.joining())
                                + "."));
    }

    private void explain(Explanation.Step step) {
        paper.entry(
                "explain",
                paper.id(step.from()) + " is one with " + paper.id(step.to()) + ". " + step.rule() + " It was on "
                        + StoryClock.abbreviate(step.observedAt()) + ", by "
                        + step.evidence().stream()
                                .map(key -> Reasons.word(key.type()))
                                .collect(Collectors.joining(" and "))
                        + ".");
    }

    private void explain(KeptApart pair) {
        paper.entry(
                "explain",
                paper.id(pair.a()) + " and " + paper.id(pair.b()) + " are two persons, kept apart by "
                        + pair.by().orElse("somebody") + ": \u201C" + pair.reason() + "\u201D.");
    }

    private void undo(MergeId merge) {
        tell(
                "undo",
                steward.undo(merge, REASON),
                " Every row is where it was, so nothing had to be moved back. From now on the two are kept apart.");
    }

    private void tell(String label, UndoResult result, String consequence) {
        if (result instanceof UndoResult.Undone undone) {
            paper.entry(label, two(undone.root(), undone.newRoot()) + consequence);
        } else if (result instanceof UndoResult.AlreadyUndone) {
            paper.entry(label, "It was undone before. Undone once more it changes nothing.");
        }
    }

    private String two(ProfileId staying, ProfileId leaving) {
        return paper.id(leaving) + " answers for itself again, " + paper.id(staying) + " for the rest.";
    }

    /** Where the story was told before, the record of what stewards did still knows. */
    private Optional<MergeId> mergeThatWasUndone() {
        return identities
                .find(Week.RUTHS_ADDRESS)
                .flatMap(match -> steward.history(match.profileId(), PageRequest.FIRST).items().stream()
                        .filter(act -> act.kind() == ActKind.UNDONE)
                        .findFirst())
                .flatMap(Act::merge);
    }
}
