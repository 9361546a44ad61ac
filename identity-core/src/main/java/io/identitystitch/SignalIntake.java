package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.RootState;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalRefusal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says where signals go, and brings them there: those that say who it is, and those of visitors who are known, to their person; all others
 * to cold storage.
 *
 * <p>A stranger may become known at the same moment. Whoever makes her known commits that first, with a task to search cold storage, and
 * the search comes after; here the signal is in cold storage first, and whether its visitor is known is read after. So at least one of the
 * two sees the other, and no signal is stranded.
 */
final class SignalIntake {
    private static final int PART = ResolutionLoop.PART;

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final ResolutionLoop loop;
    private final SignalReader reader;
    private final @Nullable ColdStore coldStore;
    private final boolean handOver;

    SignalIntake(ResolverCore core, TenantId tenant, IdentityStore store, ResolutionLoop loop) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.loop = loop;
        this.reader = new SignalReader(core, tenant);
        SignalOptions options = core.signals.options;
        coldStore = options.coldStore;
        handOver = !options.handlers.isEmpty();
    }

    boolean isIdentifiable(Signal signal) {
        SignalDraft draft = reader.read(signal, core.now()).draft();
        return draft != null && draft.identifiable();
    }

    List<SignalResult> accept(List<Signal> signals) {
        Instant now = core.now();
        SignalReader.Read[] read =
                signals.stream().map(signal -> reader.read(signal, now)).toArray(SignalReader.Read[]::new);
        List<SignalResult> results = new ArrayList<>(read.length);
        for (int from = 0; from < read.length; from += PART) {
            results.addAll(accept(Arrays.copyOfRange(read, from, Math.min(from + PART, read.length))));
        }
        return results;
    }

    private List<SignalResult> accept(SignalReader.Read[] part) {
        @Nullable SignalResult[] results = new SignalResult[part.length];
        List<Integer> named = new ArrayList<>();
        List<Integer> strangers = new ArrayList<>();
        for (int i = 0; i < part.length; i++) {
            SignalRefusal refusal = part[i].refusal();
            SignalDraft draft = part[i].draft();
            if (draft == null) {
                results[i] = new SignalResult.Refused(
                        refusal == null ? SignalRefusal.NO_IDENTIFIER : refusal, part[i].payload());
            } else if (draft.identifiable() || coldStore == null) {
                named.add(i);
            } else {
                strangers.add(i);
            }
        }
        Drafts drafts = index -> Objects.requireNonNull(part[index].draft());
        List<Integer> cold = new ArrayList<>();
        stage(named, drafts, loop::resolveAll, results, cold);
        if (!strangers.isEmpty()) {
            List<Integer> met = new ArrayList<>();
            Set<IdentifierKey> held = held(strangers, drafts);
            for (int index : strangers) {
                boolean mayBeKnown = drafts.at(index).visitors().stream().anyMatch(held::contains);
                (mayBeKnown ? met : cold).add(index);
            }
            stage(met, drafts, loop::resolveKnown, results, cold);
        }
        keepCold(cold, drafts, results);
        List<SignalResult> done = new ArrayList<>(results.length);
        for (SignalResult result : results) {
            done.add(count(Objects.requireNonNull(result)));
        }
        return done;
    }

    @FunctionalInterface
    private interface Drafts {
        SignalDraft at(int index);
    }

    @FunctionalInterface
    private interface Resolving {
        List<Resolution> resolve(List<Observation> observations);
    }

    /** Those of the visitors' identifiers that somebody holds; from the cache, where there is one. */
    private Set<IdentifierKey> held(List<Integer> signals, Drafts drafts) {
        List<IdentifierKey> keys = keys(signals, drafts);
        Set<IdentifierKey> held = new TreeSet<>();
        for (int from = 0; from < keys.size(); from += PART) {
            List<IdentifierKey> some = keys.subList(from, Math.min(from + PART, keys.size()));
            IdentitySnapshot links = store.load(LoadQuery.ofLinks(tenant, some, List.of(), core.now()));
            links.links().forEach((key, link) -> {
                if (link.owner() != null) {
                    held.add(key);
                }
            });
        }
        return held;
    }

    private static List<IdentifierKey> keys(Collection<Integer> signals, Drafts drafts) {
        Set<IdentifierKey> keys = new TreeSet<>();
        signals.forEach(index -> keys.addAll(drafts.at(index).visitors()));
        return List.copyOf(keys);
    }

    /** Keeps signals with their persons; those that are nobody's after all go to cold storage. */
    private void stage(
            List<Integer> signals,
            Drafts drafts,
            Resolving resolving,
            @Nullable SignalResult[] results,
            List<Integer> cold) {
        if (signals.isEmpty()) {
            return;
        }
        List<Observation> observations = signals.stream()
                .map(index -> drafts.at(index).observed(handOver))
                .toList();
        List<Resolution> answers = resolving.resolve(observations);
        for (int i = 0; i < signals.size(); i++) {
            int index = signals.get(i);
            SignalDraft draft = drafts.at(index);
            Resolution answer = answers.get(i);
            if (answer.profileId().isPresent()) {
                results[index] = new SignalResult.Staged(draft.signal().contentHash(), answer, draft.clamped());
            } else if (coldStore != null && !draft.visitors().isEmpty()) {
                cold.add(index);
            } else {
                results[index] = new SignalResult.Refused(SignalRefusal.NOT_KEPT);
            }
        }
    }

    private void keepCold(List<Integer> signals, Drafts drafts, @Nullable SignalResult[] results) {
        if (signals.isEmpty() || coldStore == null) {
            return;
        }
        core.signals.seen(tenant);
        coldStore.append(
                tenant, signals.stream().map(index -> drafts.at(index).cold()).toList());
        Set<ProfileId> known = known(keys(signals, drafts));
        if (!known.isEmpty()) {
            store.signals().search(tenant, known, core.now());
            core.signals.wake();
        }
        for (int index : signals) {
            SignalDraft draft = drafts.at(index);
            results[index] = new SignalResult.Cold(draft.signal().contentHash(), draft.clamped());
        }
    }

    /** The persons who are known by now, read after the signals were kept, and never from a cache. */
    private Set<ProfileId> known(List<IdentifierKey> keys) {
        Set<ProfileId> known = new TreeSet<>();
        for (int from = 0; from < keys.size(); from += PART) {
            List<IdentifierKey> some = keys.subList(from, Math.min(from + PART, keys.size()));
            IdentitySnapshot snapshot = store.load(
                    LoadQuery.ofLinks(tenant, some, List.of(), core.now()).toComplete());
            some.forEach(key -> {
                ProfileId root = knownRoot(snapshot, key, core.now());
                if (root != null) {
                    known.add(root);
                }
            });
        }
        return known;
    }

    /** Whether somebody known holds one of the identifiers. */
    static boolean isOfSomebodyKnown(Observation observation, IdentitySnapshot snapshot) {
        for (ObservedIdentifier identifier : observation.identifiers()) {
            if (knownRoot(snapshot, identifier.key(), observation.receivedAt()) != null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ProfileId knownRoot(IdentitySnapshot snapshot, IdentifierKey key, Instant now) {
        LinkState link = snapshot.link(key);
        ProfileId owner = link == null || link.isExpired(now) ? null : link.owner();
        ProfileId root = owner == null ? null : snapshot.rootOf(owner);
        RootState state = root == null ? null : snapshot.roots().get(root);
        return state != null && state.known() ? root : null;
    }

    private SignalResult count(SignalResult result) {
        SignalCounts counts = core.signals.counts;
        if (result instanceof SignalResult.Staged) {
            counts.staged.increment();
        } else if (result instanceof SignalResult.Cold) {
            counts.cold.increment();
        } else {
            counts.refused.increment();
        }
        return result;
    }
}
