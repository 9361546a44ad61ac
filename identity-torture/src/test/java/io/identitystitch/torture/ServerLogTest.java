package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerLogTest {
    private final ServerLog log = new ServerLog();

    @Test
    void countsErrorsOfTheLibraryBySqlState() {
        log.count("2026-01-01 10:00:00.123 UTC [12] 23505 torture ERROR:  duplicate key value");
        log.count("2026-01-01 10:00:00.123 UTC [12] 57P01 torture FATAL:  terminating connection");
        log.count("2026-01-01 10:00:00.123 UTC [12] 42P01 torture-judge ERROR:  not the library");
        log.count("2026-01-01 10:00:00.123 UTC [12] 00000  LOG:  checkpoint starting");
        log.count("\tcontinued ERROR: line");

        assertThat(log.errors()).containsOnlyKeys("23505", "57P01");
        assertThat(log.verdict(5)).isEqualTo(new Verdict(log.verdict(5).judge(), 5, 0, List.of()));
    }

    @Test
    void findsADeadlock() {
        log.count("2026-01-01 10:00:00.123 UTC [12] 40P01 torture ERROR:  deadlock detected");

        assertThat(log.verdict(5).violations()).isEqualTo(1);
        assertThat(log.verdict(5).examples()).containsExactly("1 times 40P01");
    }

    @Test
    void findsABadStatement() {
        log.count("2026-01-01 10:00:00.123 UTC [12] 42601 torture ERROR:  syntax error");

        assertThat(log.verdict(5).violations()).isEqualTo(1);
    }
}
