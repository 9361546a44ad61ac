package io.identitystitch.plan;

import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import java.util.List;

/**
 * A person that an observation reaches.
 *
 * @param root the root
 * @param state what is stored of it
 * @param keys the identifiers of the observation that are linked to it, strongest first
 * @param standing how it is reached
 */
record Person(ProfileId root, RootState state, List<ObservedIdentifier> keys, Standing standing) {
    Person {
        keys = List.copyOf(keys);
    }

    ObservedIdentifier strongest() {
        return keys.get(0);
    }
}
