package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;

/**
 * Where a touch is kept: per owner and event id.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner
 * @param eventId the event id
 */
public record TouchRef(ProfileId owner, String eventId) {}
