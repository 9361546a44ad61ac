package io.identitystitch.spi;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.Set;

/**
 * Which signals a scan of a {@link ColdStore} looks for: those of any of the visitors whose event time and whose time of receipt both
 * lie within their bounds.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param visitors keys of anonymous identifiers
 * @param occurredFrom the earliest event time, inclusive
 * @param occurredTo the latest event time, inclusive
 * @param receivedFrom the earliest time of receipt, inclusive: it tells which days have to be opened
 * @param receivedTo the latest time of receipt, inclusive
 */
public record ColdQuery(
        TenantId tenant,
        Set<IdentifierKey> visitors,
        Instant occurredFrom,
        Instant occurredTo,
        Instant receivedFrom,
        Instant receivedTo) {
    /**
     * Copies the set.
     *
     * @param tenant the tenant
     * @param visitors keys of anonymous identifiers
     * @param occurredFrom the earliest event time, inclusive
     * @param occurredTo the latest event time, inclusive
     * @param receivedFrom the earliest time of receipt, inclusive: it tells which days have to be opened
     * @param receivedTo the latest time of receipt, inclusive
     */
    public ColdQuery {
        visitors = Set.copyOf(visitors);
    }

    /**
     * Whether a signal is one of those that are looked for.
     *
     * @param signal the signal
     * @return whether it has one of the visitors and lies within the bounds
     */
    public boolean matches(ColdSignal signal) {
        return isWithin(signal.occurredAt(), occurredFrom, occurredTo)
                && isWithin(signal.receivedAt(), receivedFrom, receivedTo)
                && signal.visitors().stream().anyMatch(visitors::contains);
    }

    private static boolean isWithin(Instant moment, Instant from, Instant to) {
        return !moment.isBefore(from) && !moment.isAfter(to);
    }
}
