package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void shareTheTimeBetweenTheDatabases() {
        Options options = Options.parse("--seconds", "60", "--seed", "7");

        assertThat(options.h2Seconds()).isEqualTo(10);
        assertThat(options.postgresSeconds()).isEqualTo(50);
        assertThat(options.seed()).isEqualTo(7);
        assertThat(Options.parse().postgresSeconds()).isEqualTo(540);
    }

    @Test
    void leaveAllOfItToOneDatabaseWhereOnlyOneIsWanted() {
        assertThat(Options.parse("--h2").postgresSeconds()).isZero();
        assertThat(Options.parse("--only", "postgres").h2Seconds()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds", "--seconds 5", "--seconds x", "--fast", "--sabotage nobody", "--workers 0"})
    void refuseWhatTheyDoNotKnow(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ")));
    }
}
