package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Two stores that are told the same and must answer the same: the one under test and the one in memory. */
final class TwinStore implements IdentityStore {
    private final IdentityStore tested;
    private final InMemoryIdentityStore reference;
    private Instant stamp = Instant.EPOCH;

    /** How many loads were compared, and how many of them were lean. */
    int loads;

    int lean;
    int commits;

    TwinStore(IdentityStore tested) {
        this.tested = tested;
        reference = InMemoryIdentityStore.create(() -> stamp);
    }

    InMemoryIdentityStore reference() {
        return reference;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        IdentitySnapshot answer = tested.load(query);
        assertThat(answer).isEqualTo(reference.load(query));
        loads++;
        lean += answer.isLean() ? 1 : 0;
        return answer;
    }

    @Override
    public CommitResult commit(ResolutionPlan whole) {
        ResolutionPlan plan = withoutLateRenewals(whole);
        if (plan.isEmpty()) {
            return new CommitResult.Committed(Map.of());
        }
        CommitResult answer = tested.commit(plan);
        if (answer instanceof CommitResult.Committed committed) {
            Map<?, Instant> stamps = committed.createdAt();
            stamp = stamps.isEmpty() ? stamp : stamps.values().iterator().next();
        }
        assertThat(reference.commit(plan)).as(() -> plan.toString()).isEqualTo(answer);
        commits++;
        return answer;
    }

    /** Whether a renewal of what has moved meanwhile is dropped or refused is a store's own affair. */
    private ResolutionPlan withoutLateRenewals(ResolutionPlan plan) {
        Changes changes = plan.changes();
        List<IdentifierKey> keys = changes.links().stream().map(LinkChange::key).toList();
        IdentitySnapshot now = reference.load(new LoadQuery(
                plan.tenant(),
                keys,
                List.of(),
                Map.of(),
                true,
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of()));
        List<LinkChange> links = changes.links().stream()
                .filter(link -> !link.isRenewal() || isWhereItWas(link, now.link(link.key())))
                .toList();
        return new ResolutionPlan(
                plan.tenant(),
                plan.roots(),
                plan.keys(),
                new Changes(
                        changes.profiles(),
                        links,
                        changes.closed(),
                        changes.edges(),
                        changes.absorbed(),
                        changes.roots(),
                        changes.conflicts(),
                        changes.neverLinks(),
                        changes.touches(),
                        changes.traits(),
                        changes.evidence()));
    }

    private static boolean isWhereItWas(LinkChange renewal, @Nullable LinkState now) {
        LinkState before = renewal.before();
        return before != null && now != null && Objects.equals(before.owner(), now.owner());
    }

    @Override
    public IdentityReads reads() {
        return tested.reads();
    }

    @Override
    public <T> T attempt(Supplier<T> attempt) {
        return tested.attempt(attempt);
    }

    @Override
    public void afterCommit(Runnable action) {
        tested.afterCommit(action);
    }
}
