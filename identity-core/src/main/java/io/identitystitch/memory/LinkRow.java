package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.LinkState;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An identifier as it is kept.
 *
 * @param key the lookup key
 * @param value the normalised value
 * @param state what a snapshot shows of it
 * @param linkedAt when its owner got it, by the store's clock
 * @param via the identifier of the owner with which it came; null for none
 * @param context the circumstances of the call that linked it
 */
record LinkRow(
        IdentifierKey key,
        String value,
        LinkState state,
        Instant linkedAt,
        @Nullable IdentifierKey via,
        Map<String, String> context) {
    /** The owner of a row that is listed with one. */
    ProfileId owner() {
        return Objects.requireNonNull(state.owner());
    }

    LinkRow with(LinkState renewed) {
        return new LinkRow(key, value, renewed, linkedAt, via, context);
    }

    LinkRow withoutVia() {
        return new LinkRow(key, value, state, linkedAt, null, context);
    }

    /** Nothing of the value. */
    @Override
    public String toString() {
        return key.toString();
    }
}
