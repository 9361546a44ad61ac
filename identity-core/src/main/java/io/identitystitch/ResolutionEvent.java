package io.identitystitch;

import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import java.time.Duration;

/**
 * One answered request.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param resolution the answer: outcome, merges, what was ignored and why
 * @param duration how long the call took; for a batch that of the whole part of at most 1,000
 * @param attempts how often it was tried; 1 where nobody was in the way
 * @param requests how many requests share this duration and these attempts: 1, or the size of the part of a batch, each request
 *     of which is an event of its own
 */
public record ResolutionEvent(TenantId tenant, Resolution resolution, Duration duration, int attempts, int requests) {}
