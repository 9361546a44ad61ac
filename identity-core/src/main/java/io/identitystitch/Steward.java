package io.identitystitch;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.ExportResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.Simulation;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.UndoResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a steward of the data, or a job, needs beside sign-up and sign-in.
 *
 * <p>Every act but {@link #readmit} carries the steward's name, see {@link #as}, and a reason, and both are kept: see
 * {@link #history}. A reason is 1 to 1,000 characters without NUL or a lone surrogate, and no place for personal data. An act
 * that changes nothing is not recorded. Acts that race each other, or sign-ins, are run again like those; beyond the attempts
 * allowed they throw {@link ContendedResolutionException} and can be called again.
 *
 * <p>What a human decides goes before the rules and holds when the same identifiers are seen again. Calls that are under way
 * when an act returns may still finish as they began.
 *
 * <p>An identifier whose type has no rule is an {@link IllegalArgumentException}; one whose value is unusable, or device
 * evidence, is one that nobody has.
 *
 * <p>Thread-safe as far as its resolver is. Not meant to be implemented by applications: methods will be added.
 */
public interface Steward {
    /**
     * A steward whose acts carry a name. Default: {@code steward}.
     *
     * @param name the name, 1 to 100 characters without NUL or a lone surrogate, not blank
     * @return a new steward
     * @throws IllegalArgumentException if the name is not such a text
     */
    Steward as(String name);

    /**
     * The same steward, whose acts write nothing and answer what they would come to now. Nothing is promised by it, and ids of
     * merges and profiles that would be created are made up.
     *
     * @return a new steward
     */
    Steward preview();

    /**
     * Makes two profiles one person, because a human says so. The root that remains is chosen as always: the known person's,
     * else the older one. What kept the two sides apart is taken back. Limits and locks are obeyed.
     *
     * @param into one of the two, as owner
     * @param from the other one, as owner
     * @param reason why
     * @return what became of it; merging those who are one already changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    MergeResult merge(ProfileId into, ProfileId from, String reason);

    /**
     * Takes a merge back, whoever made it and whatever happened since. Exactly its person becomes exactly the two sides of it:
     * every identifier and every fact stays with the profile that it was observed on. The side that holds the root keeps it.
     * From then on the two sides are kept apart, as by {@link #neverLink}. It does not matter in which order merges are undone.
     *
     * @param merge the merge, as named by the result that made it, by {@code explain} or by the history
     * @param reason why
     * @return what became of it; undoing what was undone changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    UndoResult undo(MergeId merge, String reason);

    /**
     * Keeps two persons apart, whatever is seen of them together. What is said of is the two profiles, as owners: should one of
     * the persons be taken apart later, it holds for the part with that profile.
     *
     * @param a a profile of the one
     * @param b a profile of the other
     * @param reason why
     * @return what became of it; two that are one person are not kept apart
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    SeparationResult neverLink(ProfileId a, ProfileId b, String reason);

    /**
     * Keeps the persons of two identifiers apart, see {@link #neverLink(ProfileId, ProfileId, String)}.
     *
     * @param a an identifier of the one
     * @param b an identifier of the other
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or a type has no rule
     */
    SeparationResult neverLink(Identifier a, Identifier b, String reason);

    /**
     * Takes back that two persons are kept apart, whichever of their profiles that was said of. Conflicts that were decided so
     * wait for a human again. They become one when they are next seen together.
     *
     * @param a a profile of the one
     * @param b a profile of the other
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    SeparationResult mayLink(ProfileId a, ProfileId b, String reason);

    /**
     * Takes back that the persons of two identifiers are kept apart, see {@link #mayLink(ProfileId, ProfileId, String)}.
     *
     * @param a an identifier of the one
     * @param b an identifier of the other
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or a type has no rule
     */
    SeparationResult mayLink(Identifier a, Identifier b, String reason);

    /**
     * Decides a refused merge. To merge obeys the limits, as {@link #merge} does; to keep apart holds for ever, as
     * {@link #neverLink} does; to move the identifier is to {@link #reassign} it from the refused person to the other.
     *
     * @param conflict the conflict
     * @param decision what is decided
     * @param reason why
     * @return what became of it; deciding the same again changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    ConflictResult resolveConflict(ConflictId conflict, ConflictDecision decision, String reason);

    /**
     * Gives an identifier to another profile: a telephone number that has a new owner, an address that was typed for somebody
     * else. The two persons are kept apart from then on, as by {@link #neverLink}, unless they are one. Facts recorded before
     * stay with whom they were observed on. Limits and locks are obeyed.
     *
     * @param identifier the identifier
     * @param from a profile of the person who has it
     * @param to the profile that shall own it
     * @param reason why
     * @return what became of it; giving it to who has it changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or the type has no rule
     */
    IdentifierResult reassign(Identifier identifier, ProfileId from, ProfileId to, String reason);

    /**
     * Puts an identifier in the place of another one: somebody has a new e-mail address. The old one is nobody's until it is
     * seen again; its history stays.
     *
     * @param old the one that goes
     * @param replacement the one that comes, of the same type; somebody else's is not taken away
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the types differ or have no rule, or the reason is blank, too long or not storable
     */
    IdentifierResult changeIdentifier(Identifier old, Identifier replacement, String reason);

    /**
     * Takes an identifier away, so that it is nobody's until it is seen again: an account was deleted, and its visitor stays.
     * A person without a persistent identifier is anonymous.
     *
     * @param identifier the identifier
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or the type has no rule
     */
    IdentifierResult unlink(Identifier identifier, String reason);

    /**
     * Makes a person of some identifiers of another, whatever joined them. They get a new profile, and with them go the touches
     * and traits that came with no other identifier, and the device evidence seen with them; everything else stays. The new
     * profile is kept apart for ever from those that the identifiers were observed on.
     *
     * @param identifiers identifiers of one person, at least one
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if there are none or more than 100, a type has no rule, or the reason is blank, too
     *     long or not storable
     */
    SplitResult split(Collection<Identifier> identifiers, String reason);

    /**
     * Locks a person: until it is unlocked no rule merges it, gives it an identifier or takes one away, and no steward does. A
     * call that would resolves as far as it can and reports {@link io.identitystitch.model.IgnoreReason#LOCKED}. Facts of known
     * identifiers are still recorded, and it may still be kept apart from others.
     *
     * @param profile a profile of the person
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    LockResult lock(ProfileId profile, String reason);

    /**
     * Takes back {@link #lock}.
     *
     * @param profile a profile of the person
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    LockResult unlock(ProfileId profile, String reason);

    /**
     * Erases a person, all of it: every profile, identifier, fact, merge and act, and whatever others hold of its identifiers.
     * The ids answer "erased" from then on and stand for nothing else. An identifier of it that is seen again begins afresh, or
     * is refused for a time where the policy says so:
     * {@link io.identitystitch.policy.IdentityPolicyBuilder#erasedIdentifiers}.
     *
     * <p>The person is locked first; then its facts go in parts, and at last everything that is left at once. It answers until
     * then. Whatever interrupts that, erasing again goes on where it stopped. Sign-ins that race it are either before it, and
     * erased, or after it, and begin afresh or are refused.
     *
     * @param profile any id of the person
     * @param reason why
     * @return what became of it; with {@link #preview} how many records there are
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    EraseResult erase(ProfileId profile, String reason);

    /**
     * Erases the person of an identifier, see {@link #erase(ProfileId, String)}.
     *
     * @param identifier the identifier
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or the type has no rule
     */
    EraseResult erase(Identifier identifier, String reason);

    /**
     * Lets an identifier begin afresh that is refused since its person was erased: somebody comes back and wants to. It is not
     * recorded and takes no reason, for nobody is left whose history could keep one.
     *
     * @param identifier the identifier
     * @return whether it was refused; with {@link #preview} whether it is
     * @throws IllegalArgumentException if the type has no rule
     */
    boolean readmit(Identifier identifier);

    /**
     * When a person was erased, by whom and why.
     *
     * @param profile any id that the person had
     * @return the erasure; empty where the id is not one of an erased person
     */
    Optional<Erasure> erasure(ProfileId profile);

    /**
     * Writes all that is kept of a person as one JSON document in UTF-8: its profiles, identifiers with their history, traits,
     * touches, device evidence, merges, refused merges, those it is kept apart from, and what stewards did. Values are readable
     * as far as the store keeps readable ones; where an identifier is only referred to it is by type and digest. What is written
     * is of one moment.
     *
     * <p>The document is streamed, whatever the size of the person. A connection of the store is held meanwhile, so the stream
     * should be a file or a buffer rather than somebody's slow network. If writing fails, what was written is incomplete and no
     * JSON.
     *
     * @param profile any id of the person
     * @param out where to; flushed and not closed
     * @return what became of it; nothing is written of one who is erased or unknown
     * @throws IOException if the stream fails
     */
    ExportResult export(ProfileId profile, OutputStream out) throws IOException;

    /**
     * Writes all that is kept of the person of an identifier, see {@link #export(ProfileId, OutputStream)}.
     *
     * @param identifier the identifier
     * @param out where to; flushed and not closed
     * @return what became of it
     * @throws IOException if the stream fails
     * @throws IllegalArgumentException if the type has no rule
     */
    ExportResult export(Identifier identifier, OutputStream out) throws IOException;

    /**
     * A person as it was at a moment of the store's clock: which profiles were one with it then, and what identifiers they had.
     * Merges that were undone since held then, and identifiers that moved since were with whom they had been. An identifier that
     * had expired counts until somebody else took it. Of persons who were erased since nothing is known.
     *
     * @param profile a profile
     * @param at the moment; one in the future is now
     * @return the person; empty where the profile is unknown in this tenant, or was created later
     */
    Optional<PastPerson> asOf(ProfileId profile, Instant at);

    /**
     * The person who had an identifier at a moment of the store's clock, as it was then, see {@link #asOf(ProfileId, Instant)}.
     *
     * @param identifier the identifier
     * @param at the moment; one in the future is now
     * @return the person; empty where nobody had it
     * @throws IllegalArgumentException if the type has no rule
     */
    Optional<PastPerson> asOf(Identifier identifier, Instant at);

    /**
     * Why two profiles are one person: the merges that join them. Or that they are two, and whether a human keeps them apart.
     *
     * @param a one profile
     * @param b the other
     * @return the explanation
     */
    Explanation explain(ProfileId a, ProfileId b);

    /**
     * Why two identifiers are those of one person: how each came to its owner, and the merges that join these. Or that they are
     * two persons', and whether a human keeps them apart.
     *
     * @param a one identifier
     * @param b the other
     * @return the explanation
     * @throws IllegalArgumentException if a type has no rule
     */
    Explanation explain(Identifier a, Identifier b);

    /**
     * Why a person is one: every merge that holds, beginning at the root, at most 1,000 of them.
     *
     * @param profile an id that was returned once
     * @return the explanation
     */
    Explanation explain(ProfileId profile);

    /**
     * What stewards did with any profile of a person, oldest first. Acts are never changed, and
     * removed only with a person who is erased.
     *
     * @param id an id that was returned once
     * @param page which part
     * @return the page, empty where the id is unknown in this tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<Act> history(ProfileId id, PageRequest page);

    /**
     * The refused merges that wait for a human, oldest first.
     *
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<ConflictRecord> conflicts(PageRequest page);

    /**
     * All identifiers of a person, in order of linking.
     *
     * @param id an id that was returned once
     * @param page which part
     * @return the page, empty where the id is unknown in this tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<ProfileIdentifier> identifiers(ProfileId id, PageRequest page);

    /**
     * What some requests would come to where nobody is known yet, one after the other under the resolver's policy, hasher and
     * ids: merge rules can be written as unit tests. They are answered in memory. The resolver's store is neither read nor
     * written, and listeners are not told.
     *
     * <p>The time of a simulation is that of its requests: each one is received at the moment that it is dated, or where it is
     * dated before another one ahead of it, when that one was received. So a month can be simulated at once, and late data too.
     *
     * @param requests the requests, at most 10,000
     * @return the answers, the persons in the end and why they are, and the picture of it
     * @throws IllegalArgumentException if there are more than 10,000 requests, or a type has no rule
     */
    Simulation simulate(List<ResolveRequest> requests);
}
