package io.identitystitch.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadEmailsTest {
    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    private static List<String> emails(String json) {
        return PayloadCanonicalTest.read(json).emails().stream()
                .map(Identifier::value)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ann@x.org\"",
                "[\"ann@x.org\"]",
                "{\"email\":\"ann@x.org\"}",
                "{\"a\":{\"b\":{\"c\":\"ann@x.org\"}}}",
                "{\"a\":[1,[null,{\"b\":[\"ann@x.org\"]}]]}",
                "[[[[[[[[\"ann@x.org\"]]]]]]]]",
                "{\"z\":1,\"a\":[{\"y\":{},\"b\":\"ann@x.org\"}],\"m\":\"no\"}",
                "{\"form\":{\"fields\":[{\"name\":\"mail\",\"value\":\"ann@x.org\"}]}}",
                "{\"a\":\" \\t Ann@X.ORG\\u00a0\\n\"}",
                "{\"a\":\"ann\\u0040x.org\"}",
                "{\"a\":\"mailto:ann@x.org\"}",
                "{\"a\":\" MailTo:Ann@x.org?subject=Hello&cc=bob@x.org \"}"
            })
    @Tag("S0-06")
    void findsAnAddressInAnyLocation(String json) {
        assertThat(emails(json)).containsExactly("ann@x.org");
        assertThat(PayloadCanonicalTest.read(json).emails())
                .containsExactly(Identifier.of(IdentifierType.EMAIL, "ann@x.org"));
    }

    @Test
    void findsAnAddressAtTheGreatestDepth() {
        assertThat(emails("[".repeat(32) + "\"ann@x.org\"" + "]".repeat(32))).containsExactly("ann@x.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann.b-c_d+tag~1&co@x.org",
                "ann@mail.x-y.co.uk",
                "1@2.org",
                "ann@xn--bcher-kva.example",
                "ann@x.xn--p1ai",
                "zo\u00eb@x.org",
                "ann@stra\u00dfe.example"
            })
    void theseAreAddresses(String text) {
        assertThat(emails("[\"" + text + "\"]")).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "mailto:",
                "mailto:@x.org",
                "ann",
                "@ann",
                "ann@",
                "x.org",
                "write to ann@x.org please",
                "ann@x.org, bob@x.org",
                "ann@x.org;bob@x.org",
                "Ann <ann@x.org>",
                "<ann@x.org>",
                "'ann@x.org'",
                "a@b@x.org",
                "an n@x.org",
                "root@localhost",
                "react@18.2.0",
                "@scope/pkg@1.2.3",
                "host@127.0.0.1",
                "ann@x.o",
                "icon@2x.png",
                "photo@3x.JPG",
                "https://x.org/?email=ann@x.org",
                "https://ann@x.org",
                "/sign-up?email=ann@x.org",
                "?email=ann@x.org",
                "id=1&email=ann@x.org",
                "ann@x.org/path",
                "ann@x.org?a=1",
                "a***@x.org",
                "ann...@x.org",
                ".ann@x.org",
                "ann.@x.org",
                "{user}@x.org",
                "%7Buser%7D@x.org",
                "mailto:ann%40x.org@x.org",
                "ann@x_y.org",
                "ann@x..org",
                "ann@.org",
                "http:ann@x.org",
                "mailto:mailto:ann@x.org"
            })
    void theseAreNone(String text) {
        assertThat(emails("{\"email\":\"" + text + "\"}")).isEmpty();
    }

    @Test
    void namesOfMembersAreNoValues() {
        assertThat(emails("{\"ann@x.org\":{\"bob@x.org\":1}}")).isEmpty();
    }

    @Test
    void eachOneIsListedOnceInTheOrderOfTheDocument() {
        assertThat(
                        emails(
                                "{\"z\":\"z@x.org\",\"b\":[\"m@x.org\",\"Z@X.org\"],\"a\":\"a@x.org\",\"c\":\"mailto:m@x.org\"}"))
                .containsExactly("z@x.org", "m@x.org", "a@x.org");
    }

    @Test
    void twentyAreListedAndThatThereAreMoreIsSaid() {
        Payload full = PayloadCanonicalTest.read(addresses(Payload.MAX_EMAILS));
        assertThat(full.emails()).hasSize(20);
        assertThat(full.hasFurtherEmails()).isFalse();
        Payload more = PayloadCanonicalTest.read(addresses(Payload.MAX_EMAILS + 1));
        assertThat(more.emails()).isEqualTo(full.emails());
        assertThat(more.hasFurtherEmails()).isTrue();
        Payload many = PayloadCanonicalTest.read(addresses(4_000));
        assertThat(many.emails()).isEqualTo(full.emails());
    }

    private static String addresses(int count) {
        // The last one again: it is not one more.
        return IntStream.range(0, count + 1)
                .mapToObj(i -> "\"u" + Math.min(i, count - 1) + "@x.org\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void longStringsAreNoAddresses() {
        String local = "a".repeat(248);
        assertThat(emails("[\"" + local + "@x.org\"]")).hasSize(1);
        assertThat(emails("[\"" + local + "a@x.org\"]")).isEmpty();
        assertThat(emails("[\"" + " ".repeat(900) + "ann@x.org\"]")).hasSize(1);
        assertThat(emails("[\"" + " ".repeat(60_000) + "ann@x.org\"]")).isEmpty();
    }

    @Test
    void theLocaleDoesNotCount() {
        Locale.setDefault(Locale.forLanguageTag("tr"));
        assertThat(emails("[\"MAILTO:IRIS@X.ORG\"]")).containsExactly("iris@x.org");
    }
}
