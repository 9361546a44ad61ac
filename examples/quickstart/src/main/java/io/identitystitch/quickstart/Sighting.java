package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ResolveRequest;
import java.util.List;
import java.util.Optional;

/**
 * An identifier of a call, and whose it was before.
 *
 * @param type its type
 * @param value as the shop saw it
 * @param holder whose it was, empty if it was new
 */
record Sighting(IdentifierType type, String value, Optional<Profile> holder) {
    static List<Sighting> before(ResolveRequest request, IdentityResolver identities) {
        return request.identifiers().stream()
                .map(given -> {
                    String value = given.value() == null ? "" : given.value();
                    Optional<Profile> holder = identities
                            .find(Identifier.of(given.type(), value))
                            .flatMap(match -> identities.profile(match.profileId()));
                    return new Sighting(given.type(), value, holder);
                })
                .toList();
    }

    boolean isNew() {
        return holder.isEmpty();
    }
}
