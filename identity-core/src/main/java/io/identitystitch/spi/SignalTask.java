package io.identitystitch.spi;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * Work that somebody has taken: a person whose visitors are to be searched in cold storage, or whose signals wait for handlers.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param profile a profile of the person, the root when the work came up
 * @param searchAsOf when the person was identified, by the resolver's clock, if cold storage is to be searched
 * @param attempts how often the work has failed so far
 * @param lease what tells this holder from those before and after
 * @param stamp changes with whatever is added to the work
 */
public record SignalTask(
        TenantId tenant, ProfileId profile, Optional<Instant> searchAsOf, int attempts, long lease, long stamp) {}
