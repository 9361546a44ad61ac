package io.identitystitch.model;

import java.util.regex.Pattern;

/**
 * The isolation scope of every identifier, profile and fact: the same identifier in two tenants is two persons.
 *
 * <p>Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9._-]}, compared exactly
 */
public record TenantId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The tenant of an application that has only one: {@code "default"}. */
    public static final TenantId DEFAULT = new TenantId("default");

    /**
     * Checks the shape.
     *
     * @param value 1 to 64 characters of {@code [A-Za-z0-9._-]}, compared exactly
     * @throws IllegalArgumentException if the value is not 1 to 64 characters of {@code [A-Za-z0-9._-]}
     */
    public TenantId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a tenant id is 1 to 64 characters of [A-Za-z0-9._-]");
        }
    }

    /**
     * The tenant with this id.
     *
     * @param value 1 to 64 characters of {@code [A-Za-z0-9._-]}
     * @return the tenant
     * @throws IllegalArgumentException if the value has another shape
     */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    /** The id as given. */
    @Override
    public String toString() {
        return value;
    }
}
