package io.identitystitch.spi;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where signals of visitors are kept whom nobody knows yet: cheap to write, found again by visitor, gone after a while.
 *
 * <p>Signals are kept by tenant and by the UTC day of their receipt, under {@code org/{tenant}/anonymous/{date}/}. One that is appended
 * twice may be found twice: whoever reads tells by the content hash. A store never gives a damaged record to anybody; it sets it aside
 * and counts it.
 *
 * <p>Implementations are thread-safe and pass the contract of the testkit.
 */
public interface ColdStore extends AutoCloseable {
    /**
     * Keeps signals. Once this has returned, they are found by every scan that begins afterwards, in whichever process, and survive
     * the death of this one and of its machine.
     *
     * @param tenant the tenant
     * @param signals the signals; none is no work
     * @throws IdentityStoreException if it is not known that all of them are kept; some may be. Appending all of them again is safe
     */
    void append(TenantId tenant, List<ColdSignal> signals);

    /**
     * Hands over the signals of some visitors, in no order. What one visitor left costs what that visitor left, and does not grow with
     * what others did on the same days.
     *
     * @param query which
     * @param found takes each of them, in this thread, while the scan is under way
     * @return what the scan came to
     * @throws IdentityStoreException if the store cannot be read; what was handed over before is right
     */
    ColdScan scan(ColdQuery query, Consumer<ColdSignal> found);

    /**
     * Deletes what was received before a day.
     *
     * @param tenant the tenant
     * @param before the first UTC day that is kept
     * @return how many days were deleted
     * @throws IdentityStoreException if not all of it could be deleted; calling again goes on
     */
    int expire(TenantId tenant, LocalDate before);

    /**
     * Deletes every signal that has an identifier of one of these visitors. Once this has returned, nothing of them is left in what was
     * appended before the call, neither in what is damaged and set aside.
     *
     * @param tenant the tenant
     * @param visitors keys of anonymous identifiers
     * @return how many signals were deleted
     * @throws IdentityStoreException if not all of it could be deleted; calling again goes on
     */
    long erase(TenantId tenant, Set<IdentifierKey> visitors);

    /**
     * Brings what appends have left into the form that scans read fastest, of every tenant and day: many small pieces into few. A store
     * without pieces has nothing to do. To be called now and then by one process; several do not disturb each other.
     *
     * @throws IdentityStoreException if not all of it could be done; calling again goes on
     */
    default void tidy() {}

    /**
     * How the store is; looks at all that is stored, so it is nothing for every second.
     *
     * @return how it is
     * @throws IdentityStoreException if the store cannot be read
     */
    ColdHealth health();

    /** Ends what the store has begun; everything acknowledged is kept. Calls afterwards are refused. */
    @Override
    void close();
}
