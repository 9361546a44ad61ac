package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.StagedSignal;
import java.util.List;

/**
 * A signal to be kept, once in its tenant: where one with this content hash is kept already, on whichever owner, nothing is done.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner
 * @param signal the signal
 * @param cameWith the identifiers of its call, in order
 * @param handOver whether handlers wait for it, so that a store keeps a task until they have had it
 */
public record NewSignal(ProfileId owner, StagedSignal signal, List<IdentifierKey> cameWith, boolean handOver) {
    /**
     * Copies the list.
     *
     * @param owner the owner
     * @param signal the signal
     * @param cameWith the identifiers of its call, in order
     * @param handOver whether handlers wait for it, so that a store keeps a task until they have had it
     */
    public NewSignal {
        cameWith = List.copyOf(cameWith);
    }
}
