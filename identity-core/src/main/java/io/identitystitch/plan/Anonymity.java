package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import java.util.Set;

/**
 * A person that is anonymous once the plan is carried out. The version of its root does not tell, for a known person may get a
 * further persistent identifier without a change of it; so under the lock of the root, and after the plan's identifiers have
 * moved, it must have none.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root its root
 * @param persistent the persistent types
 */
public record Anonymity(ProfileId root, Set<IdentifierType> persistent) {
    /**
     * Copies the set.
     *
     * @param root its root
     * @param persistent the persistent types
     */
    public Anonymity {
        persistent = Set.copyOf(persistent);
    }
}
