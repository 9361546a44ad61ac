package io.identitystitch.plan;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An identifier as a steward finds it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key its key
 * @param identifier the normalised value; null where only the key is known, so that what is stored of the value stays
 * @param state what is stored; null for nothing
 * @param root the root that answers for the owner; null where there is no owner
 * @param readAt when it was read
 */
public record StoredIdentifier(
        IdentifierKey key,
        @Nullable Identifier identifier,
        @Nullable LinkState state,
        @Nullable ProfileId root,
        Instant readAt) {
    /**
     * Who has it.
     *
     * @return the owner; null for nobody, or nobody any more
     */
    public @Nullable ProfileId holder() {
        return state == null || state.isExpired(readAt) ? null : state.owner();
    }

    /**
     * Where it must still be when something that was decided on it is carried out.
     *
     * @return the expectation
     */
    public KeyExpectation expectation() {
        return state == null
                ? KeyExpectation.UNLINKED
                : new KeyExpectation(true, state.owner(), root, state.settledAt());
    }
}
