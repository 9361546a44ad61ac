package io.identitystitch.plan;

import io.identitystitch.model.ActId;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An act of a steward to be recorded.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id its id
 * @param kind what is done
 * @param by the steward's name, at most 100 characters
 * @param reason the steward's words, at most 1,000 characters
 * @param a one of the two profiles concerned, as owner
 * @param b the other one, as owner; the same one where the act is about one
 * @param merge the merge that is made or undone; null for none
 * @param conflict the conflict that is decided; null for none
 * @param keys the identifiers that it is about, none for whole profiles
 */
public record NewAct(
        ActId id,
        ActKind kind,
        String by,
        String reason,
        ProfileId a,
        ProfileId b,
        @Nullable MergeId merge,
        @Nullable ConflictId conflict,
        List<IdentifierKey> keys) {
    /**
     * Copies the list.
     *
     * @param id its id
     * @param kind what is done
     * @param by the steward's name, at most 100 characters
     * @param reason the steward's words, at most 1,000 characters
     * @param a one of the two profiles concerned, as owner
     * @param b the other one, as owner; the same one where the act is about one
     * @param merge the merge that is made or undone; null for none
     * @param conflict the conflict that is decided; null for none
     * @param keys the identifiers that it is about, none for whole profiles
     */
    public NewAct {
        keys = List.copyOf(keys);
    }

    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "NewAct[" + id + ", " + kind + ", a=" + a + ", b=" + b + "]";
    }
}
