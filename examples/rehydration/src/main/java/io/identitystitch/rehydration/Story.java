package io.identitystitch.rehydration;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.spi.ColdStore;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** A stranger looks around on two devices, signs up on one, signs in on the other; then everything is sent once more. */
final class Story {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final DataSource database;
    private final ColdStore cold;
    private final PrintStream out;
    private final Instant begin;

    Story(DataSource database, ColdStore cold, PrintStream out) {
        this.database = database;
        this.cold = cold;
        this.out = out;
        begin = Instant.now().minus(Duration.ofHours(60));
    }

    void tell() throws SQLException {
        Interests interests = new Interests(database);
        try (IdentityResolver identities = IdentityResolver.builder(
                        JdbcIdentityStore.builder(database).autoMigrate(true).build())
                .policy(IdentityPolicy.leads())
                .signals(SignalOptions.builder()
                        .coldStore(cold)
                        .handler(interests)
                        .pollInterval(Duration.ZERO)
                        .build())
                .build()) {
            out.println("What did she do before she signed up?");
            out.println();
            accept(identities, interests);
            out.println();
            out.println("She signs up on the laptop, with the e-mail address of the form and the laptop's cookie.");
            ProfileId person = identities
                    .resolve(request("laptop").email("nora@example.org").build())
                    .profileId()
                    .orElseThrow();
            comeBack(identities, interests, person);
            out.println();
            out.println("She signs in on the phone, with the address and the phone's cookie.");
            identities.resolve(request("phone").email("nora@example.org").build());
            comeBack(identities, interests, person);
            out.println();
            again(identities, interests, person);
        }
    }

    private void accept(IdentityResolver identities, Interests interests) throws SQLException {
        out.println("A stranger, for three days:");
        for (Signal signal : signals()) {
            SignalResult result = identities.signals().accept(signal);
            out.printf(
                    Locale.ROOT,
                    "  %s  %-8s %-14s -> %s%n",
                    TIME.format(signal.who().observedAt()),
                    signal.context().get("device"),
                    signal.type(),
                    result instanceof SignalResult.Cold ? "cold storage" : "database");
        }
        out.printf(
                Locale.ROOT,
                "  Rows in the database: %d profiles, %d signals.%n",
                interests.rows("id_profile"),
                interests.rows("id_signal"));
    }

    private void comeBack(IdentityResolver identities, Interests interests, ProfileId person) throws SQLException {
        int before = interests.total();
        identities.signals().work();
        out.printf(
                Locale.ROOT,
                "  Came back: %d signals, each handed to the application in the transaction that notes it.%n",
                interests.total() - before);
        out.println("  Her journey:");
        for (SignalRecord record :
                identities.signals().journey(person, PageRequest.FIRST).items()) {
            out.printf(
                    Locale.ROOT,
                    "    %s  %s%n",
                    TIME.format(record.signal().occurredAt()),
                    record.signal().type());
        }
    }

    private void again(IdentityResolver identities, Interests interests, ProfileId person) throws SQLException {
        int handled = interests.total();
        int kept = journey(identities, person);
        List<SignalResult> results = identities.signals().acceptAll(signals());
        identities.resolve(request("tablet").email("nora@example.org").build());
        identities.signals().work();
        out.println("Once more: every signal is delivered a second time, and cold storage is searched again.");
        out.printf(
                Locale.ROOT,
                "  Delivered %d, her journey grew by %d, the application handled %d more: nothing is doubled.%n",
                results.size(),
                journey(identities, person) - kept,
                interests.total() - handled);
    }

    private static int journey(IdentityResolver identities, ProfileId person) {
        return identities.signals().journey(person, PageRequest.FIRST).items().size();
    }

    private static ResolveRequest.Builder request(String device) {
        return ResolveRequest.builder().anonymousId("cookie-" + device);
    }

    private List<Signal> signals() {
        return List.of(
                signal(0, "phone", "ad_clicked", "{\"campaign\":\"spring\",\"cost\":0.42}"),
                signal(1, "phone", "page_viewed", "{\"url\":\"https://shop.example/shoes\"}"),
                signal(2, "phone", "added_to_cart", "{\"sku\":\"A-17\",\"price\":89.90}"),
                signal(49, "laptop", "page_viewed", "{\"url\":\"https://shop.example/\"}"),
                signal(50, "laptop", "searched", "{\"for\":\"running shoes\"}"));
    }

    private Signal signal(int hour, String device, String type, String payload) {
        return Signal.builder(type)
                .eventId(device + "-" + hour)
                .anonymousId("cookie-" + device)
                .occurredAt(begin.plus(Duration.ofHours(hour)))
                .context("device", device)
                .payload(payload)
                .build();
    }
}
