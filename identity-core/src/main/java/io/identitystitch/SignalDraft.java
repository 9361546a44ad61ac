package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedSignal;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.spi.ColdSignal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A signal that was read and found right.
 *
 * @param observation by whom, without the signal
 * @param signal the signal as it is kept
 * @param identifiable whether it says who it is
 * @param clamped whether its time was moved
 * @param visitors the keys of its identifiers that can be searched for in cold storage
 */
record SignalDraft(
        Observation observation,
        StagedSignal signal,
        boolean identifiable,
        boolean clamped,
        Set<IdentifierKey> visitors) {
    Observation observed(boolean handOver) {
        return observation.with(List.of(new ObservedSignal(signal, handOver)));
    }

    ColdSignal cold() {
        return new ColdSignal(
                signal.contentHash(),
                signal.occurredAt(),
                signal.receivedAt(),
                visitors,
                signal.json().getBytes(StandardCharsets.UTF_8));
    }
}
