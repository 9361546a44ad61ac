package io.identitystitch;

/**
 * What signals came to. Counts of this resolver and those made from it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param staged accepted and kept with a person
 * @param cold accepted and kept in cold storage
 * @param refused not kept
 * @param rehydrated found in cold storage, whether kept before or not
 * @param handled handed over to the handlers
 * @param failed handed over in vain
 * @param parked of these, not to be handed over any more
 * @param unreadable found in cold storage, but no signal
 */
public record SignalStatistics(
        long staged,
        long cold,
        long refused,
        long rehydrated,
        long handled,
        long failed,
        long parked,
        long unreadable) {}
