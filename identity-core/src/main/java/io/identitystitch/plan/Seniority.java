package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which of two profiles is older. A profile that no store has stamped yet is younger than every stamped one. */
final class Seniority {
    private Seniority() {}

    static int compare(@Nullable Instant a, ProfileId idA, @Nullable Instant b, ProfileId idB) {
        if (a != null && b != null) {
            int order = a.compareTo(b);
            return order != 0 ? order : idA.compareTo(idB);
        }
        if (a != null || b != null) {
            return a != null ? -1 : 1;
        }
        return idA.compareTo(idB);
    }
}
