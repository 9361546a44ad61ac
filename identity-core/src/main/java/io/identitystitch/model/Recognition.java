package io.identitystitch.model;

import java.util.Locale;

/**
 * By what a person was recognised. Two of the labels name one and the same outcome, a merge by a device mark seen for
 * the first time ({@link #NEW_DOMAINPRINT_MERGED}) and one seen before ({@link #ALIAS_DETECTED}); both are kept because
 * support staff ask which of the two it was.
 *
 * <p>Immutable and thread-safe.
 */
public enum Recognition {
    /** By an identifier that is linked to the person already. */
    EXISTING_IDENTITY,
    /** By a domainprint that is one of the person's further devices. */
    ALIAS_DETECTED,
    /** A known person came with a new domainprint, which is now one of the person's devices. */
    NEW_DOMAINPRINT_MERGED,
    /** By a fingerprint. */
    IDENTIFIED_BY_FINGERPRINT,
    /** By a domainprint although the network or the fingerprint changed. */
    NETWORK_CHANGE,
    /** By a behavioural hash. */
    IDENTIFIED_BY_BEHAVIORAL,
    /** Not recognised; a new anonymous profile. */
    NEW_ANONYMOUS_USER,
    /** Not recognised; a new known profile. */
    NEW_USER;

    /**
     * The name in lower case, as reports print it.
     *
     * @return for instance {@code network_change}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
