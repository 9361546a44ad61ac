package io.identitystitch.spi;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where the signals of persons are kept, and what is still to be done with them. Signals come in with plans, see {@link
 * io.identitystitch.plan.SignalWork}, in whose transaction their tasks are written.
 *
 * <p>A task belongs to a person; there is at most one for each profile. Whoever takes it has it until the lease is over. What is added to
 * it meanwhile is not lost: such a task does not end with {@link #finish}, and is taken once more.
 *
 * <p>Implementations are thread-safe and pass the contract of the testkit. Every method throws {@link IdentityStoreException} if the store
 * cannot answer.
 */
public interface SignalStore {
    /**
     * The signals of a person, on whichever of its profiles they were observed, by event time.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param page which part
     * @return the page, empty where the id is unknown in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<SignalRecord> journey(TenantId tenant, ProfileId id, PageRequest page);

    /**
     * Every signal of a tenant, in an order in which later ones come after those given before, whenever their transactions began: whoever
     * goes on from the last page's cursor gets each signal once. A signal is given as soon as nothing can come before it any more.
     *
     * @param tenant the tenant
     * @param page which part; without a cursor from the beginning
     * @return the page, which has a cursor for going on as long as it has items
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<SignalRecord> replay(TenantId tenant, PageRequest page);

    /**
     * Has persons searched in cold storage.
     *
     * @param tenant the tenant
     * @param profiles profiles of theirs; those that do not exist any more are left out
     * @param asOf when they were identified, by the resolver's clock; of several the earliest counts
     */
    void search(TenantId tenant, Collection<ProfileId> profiles, Instant asOf);

    /**
     * Takes tasks that are due and that nobody has, of whatever tenant, those first that have waited longest.
     *
     * @param most how many at most
     * @param lease for how long they are this caller's
     * @return the tasks
     */
    List<SignalTask> take(int most, Duration lease);

    /**
     * Hands over signals of the task's person that wait for it and are not parked, by event time, in one transaction, in which they are
     * noted as done. A signal that somebody else hands over at this moment is left out.
     *
     * @param task the task
     * @param most how many at most
     * @param call takes them
     * @return what came of it
     */
    HandOver handOver(SignalTask task, int most, SignalCall call);

    /**
     * Notes that a signal was handed over in vain.
     *
     * @param task the task
     * @param failed which and why
     * @param park whether nobody shall get it any more
     */
    void failed(SignalTask task, HandOver.Failed failed, boolean park);

    /**
     * Ends a task of which everything is done. One to which something was added meanwhile is due again at once.
     *
     * @param task the task
     */
    void finish(SignalTask task);

    /**
     * Gives back a task that could not be done.
     *
     * @param task the task
     * @param searched whether the search in cold storage is done all the same
     * @param delay after which it is due again
     */
    void release(SignalTask task, boolean searched, Duration delay);

    /**
     * The parked signals of a tenant, in no particular order.
     *
     * @param tenant the tenant
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<ParkedSignal> parked(TenantId tenant, PageRequest page);

    /**
     * Has the parked signals of a person handed over once more.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @return how many there were
     */
    int unpark(TenantId tenant, ProfileId id);
}
