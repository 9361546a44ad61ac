package io.identitystitch;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.Match;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an application sees of a visitor (cookies, e-mail addresses, account ids, devices) into one person.
 *
 * <pre>{@code
 * IdentityResolver identities = IdentityResolver.builder(store).build();
 * ProfileId person = identities.resolve(ResolveRequest.builder()
 *         .anonymousId(cookie)
 *         .email(form.email())
 *         .userId(account.id())
 *         .build()).profileId().orElseThrow();
 * }</pre>
 *
 * <p>A resolver is bound to one tenant. Sign-up, sign-in and event code call the same {@link #resolve}. Every method may
 * throw {@link io.identitystitch.spi.IdentityStoreException} where the store is down or slow, {@link
 * ContendedResolutionException} where other writers were faster too often, and {@link IllegalStateException} after {@link
 * #close()}; dirty data is no exception but is reported in the answer.
 *
 * <p>Thread-safe. Not meant to be implemented by applications, test stubs excepted: methods will be added.
 */
public interface IdentityResolver extends AutoCloseable {
    /**
     * A builder of a resolver.
     *
     * @param store where identities are kept
     * @return a new builder
     */
    static IdentityResolverBuilder builder(IdentityStore store) {
        return new IdentityResolverBuilder(store);
    }

    /**
     * Resolves a request: recognises the person, links what is new, merges what turns out to be one.
     *
     * @param request what was seen together
     * @return who it is and what was done
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of the request
     */
    Resolution resolve(ResolveRequest request);

    /**
     * Resolves requests as if one after the other, with one read and one write for each 1,000 of them.
     *
     * @param requests the requests, in order
     * @return the answers, in the same order
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of a request; nothing is done then
     */
    List<Resolution> resolveAll(Collection<ResolveRequest> requests);

    /**
     * Imports requests as if one after the other, as {@link #resolveAll(Collection)} does, however many they are: at most
     * 1,000 are read ahead of their answers, and nothing is kept but numbers. In a joined transaction all of it is one
     * transaction, and what waits for its commit grows with it; in an own one each part is committed for itself.
     *
     * @param requests the requests, in order; read by this thread only, and not beyond the first that fails
     * @param listener takes the answers of each part, once it is carried out
     * @return what the import came to
     * @throws ImportFailedException if the import stopped in the middle; it says how many requests were answered, so that the
     *     caller can go on from there, and its cause says why
     */
    ImportSummary resolveAll(Iterator<? extends ResolveRequest> requests, ImportListener listener);

    /**
     * Tells what {@link #resolve} would answer now, without changing anything. Ids of profiles that would be created are
     * made up.
     *
     * @param request what was seen together
     * @return what would be done
     * @throws IllegalArgumentException if the policy has no rule for an identifier type of the request
     */
    Resolution preview(ResolveRequest request);

    /**
     * Whose an identifier is. Device evidence is answered only where it is one person's.
     *
     * @param identifier the identifier, as given or normalised
     * @return its person, empty where nobody has it, its time is over, or the value is unusable
     * @throws IllegalArgumentException if the policy has no rule for the type
     */
    Optional<Match> find(Identifier identifier);

    /**
     * The whole person behind a profile id, whichever of its profiles the id names.
     *
     * @param id an id that was returned once
     * @return the person, empty where the id is unknown in this tenant; of an erased one only that, see {@link
     *     io.identitystitch.model.ProfileStatus#ERASED}
     */
    Optional<Profile> profile(ProfileId id);

    /**
     * Says that the visitor with this anonymous id has signed out now: what comes next from the device is nobody's until
     * somebody signs in.
     *
     * @param anonymousId the anonymous id; unusable values change nothing
     * @return the person who held the device, empty where nobody known did
     */
    Optional<ProfileId> signedOut(@Nullable String anonymousId);

    /**
     * Says that the visitor with this anonymous id signed out at a moment. A moment before the latest sign-in with it
     * changes nothing.
     *
     * @param anonymousId the anonymous id; unusable values change nothing
     * @param at when, clamped as event times are
     * @return the person who held the device, empty where nobody known did
     */
    Optional<ProfileId> signedOut(@Nullable String anonymousId, Instant at);

    /**
     * What happened, by persons and by strangers.
     *
     * @return the signals, of the same tenant and store
     */
    Signals signals();

    /**
     * What a steward of the data, or a job, needs beside sign-up and sign-in.
     *
     * @return the steward's side, of the same tenant and store
     */
    Steward steward();

    /**
     * Owners and roots, for modules that keep facts of their own.
     *
     * @return the graph, of the same tenant and store
     */
    IdentityGraph graph();

    /**
     * The tenant.
     *
     * @return the tenant that this resolver is bound to
     */
    TenantId tenant();

    /**
     * A resolver for another tenant, sharing everything else with this one.
     *
     * @param tenant the tenant
     * @return the resolver; closing it has no effect
     */
    IdentityResolver forTenant(TenantId tenant);

    /**
     * A resolver on another view of the same data, for instance a store that takes part in the caller's transaction.
     *
     * @param store the store
     * @return the resolver, as thread-safe as the store; closing it has no effect
     */
    IdentityResolver using(IdentityStore store);

    /** Ends what {@code build()} started; a host's executor and store are left alone. Calls afterwards are refused. */
    @Override
    void close();
}
