package io.identitystitch.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00.123456789Z");

    private static Identifier visitor(String value) {
        return Identifier.of(IdentifierType.ANONYMOUS_ID, value);
    }

    private static Identifier email(String value) {
        return Identifier.of(IdentifierType.EMAIL, value);
    }

    private static CanonicalJson json(String json) {
        return PayloadCanonicalTest.read(json).canonical();
    }

    private static String text(Envelope envelope) {
        return new String(envelope.canonical().bytes(), StandardCharsets.UTF_8);
    }

    private static EnvelopeBuilder full() {
        return Envelope.builder("page_viewed", AT)
                .eventId("e-1")
                .identifiers(
                        List.of(email("zoe@x.org"), visitor("v-2"), visitor("v-1"), email("ann@x.org"), visitor("v-2")))
                .identifiers(List.of(Identifier.of(IdentifierType.CRM_ID, "\u00e9\"\n")))
                .context(Map.of("locale", "de-DE", "ip", "203.0.113.7", "\ud83d\ude00", "1", "\ufb33", "2"))
                .payload(json("{\"price\":59.950,\"big\":2E23,\"a\":[{\"z\":1,\"y\":8.41e21}]}"));
    }

    /** If this fails, the hashes of stored signals are other ones than before: do not change it, add a version. */
    @Test
    void theFormatIsStable() {
        assertThat(text(full().build()))
                .isEqualTo("{\"anonymous_id\":[\"v-1\",\"v-2\"],"
                        + "\"context\":{\"ip\":\"203.0.113.7\",\"locale\":\"de-DE\",\"\ud83d\ude00\":\"1\",\"\ufb33\":\"2\"},"
                        + "\"event_id\":\"e-1\","
                        + "\"identifiers\":[[\"crm_id\",\"\u00e9\\\"\\n\"],[\"email\",\"ann@x.org\"],[\"email\",\"zoe@x.org\"]],"
                        + "\"occurred_at\":\"2026-03-02T09:00:00.123456Z\","
                        + "\"payload\":{\"a\":[{\"y\":8.41e+21,\"z\":1}],\"big\":2e+23,\"price\":59.95},"
                        + "\"type\":\"page_viewed\",\"v\":1}");
        assertThat(full().build().contentHash())
                .isEqualTo(Digest.of(
                        HexFormat.of().parseHex("1f952aaf12d8b8b41a6483844d4fb29b9c25dba5a88e92b19848e4a850e651d2")));
    }

    @Test
    void theLeastThereCanBe() {
        Envelope envelope = Envelope.builder("t", Instant.EPOCH).sequence(7).build();
        assertThat(text(envelope))
                .isEqualTo(
                        "{\"anonymous_id\":[],\"context\":{},\"identifiers\":[],"
                                + "\"occurred_at\":\"1970-01-01T00:00:00.000000Z\",\"payload\":null,\"sequence\":7,\"type\":\"t\",\"v\":1}");
    }

    @Test
    void whatIsHashedIsCanonical() {
        for (Envelope envelope : List.of(
                full().build(),
                full().sequence(3).build(),
                Envelope.builder("t", Instant.EPOCH).sequence(0).build())) {
            assertThat(json(text(envelope))).isEqualTo(envelope.canonical());
            assertThat(envelope.contentHash())
                    .isEqualTo(Digest.sha256(envelope.canonical().bytes()));
        }
    }

    @Test
    void orderRepetitionAndSpellingDoNotCount() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("\ufb33", "2");
        context.put("locale", "de-DE");
        context.put("\ud83d\ude00", "1");
        context.put("ip", "203.0.113.7");
        Envelope other = Envelope.builder("page_viewed", Instant.parse("2026-03-02T09:00:00.123456Z"))
                .payload(json(
                        " { \"a\" : [{\"y\":841e19,\"z\":1.0}], \"price\":5995e-2 , \"big\":200000000000000000000000}"))
                .context(context)
                .identifiers(
                        List.of(visitor("v-1"), Identifier.of(IdentifierType.CRM_ID, "\u00e9\"\n"), visitor("v-2")))
                .identifiers(Set.of(email("ann@x.org"), email("zoe@x.org")))
                .eventId("e-1")
                .build();
        assertThat(other).isEqualTo(full().build()).hasSameHashCodeAs(full().build());
        assertThat(other.contentHash()).isEqualTo(full().build().contentHash());
    }

    @Test
    void everyMemberCounts() {
        Set<Digest> hashes = new HashSet<>();
        List<Envelope> envelopes = List.of(
                full().build(),
                full().eventId("e-2").build(),
                full().sequence(1).build(),
                full().sequence(2).build(),
                full().identifiers(List.of(visitor("v-3"))).build(),
                full().identifiers(List.of(email("v-3"))).build(),
                full().identifiers(List.of(Identifier.of(IdentifierType.PHONE, "v-3")))
                        .build(),
                full().context(Map.of("ip", "203.0.113.8")).build(),
                full().context(Map.of("ip2", "203.0.113.7")).build(),
                full().payload(json("{}")).build(),
                full().payload(json("[]")).build(),
                full().payload(json("\"{}\"")).build(),
                Envelope.builder("page_viewed", AT).eventId("e-1").build(),
                Envelope.builder("page_left", AT).eventId("e-1").build(),
                Envelope.builder("page_viewed", AT.plusNanos(1_000))
                        .eventId("e-1")
                        .build(),
                Envelope.builder("page_viewed", AT).sequence(1).build(),
                Envelope.builder("page_viewed", AT).eventId("1").build());
        envelopes.forEach(envelope -> hashes.add(envelope.contentHash()));
        assertThat(hashes).hasSameSizeAs(envelopes);
        assertThat(full().build()).isNotEqualTo(envelopes.get(1));
    }

    @Test
    void eventsWithoutAnythingToTellThemApartHaveNoEnvelope() {
        assertThatThrownBy(() -> Envelope.builder("t", AT).build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Envelope.builder("t", AT).sequence(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.builder("t", AT).sequence(1L << 53))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(text(Envelope.builder("t", AT).sequence((1L << 53) - 1).build()))
                .contains(":9007199254740991,");
    }

    @Test
    void whatHasNoUtf8IsRefusedWithoutQuotingIt() {
        for (String bad : new String[] {"canary\ud83d", "canary\0"}) {
            EnvelopeBuilder builder = Envelope.builder("t", AT);
            List<Runnable> calls = List.of(
                    () -> Envelope.builder(bad, AT),
                    () -> builder.eventId(bad),
                    () -> builder.identifiers(List.of(visitor(bad))),
                    () -> builder.identifiers(List.of(email(bad))),
                    () -> builder.context(Map.of(bad, "")),
                    () -> builder.context(Map.of("", bad)));
            for (Runnable call : calls) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining("canary")
                        .hasNoCause();
            }
        }
    }

    @Test
    void theYearHasFourDigits() {
        assertThat(text(Envelope.builder("t", Instant.parse("0000-01-01T00:00:00Z"))
                        .eventId("e")
                        .build()))
                .contains("\"0000-01-01T00:00:00.000000Z\"");
        assertThat(text(Envelope.builder("t", Instant.parse("9999-12-31T23:59:59.999999999Z"))
                        .eventId("e")
                        .build()))
                .contains("\"9999-12-31T23:59:59.999999Z\"");
        for (Instant moment : List.of(
                Instant.MIN,
                Instant.MAX,
                Instant.parse("+10000-01-01T00:00:00Z"),
                Instant.parse("-0001-12-31T23:59:59Z"))) {
            assertThatThrownBy(() -> Envelope.builder("t", moment)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void itsTextFormShowsNoValue() {
        assertThat(full().build().toString()).matches("Envelope\\[[0-9a-f]{8}]");
    }
}
