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
import io.identitystitch.model.IdentifierKey;
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
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.plan.StoredIdentifier;
import io.identitystitch.spi.IdentityStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steward on a store. */
final class StoreSteward implements Steward {
    private static final int MAX_NAME = 100;
    private static final int MAX_REASON = 1000;
    private static final int MAX_SPLIT = 100;
    private static final int MAX_SIMULATED = 10_000;
    private static final String NOBODY = "steward";

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final StewardPlanner planner;
    private final StewardDesk desk;
    private final IdentifierDesk identifiers;
    private final Exporter exporter;
    private final String name;
    private final boolean preview;

    StoreSteward(ResolverCore core, TenantId tenant, IdentityStore store) {
        this(core, tenant, store, NOBODY, false);
    }

    private StoreSteward(ResolverCore core, TenantId tenant, IdentityStore store, String name, boolean preview) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.planner = core.stewardPlanner;
        this.desk = new StewardDesk(core, tenant, store, preview);
        this.identifiers = new IdentifierDesk(core, tenant, desk);
        this.exporter = new Exporter(core, tenant, store);
        this.name = name;
        this.preview = preview;
    }

    @Override
    public Steward as(String name) {
        return new StoreSteward(core, tenant, store, StewardDesk.checked(name, "name", MAX_NAME), preview);
    }

    @Override
    public Steward preview() {
        return new StoreSteward(core, tenant, store, name, true);
    }

    @Override
    public MergeResult merge(ProfileId into, ProfileId from, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(into, "into", from, "from");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.merge(tenant, snapshot, into, from, words, core.now(), core.ids)));
    }

    @Override
    public UndoResult undo(MergeId merge, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = planner.about(tenant, Objects.requireNonNull(merge, "merge"));
        return desk.act(query, snapshot -> planner.undo(tenant, snapshot, merge, words, core.ids));
    }

    @Override
    public SeparationResult neverLink(ProfileId a, ProfileId b, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(a, "a", b, "b");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.neverLink(tenant, snapshot, a, b, new TreeMap<>(), words, core.ids)));
    }

    @Override
    public SeparationResult neverLink(Identifier a, Identifier b, String reason) {
        StewardWords words = words(reason);
        return between(
                a,
                b,
                (one, other, expected) -> planner.neverLink(
                        tenant, desk.persons(about(one, "a", other, "b")), one, other, expected, words, core.ids));
    }

    @Override
    public SeparationResult mayLink(ProfileId a, ProfileId b, String reason) {
        StewardWords words = words(reason);
        StewardQuery query = about(a, "a", b, "b");
        return desk.act(
                query,
                snapshot -> Optional.of(planner.mayLink(tenant, snapshot, a, b, new TreeMap<>(), words, core.ids)));
    }

    @Override
    public SeparationResult mayLink(Identifier a, Identifier b, String reason) {
        StewardWords words = words(reason);
        return between(
                a,
                b,
                (one, other, expected) -> planner.mayLink(
                        tenant, desk.persons(about(one, "a", other, "b")), one, other, expected, words, core.ids));
    }

    @Override
    public ConflictResult resolveConflict(ConflictId conflict, ConflictDecision decision, String reason) {
        Objects.requireNonNull(conflict, "conflict");
        StewardWords words = words(reason);
        if (Objects.requireNonNull(decision, "decision") == ConflictDecision.MOVE_IDENTIFIER) {
            return identifiers.moveOfConflict(conflict, words);
        }
        boolean merge = decision == ConflictDecision.MERGE;
        return desk.act(
                planner.about(tenant, conflict),
                snapshot -> Optional.of(planner.resolveConflict(tenant, snapshot, merge, words, core.now(), core.ids)));
    }

    @Override
    public IdentifierResult reassign(Identifier identifier, ProfileId from, ProfileId to, String reason) {
        Objects.requireNonNull(identifier, "identifier");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        return identifiers.reassign(identifier, from, to, words(reason));
    }

    @Override
    public IdentifierResult changeIdentifier(Identifier old, Identifier replacement, String reason) {
        Objects.requireNonNull(old, "old");
        if (!old.type()
                .equals(Objects.requireNonNull(replacement, "replacement").type())) {
            throw new IllegalArgumentException(
                    "the two identifiers are of different types: " + old.type() + " and " + replacement.type());
        }
        return identifiers.change(old, replacement, words(reason));
    }

    @Override
    public IdentifierResult unlink(Identifier identifier, String reason) {
        Objects.requireNonNull(identifier, "identifier");
        return identifiers.unlink(identifier, words(reason));
    }

    @Override
    public SplitResult split(Collection<Identifier> identifiers, String reason) {
        List<Identifier> taken = List.copyOf(identifiers);
        if (taken.isEmpty() || taken.size() > MAX_SPLIT) {
            throw new IllegalArgumentException("a split takes 1 to " + MAX_SPLIT + " identifiers");
        }
        return this.identifiers.split(taken, words(reason));
    }

    @Override
    public LockResult lock(ProfileId profile, String reason) {
        return setLocked(profile, true, reason);
    }

    @Override
    public LockResult unlock(ProfileId profile, String reason) {
        return setLocked(profile, false, reason);
    }

    private LockResult setLocked(ProfileId profile, boolean locked, String reason) {
        Objects.requireNonNull(profile, "profile");
        StewardWords words = words(reason);
        return desk.act(
                planner.about(tenant, List.of(profile)),
                snapshot -> Optional.of(planner.lock(tenant, snapshot, profile, locked, words, core.ids)));
    }

    @Override
    public EraseResult erase(ProfileId profile, String reason) {
        Objects.requireNonNull(profile, "profile");
        return eraseDesk().erase(profile, words(reason));
    }

    @Override
    public EraseResult erase(Identifier identifier, String reason) {
        Objects.requireNonNull(identifier, "identifier");
        StewardWords words = words(reason);
        ProfileId holder = desk.holder(identifier);
        return holder == null ? new EraseResult.Unknown() : eraseDesk().erase(holder, words);
    }

    private EraseDesk eraseDesk() {
        return new EraseDesk(core, tenant, store, desk, preview);
    }

    @Override
    public boolean readmit(Identifier identifier) {
        core.requireOpen();
        return eraseDesk().readmit(Objects.requireNonNull(identifier, "identifier"));
    }

    @Override
    public Optional<Erasure> erasure(ProfileId profile) {
        core.requireOpen();
        return store.reads().erasure(tenant, Objects.requireNonNull(profile, "profile"));
    }

    @Override
    public ExportResult export(ProfileId profile, OutputStream out) throws IOException {
        core.requireOpen();
        return exporter.export(Objects.requireNonNull(profile, "profile"), Objects.requireNonNull(out, "out"));
    }

    @Override
    public ExportResult export(Identifier identifier, OutputStream out) throws IOException {
        core.requireOpen();
        Objects.requireNonNull(out, "out");
        ProfileId holder = desk.holder(Objects.requireNonNull(identifier, "identifier"));
        return holder == null ? new ExportResult.Unknown() : exporter.export(holder, out);
    }

    @Override
    public Optional<PastPerson> asOf(ProfileId profile, Instant at) {
        core.requireOpen();
        Objects.requireNonNull(at, "at");
        return new Rewinder(store.reads(), tenant, at).person(Objects.requireNonNull(profile, "profile"));
    }

    @Override
    public Optional<PastPerson> asOf(Identifier identifier, Instant at) {
        core.requireOpen();
        Objects.requireNonNull(at, "at");
        IdentifierKey key = desk.key(Objects.requireNonNull(identifier, "identifier"));
        return key == null
                ? Optional.empty()
                : store.reads()
                        .holder(tenant, key, at)
                        .flatMap(owner -> new Rewinder(store.reads(), tenant, at).person(owner));
    }

    @Override
    public Explanation explain(ProfileId a, ProfileId b) {
        core.requireOpen();
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.explainer(planner.aboutAll(tenant, List.of(a, b))).explain(a, b, List.of());
    }

    @Override
    public Explanation explain(Identifier a, Identifier b) {
        core.requireOpen();
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.explain(planner, a, b);
    }

    @Override
    public Explanation explain(ProfileId profile) {
        core.requireOpen();
        Objects.requireNonNull(profile, "profile");
        return desk.explainer(planner.aboutAll(tenant, List.of(profile))).explain(profile);
    }

    @Override
    public Page<Act> history(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.reads().acts(tenant, Objects.requireNonNull(id, "id"), page);
    }

    @Override
    public Page<ConflictRecord> conflicts(PageRequest page) {
        core.requireOpen();
        return store.reads().openConflicts(tenant, page);
    }

    @Override
    public Page<ProfileIdentifier> identifiers(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.reads().identifiers(tenant, id, page);
    }

    @Override
    public Simulation simulate(List<ResolveRequest> requests) {
        core.requireOpen();
        if (requests.size() > MAX_SIMULATED) {
            throw new IllegalArgumentException("a simulation takes at most " + MAX_SIMULATED + " requests");
        }
        return new Simulator(core, tenant).run(List.copyOf(requests));
    }

    private interface Between {
        StewardDecision<SeparationResult> decide(
                ProfileId one, ProfileId other, SortedMap<IdentifierKey, KeyExpectation> expected);
    }

    private SeparationResult between(Identifier a, Identifier b, Between act) {
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(b, "b");
        return desk.act(() -> {
            StoredIdentifier one = desk.stored(a);
            StoredIdentifier other = desk.stored(b);
            ProfileId first = one == null ? null : one.holder();
            ProfileId second = other == null ? null : other.holder();
            if (one == null || other == null || first == null || second == null) {
                return Optional.of(
                        new StewardDecision<>(new SeparationResult.Unknown(), ResolutionPlan.nothing(tenant)));
            }
            SortedMap<IdentifierKey, KeyExpectation> expected = new TreeMap<>();
            expected.put(one.key(), one.expectation());
            expected.put(other.key(), other.expectation());
            return Optional.of(act.decide(first, second, expected));
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
