package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();

    private Progress progress(boolean watched) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Progress(
                new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, watched, false, false), nanos::get);
    }

    private void pass(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void isOneLineThatIsWrittenOverWhereSomebodyWatches() {
        Progress progress = progress(true);
        pass(1);
        progress.show(2_000, 0.5);
        pass(0.1);
        progress.show(3_000, 0.7);
        pass(0.2);
        progress.show(4_000, 0.9);

        assertThat(said())
                .contains(" 50 %   2,000 rows   2,000 a second   heap ", " 90 %   4,000 rows")
                .doesNotContain("3,000 rows", "\n");
        progress.finish(4_000);
        assertThat(said()).endsWith("\r");
    }

    @Test
    void isALineEveryTenSecondsElsewhere() {
        Progress progress = progress(false);
        pass(9);
        progress.show(9_000, -1);
        assertThat(said()).isEmpty();
        pass(1);
        progress.show(20_000, -1);
        assertThat(said())
                .startsWith("20,000 rows   2,000 a second   heap ")
                .endsWith(" MB\n")
                .doesNotContain("%", "\r");
    }

    @Test
    void endsWithTheRateBeforeAndAfterWarmingUp() {
        Progress progress = progress(false);
        pass(20);
        progress.show(100_000, 0.2);
        pass(10);
        progress.show(300_000, 1);
        progress.finish(300_000);

        assertThat(said().lines())
                .last()
                .asString()
                .startsWith("300,000 rows in 30.0 s: 10,000 a second (20,000 after the first 100,000); heap ");
    }

    @Test
    void saysNothingOfWhatIsQuicklyDone() {
        Progress progress = progress(false);
        pass(1);
        progress.show(1_000, 1);
        progress.finish(1_000);
        assertThat(said()).isEmpty();
    }
}
