package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import io.identitystitch.model.ProfileId;

/**
 * Where a trait is kept: per owner, name and set of identifiers that it came with.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner
 * @param name the trait's name
 * @param cameWith the digest of the identifiers of its call
 */
public record TraitRef(ProfileId owner, String name, Digest cameWith) {}
