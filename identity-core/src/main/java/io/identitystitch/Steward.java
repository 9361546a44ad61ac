package io.identitystitch;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.spi.IdentityStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a steward of the data, or a job, needs beside sign-up and sign-in.
 *
 * <p>Every act carries the steward's name, see {@link #as}, and a reason, and both are kept for ever: see {@link #history}. A
 * reason is 1 to 1,000 characters without NUL or a lone surrogate, and no place for personal data. An act that changes nothing
 * is not recorded. Acts that race each other, or sign-ins, are run again like those; beyond the attempts allowed they throw
 * {@link ContendedResolutionException} and can be called again.
 *
 * <p>Thread-safe as far as its resolver is.
 */
public final class Steward {
    private static final int MAX_NAME = 100;
    private static final int MAX_REASON = 1000;
    private static final String NOBODY = "steward";

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final StewardPlanner planner;
    private final StewardDesk desk;
    private final String name;

    Steward(ResolverCore core, TenantId tenant, IdentityStore store) {
        this(core, tenant, store, NOBODY);
    }

    private Steward(ResolverCore core, TenantId tenant, IdentityStore store, String name) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.planner = core.stewardPlanner;
        this.desk = new StewardDesk(core, tenant, store);
        this.name = name;
    }

    /**
     * A steward whose acts carry a name. Default: {@code steward}.
     *
     * @param name the name, 1 to 100 characters without NUL or a lone surrogate, not blank
     * @return a new steward
     * @throws IllegalArgumentException if the name is not such a text
     */
    public Steward as(String name) {
        return new Steward(core, tenant, store, StewardDesk.checked(name, "name", MAX_NAME));
    }

    /**
     * Makes two profiles one person, because a human says so. The root that remains is chosen as always: the known person's,
     * else the older one. What kept the two sides apart is taken back. Limits are obeyed.
     *
     * @param into one of the two, as owner
     * @param from the other one, as owner
     * @param reason why
     * @return what became of it; merging those who are one already changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    public MergeResult merge(ProfileId into, ProfileId from, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(into, "into", from, "from");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.merge(tenant, snapshot, into, from, words, core.now(), core.ids)));
    }

    /**
     * What {@link #merge} would come to now. Nothing is written, and nothing is promised; the id of the merge is made up.
     *
     * @param into one of the two, as owner
     * @param from the other one, as owner
     * @return what would become of it
     */
    public MergeResult previewMerge(ProfileId into, ProfileId from) {
        core.requireOpen();
        StewardQuery query = about(into, "into", from, "from");
        return desk.preview(() -> Optional.of(planner.merge(
                tenant, desk.persons(query), into, from, new StewardWords(name, ""), core.now(), core.ids)));
    }

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
    public UndoResult undo(MergeId merge, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = planner.about(tenant, Objects.requireNonNull(merge, "merge"));
        return desk.act(query, snapshot -> planner.undo(tenant, snapshot, merge, words, core.ids));
    }

    /**
     * What {@link #undo} would come to now. Nothing is written, and nothing is promised.
     *
     * @param merge the merge
     * @return what would become of it
     */
    public UndoResult previewUndo(MergeId merge) {
        core.requireOpen();
        StewardQuery query = planner.about(tenant, Objects.requireNonNull(merge, "merge"));
        return desk.preview(
                () -> planner.undo(tenant, desk.persons(query), merge, new StewardWords(name, ""), core.ids));
    }

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
    public SeparationResult neverLink(ProfileId a, ProfileId b, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(a, "a", b, "b");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.neverLink(tenant, snapshot, a, b, new TreeMap<>(), words, core.ids)));
    }

    /**
     * Keeps the persons of two identifiers apart, see {@link #neverLink(ProfileId, ProfileId, String)}.
     *
     * @param a an identifier of the one
     * @param b an identifier of the other
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or a type has no rule
     */
    public SeparationResult neverLink(Identifier a, Identifier b, String reason) {
        StewardWords words = words(reason);
        return between(
                a,
                b,
                (one, other, expected) -> planner.neverLink(
                        tenant, desk.persons(about(one, "a", other, "b")), one, other, expected, words, core.ids));
    }

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
    public SeparationResult mayLink(ProfileId a, ProfileId b, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(a, "a", b, "b");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.mayLink(tenant, snapshot, a, b, new TreeMap<>(), words, core.ids)));
    }

    /**
     * Takes back that the persons of two identifiers are kept apart, see {@link #mayLink(ProfileId, ProfileId, String)}.
     *
     * @param a an identifier of the one
     * @param b an identifier of the other
     * @param reason why
     * @return what became of it
     * @throws IllegalArgumentException if the reason is blank, too long or not storable, or a type has no rule
     */
    public SeparationResult mayLink(Identifier a, Identifier b, String reason) {
        StewardWords words = words(reason);
        return between(
                a,
                b,
                (one, other, expected) -> planner.mayLink(
                        tenant, desk.persons(about(one, "a", other, "b")), one, other, expected, words, core.ids));
    }

    /**
     * Decides a refused merge. To merge obeys the limits, as {@link #merge} does; to keep apart holds for ever, as
     * {@link #neverLink} does.
     *
     * @param conflict the conflict
     * @param decision what is decided
     * @param reason why
     * @return what became of it; deciding the same again changes nothing
     * @throws IllegalArgumentException if the reason is blank, too long or not storable
     */
    public ConflictResult resolveConflict(ConflictId conflict, ConflictDecision decision, String reason) {
        Objects.requireNonNull(decision, "decision");
        StewardWords words = words(reason);
        StewardQuery query = planner.about(tenant, Objects.requireNonNull(conflict, "conflict"));
        return desk.act(
                query,
                snapshot ->
                        Optional.of(planner.resolveConflict(tenant, snapshot, decision, words, core.now(), core.ids)));
    }

    /**
     * Why two profiles are one person: the merges that join them. Or that they are two, and whether a human keeps them apart.
     *
     * @param a one profile
     * @param b the other
     * @return the explanation
     */
    public Explanation explain(ProfileId a, ProfileId b) {
        core.requireOpen();
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.explainer(planner.aboutAll(tenant, List.of(a, b))).explain(a, b, List.of());
    }

    /**
     * Why two identifiers are those of one person: how each came to its owner, and the merges that join these. Or that they are
     * two persons', and whether a human keeps them apart.
     *
     * @param a one identifier
     * @param b the other
     * @return the explanation
     * @throws IllegalArgumentException if a type has no rule
     */
    public Explanation explain(Identifier a, Identifier b) {
        core.requireOpen();
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.explain(planner, a, b);
    }

    /**
     * Why a person is one: every merge that holds, beginning at the root, at most 1,000 of them.
     *
     * @param profile an id that was returned once
     * @return the explanation
     */
    public Explanation explain(ProfileId profile) {
        core.requireOpen();
        Objects.requireNonNull(profile, "profile");
        return desk.explainer(planner.aboutAll(tenant, List.of(profile))).explain(profile);
    }

    /**
     * What stewards did with any profile of a person, oldest first. Acts are never changed and never removed.
     *
     * @param id an id that was returned once
     * @param page which part
     * @return the page, empty where the id is unknown in this tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<Act> history(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.reads().acts(tenant, Objects.requireNonNull(id, "id"), page);
    }

    /**
     * The refused merges that wait for a human, oldest first.
     *
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<ConflictRecord> conflicts(PageRequest page) {
        core.requireOpen();
        return store.reads().openConflicts(tenant, page);
    }

    /**
     * All identifiers of a person, in order of linking.
     *
     * @param id an id that was returned once
     * @param page which part
     * @return the page, empty where the id is unknown in this tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<ProfileIdentifier> identifiers(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.reads().identifiers(tenant, id, page);
    }

    private interface Between {
        StewardDecision<SeparationResult> decide(
                ProfileId one, ProfileId other, SortedMap<IdentifierKey, KeyExpectation> expected);
    }

    private SeparationResult between(Identifier a, Identifier b, Between act) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.act(() -> {
            StewardDesk.Found one = desk.find(a);
            StewardDesk.Found other = desk.find(b);
            if (one == null || other == null) {
                return Optional.of(
                        new StewardDecision<>(new SeparationResult.Unknown(), ResolutionPlan.nothing(tenant)));
            }
            SortedMap<IdentifierKey, KeyExpectation> expected = new TreeMap<>();
            expected.put(one.key(), one.expectation());
            expected.put(other.key(), other.expectation());
            return Optional.of(act.decide(one.owner(), other.owner(), expected));
        });
    }

    private StewardQuery about(ProfileId one, String nameOfOne, ProfileId other, String nameOfOther) {
        return planner.about(
                tenant, List.of(Objects.requireNonNull(one, nameOfOne), Objects.requireNonNull(other, nameOfOther)));
    }

    private StewardWords words(String reason) {
        core.requireOpen();
        return new StewardWords(name, StewardDesk.checked(reason, "reason", MAX_REASON));
    }

    /** The tenant. */
    @Override
    public String toString() {
        return "Steward[" + tenant + "]";
    }
}
