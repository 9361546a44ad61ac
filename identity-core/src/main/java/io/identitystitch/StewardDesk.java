package io.identitystitch;

import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Texts;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of a steward's act: load, decide, commit; where another writer was faster, once more from the load. */
final class StewardDesk {
    /**
     * An identifier that somebody has.
     *
     * @param key its key
     * @param owner the profile that owns it
     * @param expectation where it must still be when something is decided on it
     */
    record Found(IdentifierKey key, ProfileId owner, KeyExpectation expectation) {}

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    StewardDesk(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
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
        boolean done = decision.plan().isEmpty() || store.commit(decision.plan()) instanceof CommitResult.Committed;
        return done ? Optional.of(decision.answer()) : Optional.empty();
    }

    /** What an act would come to; nothing is written. */
    <T> T preview(Supplier<Optional<StewardDecision<T>>> decide) {
        for (int attempt = 1; ; attempt++) {
            T answer = decide.get().map(StewardDecision::answer).orElse(null);
            if (answer != null) {
                return answer;
            }
            core.backoff.pauseAfter(attempt);
        }
    }

    /** As {@link #act}, with what the store knows. */
    <T> T act(StewardQuery query, Function<StewardSnapshot, Optional<StewardDecision<T>>> decide) {
        return act(() -> decide.apply(store.reads().persons(query)));
    }

    StewardSnapshot persons(StewardQuery query) {
        return store.reads().persons(query);
    }

    /** Who has an identifier; null where it is unusable, or nobody has it. */
    @Nullable
    Found find(Identifier identifier) {
        Observation observation = core.observations.observe(tenant, identifier, core.now());
        if (observation.identifiers().isEmpty()) {
            return null;
        }
        IdentifierKey key = observation.identifiers().get(0).key();
        IdentitySnapshot snapshot = store.load(new LoadQuery(
                tenant,
                List.of(key),
                List.of(),
                Map.of(),
                false,
                observation.receivedAt(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of()));
        LinkState link = snapshot.link(key);
        ProfileId owner = link == null || link.isExpired(observation.receivedAt()) ? null : link.owner();
        if (link == null || owner == null) {
            return null;
        }
        return new Found(key, owner, new KeyExpectation(true, owner, snapshot.rootOf(owner), link.settledAt()));
    }

    /** What explains the persons of a query. */
    Explainer explainer(StewardQuery query) {
        return new Explainer(store.reads().persons(query));
    }

    Explanation explain(StewardPlanner planner, Identifier a, Identifier b) {
        Found one = find(a);
        Found other = find(b);
        if (one == null || other == null) {
            return Explainer.unknown();
        }
        List<LinkRecord> links = Stream.of(one, other)
                .flatMap(found -> store.reads().link(tenant, found.key()).stream())
                .toList();
        return explainer(planner.aboutAll(tenant, List.of(one.owner(), other.owner())))
                .explain(one.owner(), other.owner(), links);
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
