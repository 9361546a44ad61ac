package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.TenantId;
import io.identitystitch.phone.PhoneNumbers;
import io.identitystitch.policy.IdentityPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One person, three devices, a week, and a mistake that a human takes back. */
final class Story {
    static final TenantId TENANT = TenantId.of("story");

    private final QuickDatabase database;
    private final Paper paper;

    Story(QuickDatabase database, Paper paper) {
        this.database = database;
        this.paper = paper;
    }

    void tell() {
        StoryClock clock = new StoryClock();
        IdentityPolicy policy =
                IdentityPolicy.defaults().toBuilder().type(PhoneNumbers.rule()).build();
        try (IdentityResolver identities = IdentityResolver.builder(database.store())
                .tenant(TENANT)
                .policy(policy)
                .clock(clock)
                .build()) {
            open(identities);
            Teller teller = new Teller(identities, clock, paper);
            Week.scenes().forEach(teller::play);
            new Correction(identities, teller, paper).play();
            teller.play(Week.motherOnceMore());
            close(identities);
        }
    }

    private void open(IdentityResolver identities) {
        paper.blank();
        paper.heading("Who is Nora?", "identity-stitch \u00B7 quickstart");
        paper.rule();
        paper.prose("A shop, three people, three devices. Each scene but one is one call of resolve() on "
                + database.description()
                + ". \u201CSeen\u201D shows whose each identifier was before the call; \u201Cdecided\u201D is the "
                + "answer. Profile ids are cut to their last six digits.");
        if (byAccount(Week.NORA, identities).isPresent()) {
            paper.blank();
            paper.prose("This database has seen the story before. Seeing it again must change nothing: "
                    + "look at what is decided.");
        }
    }

    private void close(IdentityResolver identities) {
        paper.blank();
        paper.rule();
        byAccount(Week.NORA, identities).ifPresent(nora -> {
            paper.heading(" Nora, at the end", "what profile() returns");
            new Portrait(identities, paper).draw(nora);
        });
        byAccount(Week.BEN, identities).ifPresent(ben -> {
            paper.blank();
            paper.heading(" Ben, still himself", "");
            new Portrait(identities, paper).draw(ben);
        });
        identities
                .find(Week.RUTHS_ADDRESS)
                .flatMap(match -> identities.profile(match.profileId()))
                .ifPresent(ruth -> {
                    paper.blank();
                    paper.heading(" Ruth, herself again", "");
                    new Portrait(identities, paper).draw(ruth);
                });
        conflicts(identities.steward().conflicts(PageRequest.FIRST).items());
        paper.blank();
        paper.prose("Ask the laptop alone and the boots were sold by nobody; ask the payment provider and a stranger "
                + "bought them. It was the ad on Tuesday.");
        paper.blank();
        paper.prose(paper.paint(Ink.FAINT, "Your own data:")
                + " -Dexec.args=\"--input people.csv --map email=email\" (or --help)");
        paper.blank();
    }

    private void conflicts(List<ConflictRecord> conflicts) {
        paper.blank();
        paper.heading(" For a human to decide", "what steward().conflicts() returns");
        for (ConflictRecord conflict : conflicts) {
            paper.entry(
                    conflict.reason().name().toLowerCase(Locale.ROOT),
                    "since " + StoryClock.abbreviate(conflict.observedAt()) + ": " + paper.id(conflict.returned())
                            + " and " + paper.id(conflict.refused()) + " are two by their " + conflict.type()
                            + conflict.evidence()
                                    .map(key -> ", and one by an " + key.type())
                                    .orElse("")
                            + ".");
        }
    }

    private static Optional<Profile> byAccount(String userId, IdentityResolver identities) {
        return identities
                .find(Identifier.of(IdentifierType.USER_ID, userId))
                .flatMap(match -> identities.profile(match.profileId()));
    }
}
