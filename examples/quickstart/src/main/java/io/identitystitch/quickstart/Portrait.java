package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import java.util.stream.Collectors;

/** A person as the library knows them. */
final class Portrait {
    private static final int TYPE = 14;
    private static final int VALUE = 23;

    private final IdentityResolver identities;
    private final Paper paper;

    Portrait(IdentityResolver identities, Paper paper) {
        this.identities = identities;
        this.paper = paper;
    }

    void draw(Profile person) {
        int profiles = identities
                .graph()
                .owners(person.id(), PageRequest.FIRST)
                .items()
                .size();
        paper.entry("profile", paper.id(person.id()) + ", one person made of " + count(profiles, "profile"));
        person.identifiers().stream()
                .filter(Portrait::isDevice)
                .forEach(link -> show(Week.deviceOf(link.value().orElse("-")), link));
        String label = "by name";
        for (ProfileIdentifier link : person.identifiers()) {
            if (!isDevice(link)) {
                show(label, link);
                label = "";
            }
        }
        person.firstTouch().ifPresent(touch -> paper.entry("first", dated(touch)));
        person.lastTouch().ifPresent(touch -> paper.entry("last", dated(touch)));
        paper.entry(
                "traits",
                person.traits().stream()
                        .map(trait ->
                                trait.name() + " " + trait.value().asString().orElseGet(trait.value()::json))
                        .collect(Collectors.joining(", ")));
    }

    static String describe(Touch touch) {
        return touch.fields().getOrDefault("source", "direct") + ", "
                + touch.fields().getOrDefault("campaign", "no campaign");
    }

    private void show(String label, ProfileIdentifier link) {
        paper.entry(
                label,
                Paper.pad(link.type().name(), TYPE)
                        + Paper.pad(link.value().orElse(link.key().toString()), VALUE)
                        + "since "
                        + StoryClock.abbreviate(link.firstSeenAt()));
    }

    private static String dated(Touch touch) {
        return StoryClock.spell(touch.occurredAt()) + ": " + describe(touch);
    }

    private static boolean isDevice(ProfileIdentifier link) {
        return link.type().equals(IdentifierType.ANONYMOUS_ID);
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
