package io.identitystitch.plan;

import io.identitystitch.model.ActId;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param by the steward's name, 1 to 100 characters
 * @param reason the steward's words, 1 to 1,000 characters
 */
public record StewardWords(String by, String reason) {
    /** The record of what is done with these words. */
    NewAct act(
            Supplier<UUID> ids,
            ActKind kind,
            ProfileId a,
            ProfileId b,
            @Nullable MergeId merge,
            @Nullable StoredConflict conflict,
            List<IdentifierKey> keys) {
        return new NewAct(
                new ActId(ids.get()),
                kind,
                by,
                reason,
                a,
                b,
                merge,
                conflict == null ? null : conflict.record().id(),
                keys);
    }

    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "StewardWords";
    }
}
