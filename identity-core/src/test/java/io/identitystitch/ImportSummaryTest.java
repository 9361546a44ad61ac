package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportSummaryTest {
    @Test
    void countsNoMoreAnswersThanRequests() {
        assertThatThrownBy(() -> new ImportSummary(1, Map.of(Outcome.CREATED, 2L), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 answers to 1 requests");
        assertThatThrownBy(() -> new ImportSummary(1, Map.of(Outcome.CREATED, -1L), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new ImportSummary(2, Map.of(Outcome.CREATED, 2L), Duration.ZERO).perSecond())
                .isZero();
        assertThat(new ImportSummary(2, Map.of(Outcome.CREATED, 2L), Duration.ofSeconds(4)).perSecond())
                .isEqualTo(0.5);
    }
}
