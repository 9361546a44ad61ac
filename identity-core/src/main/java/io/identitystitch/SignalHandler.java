package io.identitystitch;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.spi.SignalCall.Transaction;

/**
 * Takes the signals of persons, each person's by event time: the host's rules for what a signal means for its own tables.
 *
 * <p>Every signal that is kept is handed over, once in effect for whatever is written by the connection of the transaction, and at least
 * once for everything else; {@link io.identitystitch.model.StagedSignal#contentHash()} is the same each time. A handler that throws gets
 * the signal again later, and the person's later ones wait; after a number of attempts the signal is parked, and the others go on. Other
 * persons do not wait.
 */
@FunctionalInterface
public interface SignalHandler {
    /**
     * Handles a signal.
     *
     * @param person whose it is
     * @param signal the signal, with the profile that it was observed on
     * @param transaction what it is noted as done in: {@code transaction.unwrap(Connection.class)} gives its connection on a database, which
     *     must be neither committed nor closed
     * @throws Exception if it could not be handled
     */
    void handle(ProfileId person, SignalRecord signal, Transaction transaction) throws Exception;
}
