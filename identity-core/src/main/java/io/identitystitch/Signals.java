package io.identitystitch;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import java.util.Collection;
import java.util.List;

/**
 * What happened, by whomever it was: signals of persons are kept with them, those of strangers in cold storage, from where they come back
 * when the stranger becomes known.
 *
 * <p>Thread-safe as far as its resolver is. Methods may throw {@link io.identitystitch.spi.IdentityStoreException} where a store is down:
 * nothing is acknowledged then, and accepting the same signals again is safe.
 */
public interface Signals {
    /**
     * Takes a signal. One that says who it is ({@link io.identitystitch.policy.TypeRule#identifiable()}, or an e-mail address anywhere in its
     * payload) is resolved as a request and kept with that person; so is one of a visitor who is known. Any other goes to cold storage,
     * where nothing of the database is written.
     *
     * @param signal the signal
     * @return what became of it
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of the signal
     */
    SignalResult accept(Signal signal);

    /**
     * Whether a signal says who it is, so that it is tried as somebody's before it is kept in cold storage.
     *
     * @param signal the signal
     * @return whether it has a usable identifier of an {@linkplain io.identitystitch.policy.TypeRule#identifiable() identifiable} type, or an
     *     e-mail address anywhere in its payload; false for a signal that is not kept
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of the signal
     */
    boolean isIdentifiable(Signal signal);

    /**
     * Takes signals, as if one after the other; much faster than one by one.
     *
     * @param signals the signals, in order
     * @return what became of them, in the same order
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of a signal; nothing is done then
     */
    List<SignalResult> acceptAll(Collection<Signal> signals);

    /**
     * Everything that is kept of what a person did, on all devices and before and after merges, by event time.
     *
     * @param id any profile id of the person
     * @param page which part
     * @return the page, empty where the id is unknown
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<SignalRecord> journey(ProfileId id, PageRequest page);

    /**
     * Every signal of the tenant that is kept, for bringing all of them to another destination: whoever goes on from the cursor of the page
     * before gets each signal once, in whatever order writers began and ended.
     *
     * @param page which part; the first is without a cursor
     * @return the page; it has a cursor as long as it has items, at which a later read goes on
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<SignalRecord> replay(PageRequest page);

    /**
     * The signals that handlers threw at too often.
     *
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<ParkedSignal> parked(PageRequest page);

    /**
     * Has the parked signals of a person handed over once more.
     *
     * @param id any profile id of the person
     * @return how many there were
     */
    int retry(ProfileId id);

    /**
     * Does what is due now, in this thread: searches cold storage for those who became known, and hands signals to the handlers. The
     * background does the same.
     *
     * @return how many persons there was something to do for
     */
    int work();

    /**
     * Deletes from cold storage what is older than its retention. The background does the same once an hour, for the tenants that it has
     * seen.
     *
     * @return how many days were deleted
     */
    int expire();

    /**
     * What signals came to since the resolver was built, of all tenants.
     *
     * @return the counts of this moment
     */
    SignalStatistics statistics();
}
