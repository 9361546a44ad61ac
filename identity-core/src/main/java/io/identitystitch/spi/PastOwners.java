package io.identitystitch.spi;

import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.PastIdentifier;
import io.identitystitch.model.ProfileId;
import java.util.List;

/**
 * Some profiles as they were at a moment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owners those of them that there were, in order of their ids
 * @param merges the merges that held then of which one side at least is one of them, each once
 * @param identifiers what they had, in the order in which they got it and then of the keys, as many as were asked for
 */
public record PastOwners(List<ProfileId> owners, List<MergeRecord> merges, List<PastIdentifier> identifiers) {
    /**
     * Copies the lists.
     *
     * @param owners those of them that there were, in order of their ids
     * @param merges the merges that held then of which one side at least is one of them, each once
     * @param identifiers what they had, in the order in which they got it and then of the keys
     */
    public PastOwners {
        owners = List.copyOf(owners);
        merges = List.copyOf(merges);
        identifiers = List.copyOf(identifiers);
    }
}
