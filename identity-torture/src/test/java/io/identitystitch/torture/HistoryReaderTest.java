package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import io.identitystitch.torture.Recorded.Answer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryReaderTest {
    private static final UUID PROFILE = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Step CALL =
            new Step(Step.Kind.BATCH, "shop", "batch", 17, List.of(List.of("mail:a", "crm:a"), List.of("mail:b")));

    @Test
    void readsWhatTheLogWrote(@TempDir Path folder) throws IOException {
        try (CallLog log = new CallLog(folder.resolve("w1.calls"))) {
            log.begin("w1-1", CALL);
            log.answered("w1-1", 3, List.of("CREATED/" + PROFILE + "/-", "CONFLICT/" + PROFILE + "/0"));
            log.found("w1-1", PROFILE.toString());
            log.begin("w1-2", CALL);
            log.inDoubt(
                    "w1-2", new IdentityStoreException(Kind.UNAVAILABLE, "gone", new SQLException("gone", "08006")));
            log.begin("w1-3", CALL);
            log.failed("w1-3", new IllegalStateException("two\nlines"));
            log.begin("w1-4", CALL);
        }

        History history = HistoryReader.read(folder);

        Recorded first = history.calls().get(0);
        assertThat(first.tenant()).isEqualTo("shop");
        assertThat(first.observedAt()).isEqualTo(17);
        assertThat(first.answers())
                .containsExactly(
                        new Answer("CREATED", PROFILE, List.of()), new Answer("CONFLICT", PROFILE, List.of(0)));
        assertThat(first.keys().mapToObj(history.keys()::name))
                .containsExactly("shop mail:a", "shop crm:a", "shop mail:b");
        assertThat(first.used(1)).isEmpty();
        assertThat(history.acknowledged()).isEqualTo(1);
        assertThat(history.inDoubt()).isEqualTo(3);
        assertThat(history.retried()).isEqualTo(2);
        assertThat(history.lookUps()).isEqualTo(1);
        assertThat(history.away()).containsOnlyKeys("UNAVAILABLE 08006", "worker killed during the call");
        assertThat(history.failures()).containsExactly("F w1-3 java.lang.IllegalStateException two lines");
    }

    @Test
    void takesAnAnswerThatWasCutOffForNoAnswer() throws IOException {
        History history = read("I c1 RESOLVE shop hot 1 mail:a\nA c1 1 CREATED/" + PROFILE + "/-");

        assertThat(history.acknowledged()).isZero();
        assertThat(history.inDoubt()).isEqualTo(1);
    }

    @Test
    void ignoresACallWhoseBeginningWasCutOff() throws IOException {
        assertThat(read("I c1 RESOLVE shop hot 1 mail").calls()).isEmpty();
    }

    @Test
    void takesAnErrorForAFailureOnceNothingIsBroken() throws IOException {
        History history = read("I c1 RESOLVE shop hot 1 mail:a\nX c1 TIMEOUT -\n"
                + "Q\nI c2 RESOLVE shop hot 1 mail:a\nX c2 TIMEOUT -\n");

        assertThat(history.failures()).containsExactly("c2 although nothing was broken: TIMEOUT -");
        assertThat(history.inDoubt()).isEqualTo(2);
    }

    @Test
    void takesAStoreThatCallsItselfBrokenForAFailure() throws IOException {
        History history = read("I c1 RESOLVE shop hot 1 mail:a\nX c1 BROKEN 42601\n");

        assertThat(history.failures()).containsExactly("c1: BROKEN 42601");
    }

    @Test
    void countsAnswersThatAreMissing() throws IOException {
        History history = read("I c1 BATCH shop batch 1 mail:a;mail:b\nA c1 1 CREATED/" + PROFILE + "/-\n");

        assertThat(history.failures()).containsExactly("c1: 2 requests, 1 answers");
    }

    private static History read(String log) throws IOException {
        History history = new History(new Keys());
        new HistoryReader(history).read(new StringReader(log));
        return history;
    }
}
