package io.identitystitch.spi;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.policy.FirstTouchPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The reads beside resolving, and the seam for modules that keep facts of their own.
 *
 * <p>A module (sessions, signals, consent) hangs each of its facts on the owner id that a resolution returned and never
 * rewrites it. To show a person it asks for the owners of a root; to tell whose a fact is it asks for the roots of owners.
 * Merges, undos and splits then show in its reads without a change to its tables.
 *
 * <p>Implementations must be thread-safe unless they say otherwise.
 */
public interface IdentityReads {
    /**
     * Everything about a person that a profile shows.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param firstTouch which touch is the first
     * @return the stored parts, empty where the id is unknown in the tenant
     * @throws IdentityStoreException if the store cannot answer
     */
    Optional<StoredProfile> profile(TenantId tenant, ProfileId id, FirstTouchPolicy firstTouch);

    /**
     * The identifiers of a person, in order of linking.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param page which part
     * @return the page, empty where the id is unknown in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     * @throws IdentityStoreException if the store cannot answer
     */
    Page<ProfileIdentifier> identifiers(TenantId tenant, ProfileId id, PageRequest page);

    /**
     * The refused merges that wait for a human, oldest first.
     *
     * @param tenant the tenant
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     * @throws IdentityStoreException if the store cannot answer
     */
    Page<ConflictRecord> openConflicts(TenantId tenant, PageRequest page);

    /**
     * The profiles that answer for owners now.
     *
     * @param tenant the tenant
     * @param owners owner ids
     * @return owner to root, for every owner that exists in the tenant
     * @throws IdentityStoreException if the store cannot answer
     */
    Map<ProfileId, ProfileId> roots(TenantId tenant, Collection<ProfileId> owners);

    /**
     * The owners for which a profile answers now: itself and all that it absorbed, in order of their ids.
     *
     * @param tenant the tenant
     * @param root a root
     * @param page which part
     * @return the page, empty where the id is no root in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     * @throws IdentityStoreException if the store cannot answer
     */
    Page<ProfileId> owners(TenantId tenant, ProfileId root, PageRequest page);

    /**
     * What is known of persons of whom a steward decides something, or wants to know why they are one.
     *
     * @param query what is asked
     * @return the answer, of one moment; where the reads take part in a transaction that does not show one moment, the state of
     *     a root is older than its owners, and these are older than the merges
     * @throws IdentityStoreException if the store cannot answer
     */
    StewardSnapshot persons(StewardQuery query);

    /**
     * The merges that made a person and still hold, oldest first.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param page which part
     * @return the page, empty where the id is unknown in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     * @throws IdentityStoreException if the store cannot answer
     */
    Page<MergeRecord> merges(TenantId tenant, ProfileId id, PageRequest page);

    /**
     * What stewards did with any owner of a person, oldest first.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param page which part
     * @return the page, empty where the id is unknown in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     * @throws IdentityStoreException if the store cannot answer
     */
    Page<Act> acts(TenantId tenant, ProfileId id, PageRequest page);

    /**
     * That a profile was erased.
     *
     * @param tenant the tenant
     * @param id a profile id
     * @return the erasure; empty where the id is not one of an erased person
     * @throws IdentityStoreException if the store cannot answer
     */
    Optional<Erasure> erasure(TenantId tenant, ProfileId id);

    /**
     * How many records of a person there are, of each kind: {@code acts}, {@code backfills}, {@code conflicts},
     * {@code evidence}, {@code identifiers}, {@code intervals}, {@code kept_apart}, {@code merges}, {@code profiles}, {@code signals}, {@code touches},
     * {@code traits}.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @return every kind with its number, empty where the id is unknown in the tenant
     * @throws IdentityStoreException if the store cannot answer
     */
    SortedMap<String, Long> records(TenantId tenant, ProfileId id);

    /**
     * Every record of a person: its profiles first, and of these the root first, then the identifiers, the intervals, traits,
     * touches, evidence, merges, pairs kept apart, conflicts, acts, back-fills and signals. Each kind is given in one piece, every record once. The
     * records are of one moment, as far as {@link #persons} is, and are not held in memory by a store that keeps them elsewhere.
     *
     * @param tenant the tenant
     * @param id a root, or a profile that was absorbed
     * @param records takes the records; what it throws is thrown. It must not call the store
     * @return whether there is such a person; if not, no record was given
     * @throws IdentityStoreException if the store cannot answer
     */
    boolean export(TenantId tenant, ProfileId id, Consumer<? super PersonRecord> records);

    /**
     * Some profiles as they were at a moment of the store's clock: the merges that were made by then and not undone, and the
     * identifiers that they had got by then and not lost, expired or not.
     *
     * @param tenant the tenant
     * @param owners profiles
     * @param at the moment
     * @param most how many identifiers are needed at most
     * @return those that existed in the tenant, with their merges and identifiers
     * @throws IdentityStoreException if the store cannot answer
     */
    PastOwners asOf(TenantId tenant, Collection<ProfileId> owners, Instant at, int most);

    /**
     * The profile that had an identifier at a moment of the store's clock.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @param at the moment
     * @return the owner; empty where nobody had it
     * @throws IdentityStoreException if the store cannot answer
     */
    Optional<ProfileId> holder(TenantId tenant, IdentifierKey key, Instant at);

    /**
     * How an identifier came to its owner.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @return the link, expired or not; empty where nobody has the identifier
     * @throws IdentityStoreException if the store cannot answer
     */
    Optional<LinkRecord> link(TenantId tenant, IdentifierKey key);
}
