package io.identitystitch.plan;

/**
 * What changes on the row of a root that stays one or was one.
 *
 * <p>Immutable and thread-safe.
 *
 * @param known whether it is known from now on
 * @param guarded whether it is named in a never-link pair from now on
 * @param bump whether its version goes up by one
 */
public record RootChange(boolean known, boolean guarded, boolean bump) {}
