package io.identitystitch.model;

/**
 * Whose an identifier is.
 *
 * <p>Immutable and thread-safe.
 *
 * @param profileId the person's root
 * @param ownerId the profile that owns it
 * @param confidence how certain a recognition by it is, 0 to 100
 * @param alias whether it is a further value of a person that has a primary one
 */
public record Match(ProfileId profileId, ProfileId ownerId, int confidence, boolean alias) {}
