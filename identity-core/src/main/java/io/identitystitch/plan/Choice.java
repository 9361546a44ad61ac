package io.identitystitch.plan;

import io.identitystitch.model.ObservedIdentifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom an observation is about.
 *
 * @param kind how the person was chosen
 * @param person the person; null for a new one, for nobody, and for one that evidence recognised
 * @param recognized the evidence that recognised it; null where none did
 * @param arriving the identifiers without a holder that take part
 * @param refused identifiers without a holder that are not linked, for a reason that is reported already
 * @param signIn whether a persistent identifier takes part
 */
record Choice(
        Kind kind,
        @Nullable Person person,
        @Nullable EvidenceState recognized,
        List<ObservedIdentifier> arriving,
        List<ObservedIdentifier> refused,
        boolean signIn) {
    enum Kind {
        /** A person that the store knows. */
        EXISTING,
        /** A known person that holds a device of the call, taken to be the one who signs in. */
        INFERRED,
        /** A new profile. */
        NEW,
        /** No profile at all. */
        NOBODY
    }

    /** Whether it is a person whom a steward has locked. */
    boolean isLocked() {
        return person != null && kind != Kind.NEW && person.state().locked();
    }

    /** The same person as it is: no guess joins anything to it, and it gets no identifier. */
    Choice asItIs() {
        List<ObservedIdentifier> left = new ArrayList<>(refused);
        left.addAll(arriving);
        return new Choice(Kind.EXISTING, person, recognized, List.of(), left, signIn);
    }
}
