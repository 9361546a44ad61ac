package io.identitystitch.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColdSignalTest {
    private static final Digest HASH = Digest.sha256(new byte[0]);
    private static final Set<IdentifierKey> VISITOR = Set.of(new IdentifierKey(IdentifierType.ANONYMOUS_ID, HASH));

    private static ColdSignal at(String occurred, String received) {
        return new ColdSignal(HASH, Instant.parse(occurred), Instant.parse(received), VISITOR, new byte[0]);
    }

    @Test
    void itsTimesAreCutToMicroseconds() {
        ColdSignal fine = at("2026-03-02T09:00:00.123456789Z", "1969-12-31T23:59:59.999999999Z");
        assertThat(fine.occurredAt()).isEqualTo("2026-03-02T09:00:00.123456Z");
        assertThat(fine.receivedAt()).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(fine).isEqualTo(at("2026-03-02T09:00:00.123456Z", "1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void itHasAVisitorAndABoundedBody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColdSignal(HASH, Instant.EPOCH, Instant.EPOCH, Set.of(), new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ColdSignal(HASH, Instant.EPOCH, Instant.EPOCH, VISITOR, new byte[ColdSignal.MAX_BODY + 1]));
    }

    @Test
    void itsTextShowsNothingOfTheBody() {
        byte[] body = "ann@mail.example".getBytes(StandardCharsets.UTF_8);
        assertThat(new ColdSignal(HASH, Instant.EPOCH, Instant.EPOCH, VISITOR, body))
                .asString()
                .doesNotContain("ann")
                .contains("16 bytes");
    }
}
