package io.identitystitch.spi;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import java.util.Optional;

/** Takes the signals that a store hands over, in the transaction in which they are noted as done. */
@FunctionalInterface
public interface SignalCall {
    /**
     * Takes a signal.
     *
     * @param person the root of the signal's owner
     * @param signal the signal
     * @param transaction the transaction
     * @throws Exception if it could not be handled; the transaction is rolled back
     */
    void handle(ProfileId person, SignalRecord signal, Transaction transaction) throws Exception;

    /** A transaction of a store. Valid only during the call. */
    @FunctionalInterface
    interface Transaction {
        /**
         * Something of the transaction, such as its connection.
         *
         * @param <T> what
         * @param type the class of it: {@code java.sql.Connection} on a database
         * @return it; empty where the store has none
         */
        <T> Optional<T> unwrap(Class<T> type);
    }
}
