package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.PlanBatch;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous creations that are committed together: whoever comes while a commit of the tenant is under way waits for it, and the
 * first of those who wait commits for all of them. There is no timer; who comes alone is committed at once.
 *
 * <p>A call waits for at most two commits: the one under way, and the joint one. Where there is no room in the joint one, or an
 * identifier is in one of the two already, a call does not wait at all. If the joint commit fails or meets a conflict, everybody
 * who took part commits alone, on the thread of the call, so that no call has the failure of another one. An interrupted thread
 * goes on waiting, for what it waits for is a statement of another thread, and stays interrupted.
 *
 * <p>Thread-safe.
 */
final class JointCommits {
    private final int most;
    private final int mostRows;
    private final Function<ResolutionPlan, CommitResult> alone;
    private final Function<ResolutionPlan, CommitResult> together;
    private final Map<TenantId, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * A way to commit together.
     *
     * @param most how many calls take part at most
     * @param mostRows how many rows their plans have at most
     * @param alone carries out the plan of one call
     * @param together carries out a plan that was folded of several
     */
    JointCommits(
            int most,
            int mostRows,
            Function<ResolutionPlan, CommitResult> alone,
            Function<ResolutionPlan, CommitResult> together) {
        this.most = most;
        this.mostRows = mostRows;
        this.alone = alone;
        this.together = together;
    }

    /** How many calls take part at most. */
    int most() {
        return most;
    }

    /** Carries out a plan that is an anonymous creation, together with others or alone. */
    CommitResult commit(ResolutionPlan plan) {
        return lanes.computeIfAbsent(plan.tenant(), tenant -> new Lane()).commit(plan);
    }

    /** The plans of those who commit together. Guarded by the lock of its lane until it is running. */
    private final class Group {
        private final Thread leader = Thread.currentThread();
        private final List<ResolutionPlan> plans = new ArrayList<>();
        private final Set<IdentifierKey> keys = new HashSet<>();
        private int rows;
        private boolean done;
        private @Nullable Map<ProfileId, Instant> createdAt;

        void add(ResolutionPlan plan) {
            plans.add(plan);
            plan.changes().links().forEach(link -> keys.add(link.key()));
            rows += PostgresCommit.rows(plan);
        }

        boolean hasRoomFor(ResolutionPlan plan) {
            return plans.size() < most && rows + PostgresCommit.rows(plan) <= mostRows && !shares(plan);
        }

        boolean shares(ResolutionPlan plan) {
            return plan.changes().links().stream().map(LinkChange::key).anyMatch(keys::contains);
        }

        /** When the profiles of all plans were created; null where they were not. */
        @Nullable
        Map<ProfileId, Instant> commit() {
            PlanBatch batch = new PlanBatch(plans.get(0).tenant(), IdentitySnapshot.EMPTY);
            plans.forEach(batch::add);
            try {
                return together.apply(batch.plan()) instanceof CommitResult.Committed committed
                        ? committed.createdAt()
                        : null;
            } catch (RuntimeException e) {
                // Whose fault it was shows when each commits alone.
                return null;
            }
        }
    }

    /** The calls of a tenant. */
    private final class Lane {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private @Nullable Group running;
        private @Nullable Group waiting;

        CommitResult commit(ResolutionPlan plan) {
            Group group;
            boolean leads = false;
            lock.lock();
            try {
                group = join(plan);
                if (group != null) {
                    leads = group.leader == Thread.currentThread();
                    while (leads ? running != group : !group.done) {
                        changed.awaitUninterruptibly();
                    }
                }
            } finally {
                lock.unlock();
            }
            if (leads && group != null) {
                return lead(group, plan);
            }
            return answer(group == null ? null : group.createdAt, plan);
        }

        /** The group in which a plan is by now; null where it goes alone. */
        private @Nullable Group join(ResolutionPlan plan) {
            if (running == null) {
                running = new Group();
                running.add(plan);
                return running;
            }
            if (running.shares(plan)) {
                return null;
            }
            if (waiting == null) {
                waiting = new Group();
                waiting.add(plan);
                return waiting;
            }
            if (!waiting.hasRoomFor(plan)) {
                return null;
            }
            waiting.add(plan);
            return waiting;
        }

        private CommitResult lead(Group group, ResolutionPlan plan) {
            try {
                if (group.plans.size() == 1) {
                    return alone.apply(plan);
                }
                group.createdAt = group.commit();
            } finally {
                handOn(group);
            }
            return answer(group.createdAt, plan);
        }

        private void handOn(Group group) {
            lock.lock();
            try {
                group.done = true;
                running = waiting;
                waiting = null;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private CommitResult answer(@Nullable Map<ProfileId, Instant> createdAt, ResolutionPlan plan) {
            if (createdAt == null) {
                return alone.apply(plan);
            }
            Map<ProfileId, Instant> own = new HashMap<>();
            plan.changes()
                    .profiles()
                    .forEach(profile -> own.put(profile.id(), Objects.requireNonNull(createdAt.get(profile.id()))));
            return new CommitResult.Committed(own);
        }
    }
}
