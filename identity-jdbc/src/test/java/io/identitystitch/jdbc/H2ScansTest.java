package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.Steward;
import io.identitystitch.memory.InMemoryColdStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Match;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import io.identitystitch.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * On H2 no statement looks at what others have: it uses an index for a list of keys only where the list is of whole keys, and else reads
 * the tenant from end to end.
 */
@Tag("large")
class H2ScansTest {
    private static final int OTHERS = 150;
    private static final int FEW = 60;
    private static final PageRequest PAGE = new PageRequest(20, Optional.empty());

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
    private final SoftAssertions soft = new SoftAssertions();
    private final ScanCounter scans = new ScanCounter();
    private final DataSource database = TestStores.migrated(Dialect.H2);
    private final IdentityResolver identities = IdentityResolver.builder(
                    JdbcIdentityStore.create(scans.around(database)))
            .clock(clock)
            .policy(IdentityPolicy.devices().toBuilder()
                    .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(30)))
                    .build())
            .signals(SignalOptions.builder()
                    .pollInterval(Duration.ZERO)
                    .coldStore(InMemoryColdStore.create())
                    .handler((person, signal, transaction) -> {})
                    .build())
            .build();

    private ResolveRequest.Builder at() {
        clock.tick(Duration.ofMinutes(1));
        return ResolveRequest.builder(clock);
    }

    private Resolution seen(ResolveRequest.Builder request) {
        return identities.resolve(request.build());
    }

    private ProfileId person(String name) {
        return seen(at().email(name + "@x.org")
                        .anonymousId("visitor-" + name)
                        .fingerprint("print-" + name)
                        .trait("plan", "gold")
                        .touch(Touch.attributed(clock.instant(), Map.of("utm_source", "s"))))
                .profileId()
                .orElseThrow();
    }

    private Signal signal(String name) {
        clock.tick(Duration.ofMinutes(1));
        return Signal.builder("page")
                .eventId(name + clock.instant().getEpochSecond())
                .occurredAt(clock.instant())
                .email(name + "@x.org")
                .anonymousId("visitor-" + name)
                .build();
    }

    private static Identifier mail(String name) {
        return Identifier.of(IdentifierType.EMAIL, name + "@x.org");
    }

    /** Of the change log an erasure reads all, for it has no index by profile. */
    private void assertFew(String what, ScanCounter.Call call) throws IOException {
        Map<String, Integer> many = scans.of(call).entrySet().stream()
                .filter(each -> each.getValue() > FEW && !each.getKey().startsWith("delete from id_change "))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        soft.assertThat(many).as(what).isEmpty();
    }

    /** Persons with all that a person can have: devices that changed hands, refused merges, pairs kept apart, merges undone. */
    private void fill() {
        Steward steward = identities.steward();
        for (int i = 0; i < OTHERS; i++) {
            ProfileId one = person("other" + i);
            identities.signals().accept(signal("other" + i));
            ProfileId two = seen(at().email("second" + i + "@x.org").userId("user" + i))
                    .profileId()
                    .orElseThrow();
            seen(at().email("third" + i + "@x.org").userId("holder" + i).anonymousId("visitor-other" + i));
            seen(at().userId("holder" + i).email("second" + i + "@x.org"));
            steward.neverLink(one, two, "two people");
            seen(at().anonymousId("tablet-" + i));
            MergeId merge = ((Resolution.Resolved)
                            seen(at().email("other" + i + "@x.org").anonymousId("tablet-" + i)))
                    .details()
                    .merges()
                    .get(0);
            steward.undo(merge, "a guess");
        }
    }

    /** As H2 does by itself after some thousand changes. */
    private void analyze() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        }
    }

    @Test
    void noCallLooksAtWhatOthersHave() throws IOException, SQLException {
        fill();
        analyze();
        Steward steward = identities.steward();
        person("ann");
        person("bob");
        ProfileId ann = seen(at().email("ann@x.org")).profileId().orElseThrow();
        ProfileId bob = seen(at().email("bob@x.org")).profileId().orElseThrow();
        seen(at().anonymousId("loose-1").touch(Touch.attributed(clock.instant(), Map.of("utm_source", "l"))));
        assertFew(
                "sign-in with facts",
                () -> seen(at().email("ann@x.org")
                        .anonymousId("visitor-ann")
                        .fingerprint("print-ann")
                        .trait("plan", "silver")
                        .touch(Touch.attributed(clock.instant(), Map.of("utm_source", "t")))));
        assertFew("signal", () -> identities.signals().accept(signal("ann")));
        assertFew(
                "signals",
                () -> identities.signals().acceptAll(List.of(signal("ann"), signal("bob"), signal("other3"))));
        assertFew("journey", () -> identities.signals().journey(ann, PAGE));
        assertFew("replay", () -> identities.signals().replay(PAGE));
        assertFew("parked", () -> identities.signals().parked(PAGE));
        assertFew("unpark", () -> identities.signals().retry(ann));
        SignalStore signals = JdbcIdentityStore.create(scans.around(database)).signals();
        assertFew("take", () -> signals.take(5, Duration.ofHours(1)));
        SignalTask task = signals.take(1, Duration.ofHours(1)).get(0);
        assertFew("hand-over", () -> signals.handOver(task, 5, (person, signal, transaction) -> {}));
        assertFew("finish", () -> signals.finish(task));
        assertFew("release", () -> signals.release(task, true, Duration.ZERO));
        assertFew("search", () -> signals.search(identities.tenant(), List.of(ann, bob), clock.instant()));
        assertFew("device evidence alone", () -> seen(at().fingerprint("print-other7")));
        assertFew("hand-over", () -> seen(at().email("ann@x.org").anonymousId("visitor-bob")));
        assertFew("merge of a visitor", () -> seen(at().email("ann@x.org").anonymousId("loose-1")));
        assertFew("merge of two known", () -> seen(at().email("ann@x.org").email("bob@x.org")));
        assertFew("refused merge", () -> seen(at().userId("holder3").email("second5@x.org")));
        assertFew("sign-out", () -> identities.signedOut("visitor-ann"));
        assertFew("person", () -> identities.profile(ann));
        assertFew("look-up", () -> identities.find(mail("ann")));
        assertFew("explanation", () -> steward.explain(ann));
        assertFew("history", () -> steward.history(ann, PAGE));
        assertFew("past", () -> steward.asOf(ann, clock.instant()));
        assertFew("conflicts", () -> steward.conflicts(PAGE));
        assertFew("identifiers", () -> steward.identifiers(ann, PAGE));
        assertFew("export", () -> steward.export(ann, new ByteArrayOutputStream()));
        MergeId merge = steward.explain(mail("ann"), mail("bob")).steps().get(0).merge();
        assertFew("undo", () -> steward.undo(merge, "two people"));
        assertFew(
                "split",
                () -> steward.split(List.of(Identifier.of(IdentifierType.ANONYMOUS_ID, "visitor-bob")), "his"));
        assertFew("lock", () -> steward.lock(ann, "a case"));
        assertFew("unlock", () -> steward.unlock(ann, "closed"));
        assertFew("reassign", () -> steward.reassign(mail("bob"), owner(mail("bob")), ann, "hers"));
        assertFew("unlink", () -> steward.unlink(mail("bob"), "given up"));
        assertFew(
                "batch",
                () -> identities.resolveAll(List.of(
                        at().email("ann@x.org").anonymousId("visitor-ann").build(),
                        at().email("new1@x.org").anonymousId("new-1").build(),
                        at().email("other9@x.org")
                                .trait("plan", JsonText.of("iron"))
                                .build())));
        assertFew("erasure", () -> steward.erase(ann, "asked for it"));
        assertThat(identities.profile(bob)).isPresent();
        soft.assertAll();
    }

    private ProfileId owner(Identifier identifier) {
        return identities.find(identifier).map(Match::profileId).orElseThrow();
    }
}
