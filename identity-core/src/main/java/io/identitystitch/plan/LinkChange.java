package io.identitystitch.plan;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An identifier's row as it is and as it shall be.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the lookup key
 * @param identifier the normalised value, to be kept where readable values are kept; null to keep what is stored of it
 * @param before the stored state; null where there is none
 * @param after the new state
 * @param via the identifier that is the evidence of the link; null where it was the first of its owner
 * @param persistent whether the type makes a profile known
 * @param context the circumstances of the call that links it
 */
public record LinkChange(
        IdentifierKey key,
        @Nullable Identifier identifier,
        @Nullable LinkState before,
        LinkState after,
        @Nullable IdentifierKey via,
        boolean persistent,
        Map<String, String> context) {
    /**
     * Copies the map.
     *
     * @param key the lookup key
     * @param identifier the normalised value, to be kept where readable values are kept; null to keep what is stored of it
     * @param before the stored state; null where there is none
     * @param after the new state
     * @param via the identifier that is the evidence of the link; null where it was the first of its owner
     * @param persistent whether the type makes a profile known
     * @param context the circumstances of the call that links it
     */
    public LinkChange {
        context = Map.copyOf(context);
    }

    /**
     * Whether the row is new.
     *
     * @return whether nothing was stored
     */
    public boolean isNew() {
        return before == null;
    }

    /**
     * Whether a stored identifier gets another owner, or none, or the same one anew.
     *
     * @return whether it moves
     */
    public boolean isMove() {
        return before != null && !isSameHold(before, after);
    }

    /**
     * Whether only dates, counts or the verified mark of a stored identifier change.
     *
     * @return whether it is a renewal
     */
    public boolean isRenewal() {
        return before != null && isSameHold(before, after);
    }

    private static boolean isSameHold(LinkState before, LinkState after) {
        return Objects.equals(before.owner(), after.owner())
                && before.heldSince().equals(after.heldSince());
    }

    /** The states, nothing of the circumstances. */
    @Override
    public String toString() {
        return "LinkChange[" + key + ", before=" + before + ", after=" + after + ", via=" + via + "]";
    }
}
