package io.identitystitch.quickstart;

import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Refusal;
import io.identitystitch.model.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Says in words why a call was answered as it was, from what was known before and from the answer. */
final class Reasons {
    private static final Map<IdentifierType, String> WORDS = Map.of(
            IdentifierType.ANONYMOUS_ID, "cookie",
            IdentifierType.USER_ID, "account",
            IdentifierType.EMAIL, "address",
            IdentifierType.PHONE, "number");

    private final Paper paper;
    private final List<Sighting> sightings;
    private final Resolution.Resolved answer;

    Reasons(Paper paper, List<Sighting> sightings, Resolution.Resolved answer) {
        this.paper = paper;
        this.sightings = sightings;
        this.answer = answer;
    }

    List<String> say() {
        List<String> reasons = new ArrayList<>();
        if (answer instanceof Resolution.Created) {
            reasons.add(created());
        } else if (answer instanceof Resolution.Merged) {
            reasons.add(merged());
        } else if (answer instanceof Resolution.Linked) {
            reasons.add(linked());
        } else if (answer instanceof Resolution.Matched) {
            reasons.add(matched());
        } else if (answer instanceof Resolution.Conflict conflict) {
            conflict.refusals().forEach(refusal -> reasons.addAll(refused(refusal)));
        }
        if (!answer.details().handedOver().isEmpty()) {
            reasons.add(handedOver());
        }
        return reasons;
    }

    private String created() {
        if (answer.details().handedOver().isEmpty()) {
            String news = words(Sighting::isNew);
            return answer.details().recognition() == Recognition.NEW_ANONYMOUS_USER
                    ? "Nobody has this " + news + " yet, and a " + news + " names nobody. A light profile keeps the "
                            + "visit until it turns out whose it was."
                    : "None of this was ever seen, and some of it names a person: a new, known profile has the " + news
                            + ".";
        }
        return formerHolder()
                .map(holder -> "The " + words(sighting -> !sighting.isNew()) + " says " + person(holder.id())
                        + ", but " + person(holder.id()) + " has another "
                        + words(sighting -> sighting.isNew() && has(holder, sighting.type()))
                        + ", and a device never makes one person of two. So this is somebody else.")
                .orElse("This is somebody new.");
    }

    private String merged() {
        List<String> absorbed = answer.details().absorbed().stream()
                .map(id ->
                        "the " + words(sighting -> isHeldBy(sighting, id)) + " is " + person(id) + ", " + standing(id))
                .toList();
        boolean allAnonymous = answer.details().absorbed().stream().noneMatch(this::wasKnown);
        return "One call, one person: " + String.join("; ", absorbed) + "; the "
                + words(sighting -> isHeldBy(sighting, answer.id())) + " is " + person(answer.id()) + ", "
                + standing(answer.id()) + ". "
                + (allAnonymous
                        ? "Nothing stands against it: an anonymous visitor has no name to contradict. The known one "
                                + "answers for both, and no row of either is moved."
                        : "Nothing of theirs excludes each other. The older one answers for all, and no row of any is "
                                + "moved.");
    }

    private String linked() {
        String added = words(Sighting::isNew);
        return theKnown()
                + (added.isEmpty()
                        ? ""
                        : " Nobody had the " + added + " yet, and what comes with a person is that person\u2019s.");
    }

    private String matched() {
        if (isIgnored(IgnoreReason.KEPT_APART)) {
            return theKnown() + " The " + list(answer.ignored().stream().map(IgnoredIdentifier::type)) + " is "
                    + formerHolder().map(holder -> person(holder.id())).orElse("somebody else")
                    + ". A human keeps the two apart, so it is left out and says nothing.";
        }
        String kept = formerHolder()
                .map(holder -> " The " + words(sighting -> isHeldBy(sighting, holder.id())) + " stays with "
                        + person(holder.id()) + ", who came back to it later than this.")
                .orElse("");
        return theKnown() + kept + " There is nothing to add.";
    }

    private boolean isIgnored(IgnoreReason reason) {
        return answer.ignored().stream().anyMatch(ignored -> ignored.reason() == reason);
    }

    private String theKnown() {
        String known = words(sighting -> isHeldBy(sighting, answer.id()));
        return "The " + known + (known.contains(" and ") ? " are " : " is ") + person(answer.id()) + ".";
    }

    private List<String> refused(Refusal refusal) {
        String limit = refusal.reason() == ConflictReason.EXCLUSIVE
                ? "a person has one " + word(refusal.type()) + ", and these two have one each"
                : "one person would have too many of one type, " + word(refusal.type());
        String left = list(answer.ignored().stream().map(IgnoredIdentifier::type));
        return List.of(
                "The call names " + person(answer.id()) + " and " + person(refusal.other())
                        + ", both known. Merged they would be wrong: " + limit + ".",
                "The login outranks what somebody types: the answer is " + person(answer.id()) + ". The " + left
                        + " is ignored, " + person(refusal.other())
                        + " is not touched, and the case is kept for a human.");
    }

    private String handedOver() {
        String device = list(answer.details().handedOver().stream().map(IdentifierKey::type));
        String before = formerHolder()
                .map(holder -> " What happened on it before stays with " + person(holder.id()) + ".")
                .orElse("");
        return "The " + device + " changes hands: from now on it is " + person(answer.id()) + "." + before;
    }

    private Optional<Profile> formerHolder() {
        return sightings.stream()
                .flatMap(sighting -> sighting.holder().stream())
                .filter(holder -> !holder.id().equals(answer.id()))
                .findFirst();
    }

    private String person(ProfileId id) {
        return paper.id(id);
    }

    private String standing(ProfileId id) {
        return wasKnown(id) ? "known" : "anonymous";
    }

    private boolean wasKnown(ProfileId id) {
        return sightings.stream()
                .anyMatch(sighting -> isHeldBy(sighting, id)
                        && sighting.holder().map(Profile::known).orElse(false));
    }

    private static boolean isHeldBy(Sighting sighting, ProfileId id) {
        return sighting.holder().map(holder -> holder.id().equals(id)).orElse(false);
    }

    private static boolean has(Profile holder, IdentifierType type) {
        return holder.identifiers().stream().anyMatch(link -> link.type().equals(type));
    }

    private String words(Predicate<Sighting> wanted) {
        return list(sightings.stream().filter(wanted).map(Sighting::type));
    }

    private static String list(Stream<IdentifierType> types) {
        List<String> words = types.map(Reasons::word).distinct().toList();
        return words.size() < 3
                ? String.join(" and ", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    static String word(IdentifierType type) {
        return WORDS.getOrDefault(type, type.name());
    }
}
