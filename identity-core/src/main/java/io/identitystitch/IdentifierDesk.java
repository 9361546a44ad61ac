package io.identitystitch;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentifierPlanner;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.plan.StoredIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Those acts of a steward that move identifiers: first where they are is read, then the persons concerned. */
final class IdentifierDesk {
    private final ResolverCore core;
    private final TenantId tenant;
    private final StewardDesk desk;
    private final IdentifierPlanner planner;

    IdentifierDesk(ResolverCore core, TenantId tenant, StewardDesk desk) {
        this.core = core;
        this.tenant = tenant;
        this.desk = desk;
        this.planner = core.identifierPlanner;
    }

    IdentifierResult reassign(Identifier identifier, ProfileId from, ProfileId to, StewardWords words) {
        return desk.act(() -> {
            StoredIdentifier stored = desk.stored(identifier);
            if (stored == null) {
                return nothing(new IdentifierResult.NotHeld());
            }
            StewardSnapshot persons = persons(List.of(stored), List.of(from, to));
            return Optional.of(planner.reassign(tenant, persons, stored, from, to, words, core.now(), core.ids));
        });
    }

    IdentifierResult change(Identifier old, Identifier replacement, StewardWords words) {
        return desk.act(() -> {
            StoredIdentifier goes = desk.stored(old);
            StoredIdentifier comes = desk.stored(replacement);
            if (goes == null || comes == null) {
                return nothing(new IdentifierResult.NotHeld());
            }
            StewardSnapshot persons = persons(List.of(goes, comes), List.of());
            return Optional.of(planner.change(tenant, persons, goes, comes, words, core.now(), core.ids));
        });
    }

    IdentifierResult unlink(Identifier identifier, StewardWords words) {
        return desk.act(() -> {
            StoredIdentifier stored = desk.stored(identifier);
            if (stored == null) {
                return nothing(new IdentifierResult.NotHeld());
            }
            StewardSnapshot persons = persons(List.of(stored), List.of());
            return Optional.of(planner.unlink(tenant, persons, stored, words, core.now(), core.ids));
        });
    }

    SplitResult split(List<Identifier> identifiers, StewardWords words) {
        return desk.act(() -> {
            @Nullable List<StoredIdentifier> taken = desk.stored(identifiers);
            if (taken == null) {
                return nothing(new SplitResult.NotHeld());
            }
            StewardSnapshot persons = persons(taken, List.of());
            return Optional.of(planner.split(tenant, persons, taken, words, core.now(), core.ids));
        });
    }

    ConflictResult moveOfConflict(ConflictId conflict, StewardWords words) {
        StewardQuery query = planner.about(tenant, conflict);
        return desk.act(query, snapshot -> {
            @Nullable
            StoredIdentifier evidence = snapshot.conflict()
                    .flatMap(stored -> stored.record().evidence())
                    .map(desk::stored)
                    .orElse(null);
            return Optional.of(planner.resolveConflict(tenant, snapshot, evidence, words, core.now(), core.ids));
        });
    }

    private StewardSnapshot persons(List<StoredIdentifier> identifiers, List<ProfileId> profiles) {
        Set<ProfileId> concerned = new TreeSet<>(profiles);
        identifiers.stream()
                .map(StoredIdentifier::state)
                .flatMap(Stream::ofNullable)
                .map(LinkState::owner)
                .flatMap(Stream::ofNullable)
                .forEach(concerned::add);
        return desk.persons(planner.about(tenant, concerned, identifiers.size()));
    }

    private <T> Optional<StewardDecision<T>> nothing(T answer) {
        return Optional.of(new StewardDecision<>(answer, ResolutionPlan.nothing(tenant)));
    }
}
