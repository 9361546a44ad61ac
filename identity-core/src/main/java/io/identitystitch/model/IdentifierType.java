package io.identitystitch.model;

import java.util.regex.Pattern;

/**
 * The name of a kind of identifier. What a type may do (make a profile known, join profiles, be exclusive) is a rule of
 * the policy, not of the name; a host registers further types there.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name a lower-case word: {@code [a-z][a-z0-9_]{0,39}}
 */
public record IdentifierType(String name) implements Comparable<IdentifierType> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** An e-mail address. */
    public static final IdentifierType EMAIL = new IdentifierType("email");
    /** A telephone number. */
    public static final IdentifierType PHONE = new IdentifierType("phone");
    /** The account id that the host's own login asserts. */
    public static final IdentifierType USER_ID = new IdentifierType("user_id");
    /** The account id of a product that is separate from the host's site. */
    public static final IdentifierType PRODUCT_USER_ID = new IdentifierType("product_user_id");
    /** A record id of a customer-relationship system. */
    public static final IdentifierType CRM_ID = new IdentifierType("crm_id");
    /** A lead id of a marketing-automation platform. */
    public static final IdentifierType MAP_ID = new IdentifierType("map_id");
    /** The id of a visitor cookie or of an app installation before sign-in. */
    public static final IdentifierType ANONYMOUS_ID = new IdentifierType("anonymous_id");
    /** The id that an operating system or a native application gives to a device. */
    public static final IdentifierType DEVICE_ID = new IdentifierType("device_id");
    /** A device mark that is bound to the site's own domain and outlives changes of network or browser version. */
    public static final IdentifierType DOMAINPRINT = new IdentifierType("domainprint");
    /** A browser or device fingerprint: evidence that may be shared by many devices. */
    public static final IdentifierType FINGERPRINT = new IdentifierType("fingerprint");
    /** A behavioural hash: evidence of low certainty. */
    public static final IdentifierType BEHAVIORAL = new IdentifierType("behavioral");
    /** An organisation: shared by many people, so it never links them. */
    public static final IdentifierType ORGANIZATION_ID = new IdentifierType("organization_id");
    /** A workspace: shared by many people, so it never links them. */
    public static final IdentifierType WORKSPACE_ID = new IdentifierType("workspace_id");
    /** An event of a marketing-automation platform, a webinar for instance: shared by many people, so it never links them. */
    public static final IdentifierType MARKETING_EVENT_ID = new IdentifierType("marketing_event_id");

    /**
     * Checks the shape.
     *
     * @param name a lower-case word: {@code [a-z][a-z0-9_]{0,39}}
     * @throws IllegalArgumentException if the name is not a lower-case word of at most 40 characters
     */
    public IdentifierType {
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("an identifier type is a word of [a-z][a-z0-9_]{0,39}");
        }
    }

    /**
     * The type with this name.
     *
     * @param name a lower-case word
     * @return the type
     * @throws IllegalArgumentException if the name has another shape
     */
    public static IdentifierType of(String name) {
        return new IdentifierType(name);
    }

    @Override
    public int compareTo(IdentifierType other) {
        return name.compareTo(other.name);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
