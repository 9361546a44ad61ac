package io.identitystitch;

import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Texts;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.StoredIdentifier;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of a steward's act: load, decide, commit; where another writer was faster, once more from the load. */
final class StewardDesk {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final boolean preview;

    StewardDesk(ResolverCore core, TenantId tenant, IdentityStore store, boolean preview) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.preview = preview;
    }

    /** An empty decision stands for a snapshot that did not show one moment. */
    <T> T act(Supplier<Optional<StewardDecision<T>>> decide) {
        for (int attempt = 1; ; attempt++) {
            T answer = store.attempt(() -> decide.get().flatMap(this::commit)).orElse(null);
            if (answer != null) {
                return answer;
            }
            core.backoff.pauseAfter(attempt);
        }
    }

    private <T> Optional<T> commit(StewardDecision<T> decision) {
        boolean done = preview || decision.plan().isEmpty() || core.commit(store, decision.plan());
        return done ? Optional.of(decision.answer()) : Optional.empty();
    }

    /** As {@link #act}, with what the store knows. */
    <T> T act(StewardQuery query, Function<StewardSnapshot, Optional<StewardDecision<T>>> decide) {
        return act(() -> decide.apply(store.reads().persons(query)));
    }

    StewardSnapshot persons(StewardQuery query) {
        return store.reads().persons(query);
    }

    /** An identifier as it is stored; null where its value is unusable, or of device evidence. */
    @Nullable
    StoredIdentifier stored(Identifier identifier) {
        List<StoredIdentifier> all = stored(List.of(identifier));
        return all == null ? null : all.get(0);
    }

    /** The root of whoever holds an identifier; null for nobody. */
    @Nullable
    ProfileId holder(Identifier identifier) {
        StoredIdentifier stored = stored(identifier);
        return stored == null ? null : stored.holder();
    }

    /** The lookup key; null where the value is unusable, or of device evidence. */
    @Nullable
    IdentifierKey key(Identifier identifier) {
        return core.observations.observe(tenant, identifier, core.now()).identifiers().stream()
                .findFirst()
                .map(ObservedIdentifier::key)
                .orElse(null);
    }

    /** Identifiers as they are stored, each once; null where one's value is unusable, or of device evidence. */
    @Nullable
    List<StoredIdentifier> stored(List<Identifier> identifiers) {
        Map<IdentifierKey, Identifier> keys = new TreeMap<>();
        for (Identifier identifier : identifiers) {
            List<ObservedIdentifier> observed =
                    core.observations.observe(tenant, identifier, core.now()).identifiers();
            if (observed.isEmpty()) {
                return null;
            }
            keys.put(observed.get(0).key(), observed.get(0).identifier());
        }
        Instant now = core.now();
        IdentitySnapshot snapshot = links(keys.keySet(), now);
        List<StoredIdentifier> stored = new ArrayList<>();
        keys.forEach((key, identifier) -> stored.add(stored(key, identifier, snapshot, now)));
        return stored;
    }

    /** An identifier of which only the key is known. */
    StoredIdentifier stored(IdentifierKey key) {
        Instant now = core.now();
        return stored(key, null, links(Set.of(key), now), now);
    }

    private IdentitySnapshot links(Set<IdentifierKey> keys, Instant now) {
        return keys.isEmpty()
                ? IdentitySnapshot.EMPTY
                : store.load(LoadQuery.ofLinks(tenant, keys.stream().sorted().toList(), List.of(), now));
    }

    private static StoredIdentifier stored(
            IdentifierKey key, @Nullable Identifier identifier, IdentitySnapshot snapshot, Instant now) {
        LinkState link = snapshot.link(key);
        ProfileId root = link == null || link.owner() == null ? null : snapshot.rootOf(link.owner());
        return new StoredIdentifier(key, identifier, link, root, now);
    }

    /** What explains the persons of a query. */
    Explainer explainer(StewardQuery query) {
        return new Explainer(store.reads().persons(query));
    }

    Explanation explain(StewardPlanner planner, Identifier a, Identifier b) {
        StoredIdentifier one = stored(a);
        StoredIdentifier other = stored(b);
        ProfileId first = one == null ? null : one.holder();
        ProfileId second = other == null ? null : other.holder();
        if (one == null || other == null || first == null || second == null) {
            return Explainer.unknown();
        }
        List<LinkRecord> links = Stream.of(one, other)
                .flatMap(stored -> store.reads().link(tenant, stored.key()).stream())
                .toList();
        return explainer(planner.aboutAll(tenant, List.of(first, second))).explain(first, second, links);
    }

    static String checked(String text, String what, int most) {
        Objects.requireNonNull(text, what);
        if (text.isBlank() || text.length() > most || !Texts.isStorable(text)) {
            throw new IllegalArgumentException(
                    "a " + what + " is 1 to " + most + " characters, not blank, without NUL or a lone surrogate");
        }
        return text;
    }
}
