package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import java.util.List;

/**
 * A touch to be kept.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner
 * @param touch the touch
 * @param cameWith the identifiers of its call, in order
 */
public record NewTouch(ProfileId owner, Touch touch, List<IdentifierKey> cameWith) {
    /**
     * Copies the list.
     *
     * @param owner the owner
     * @param touch the touch
     * @param cameWith the identifiers of its call, in order
     */
    public NewTouch {
        cameWith = List.copyOf(cameWith);
    }

    /**
     * Where it is kept.
     *
     * @return the place
     */
    public TouchRef ref() {
        return new TouchRef(owner, touch.eventId());
    }
}
