package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;

/**
 * A person to lock or to unlock.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root its root
 * @param locked whether it is locked from now on
 */
public record LockChange(ProfileId root, boolean locked) {}
