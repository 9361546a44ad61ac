package io.identitystitch.memory;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalCall;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The signals of persons. Handlers are called outside the lock; where one throws, the signals of the same hand-over that were handled before
 * it come again, as they do on a database.
 */
final class MemorySignals implements SignalStore {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final InMemoryIdentityStore store;

    MemorySignals(InMemoryIdentityStore store) {
        this.store = store;
    }

    @Override
    public Page<SignalRecord> journey(TenantId tenantId, ProfileId id, PageRequest page) {
        return store.read(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            PagedList<SignalRecord> list = new PagedList<>(
                    "journey",
                    tenantId,
                    root == null ? "" : root.id.toString(),
                    subject -> root != null && root.members().contains(ProfileId.of(subject)),
                    record -> position(record.signal().occurredAt(), record));
            return list.page(
                    root == null
                            ? Stream.empty()
                            : tenant.signals.of(root.members()).stream().map(SignalRows.Kept::record),
                    page);
        });
    }

    @Override
    public Page<SignalRecord> replay(TenantId tenantId, PageRequest page) {
        return store.read(tenantId, tenant -> {
            long after = page.after()
                    .map(cursor -> Long.parseLong(Cursors.position(cursor, "replay", tenantId, String::isEmpty)))
                    .orElse(0L);
            List<SignalRows.Kept> found = tenant.signals.inOrder.values().stream()
                    .filter(each -> each.number > after)
                    .limit(page.limit())
                    .toList();
            if (found.isEmpty()) {
                return new Page<>(List.of(), Optional.empty());
            }
            String last = Long.toString(found.get(found.size() - 1).number);
            return new Page<>(
                    found.stream().map(SignalRows.Kept::record).toList(),
                    Optional.of(Cursors.of("replay", tenantId, "", last)));
        });
    }

    @Override
    public void search(TenantId tenantId, Collection<ProfileId> profiles, Instant asOf) {
        store.write(tenantId, tenant -> {
            profiles.stream()
                    .filter(tenant.profiles::containsKey)
                    .forEach(profile -> tenant.signals.search(profile, asOf, store.now()));
            return true;
        });
    }

    @Override
    public List<SignalTask> take(int most, Duration lease) {
        List<SignalTask> taken = new ArrayList<>();
        for (TenantId tenantId : store.tenantIds()) {
            store.write(tenantId, tenant -> {
                Instant now = store.now();
                tenant.signals.tasks.entrySet().stream()
                        .filter(each -> !each.getValue().dueAt.isAfter(now)
                                && !each.getValue().leaseUntil.isAfter(now))
                        .sorted(Comparator.comparing(each -> each.getValue().dueAt))
                        .limit(most - taken.size())
                        .forEach(each -> {
                            SignalRows.Task task = each.getValue();
                            task.lease++;
                            task.leaseUntil = now.plus(lease);
                            taken.add(new SignalTask(
                                    tenantId,
                                    each.getKey(),
                                    Optional.ofNullable(task.searchAsOf),
                                    task.attempts,
                                    task.lease,
                                    task.stamp));
                        });
                return true;
            });
        }
        return taken;
    }

    @Override
    public HandOver handOver(SignalTask task, int most, SignalCall call) {
        List<SignalRows.Kept> some = store.write(task.tenant(), tenant -> open(tenant, task, most));
        try {
            for (SignalRows.Kept each : some) {
                try {
                    ProfileId person = store.read(
                            task.tenant(),
                            tenant -> Optional.ofNullable(root(tenant, each.owner))
                                    .map(root -> root.id)
                                    .orElse(each.owner));
                    call.handle(person, each.record(), MemorySignals::nothing);
                } catch (Exception e) {
                    int attempts = store.read(
                            task.tenant(),
                            tenant -> Optional.ofNullable(tenant.signals.open.get(
                                            each.signal.signal().contentHash()))
                                    .map(open -> open.attempts)
                                    .orElse(0));
                    return new HandOver.Failed(each.record(), attempts, e);
                }
            }
            store.write(task.tenant(), tenant -> {
                some.forEach(
                        each -> tenant.signals.open.remove(each.signal.signal().contentHash()));
                return true;
            });
            return new HandOver.Handled(some.size());
        } finally {
            store.write(task.tenant(), tenant -> {
                some.forEach(each -> Optional.ofNullable(
                                tenant.signals.open.get(each.signal.signal().contentHash()))
                        .ifPresent(open -> open.taken = false));
                return true;
            });
        }
    }

    private static <T> Optional<T> nothing(Class<T> type) {
        Objects.requireNonNull(type, "type");
        return Optional.empty();
    }

    private static List<SignalRows.Kept> open(Tenant tenant, SignalTask task, int most) {
        ProfileRow root = root(tenant, task.profile());
        if (root == null) {
            return List.of();
        }
        List<SignalRows.Kept> some = tenant.signals.of(root.members()).stream()
                .filter(each -> {
                    SignalRows.Open open =
                            tenant.signals.open.get(each.signal.signal().contentHash());
                    return open != null && open.parkedAt == null && !open.taken;
                })
                .sorted(Comparator.comparing(each -> each.signal.signal()))
                .limit(most)
                .toList();
        some.forEach(each -> Objects.requireNonNull(
                        tenant.signals.open.get(each.signal.signal().contentHash()))
                .taken = true);
        return some;
    }

    @Override
    public void failed(SignalTask task, HandOver.Failed failed, boolean park) {
        store.write(task.tenant(), tenant -> {
            SignalRows.Open open =
                    tenant.signals.open.get(failed.signal().signal().contentHash());
            if (open != null) {
                open.attempts++;
                open.error = failed.thrown().getClass().getName();
                open.parkedAt = park ? store.now() : null;
            }
            return true;
        });
    }

    @Override
    public void finish(SignalTask task) {
        store.write(task.tenant(), tenant -> {
            SignalRows.Task held = held(tenant, task);
            boolean isDone = tenant.signals.of(Set.of(task.profile())).stream()
                    .map(each -> tenant.signals.open.get(each.signal.signal().contentHash()))
                    .allMatch(open -> open == null || open.parkedAt != null);
            if (held != null && held.stamp == task.stamp() && isDone) {
                tenant.signals.tasks.remove(task.profile());
            } else if (held != null) {
                // Somebody else hands over what is left.
                Instant now = store.now();
                giveBack(held, task, true, isDone || held.stamp != task.stamp() ? now : now.plus(SOON));
                held.attempts = 0;
            }
            return true;
        });
    }

    @Override
    public void release(SignalTask task, boolean searched, Duration delay) {
        store.write(task.tenant(), tenant -> {
            SignalRows.Task held = held(tenant, task);
            if (held != null) {
                giveBack(held, task, searched, store.now().plus(delay));
                held.attempts = delay.isZero() ? 0 : held.attempts + 1;
            }
            return true;
        });
    }

    private static SignalRows.@Nullable Task held(Tenant tenant, SignalTask task) {
        SignalRows.Task held = tenant.signals.tasks.get(task.profile());
        return held != null && held.lease == task.lease() ? held : null;
    }

    /** A search that was asked for while this one went on has to be done, though for the same moment. */
    private static void giveBack(SignalRows.Task held, SignalTask task, boolean searched, Instant dueAt) {
        if (searched && held.stamp == task.stamp()) {
            held.searchAsOf = null;
        }
        held.dueAt = dueAt;
        held.leaseUntil = Instant.MIN;
    }

    @Override
    public Page<ParkedSignal> parked(TenantId tenantId, PageRequest page) {
        PagedList<ParkedSignal> list = new PagedList<>(
                "parked", tenantId, "", String::isEmpty, parked -> position(parked.parkedAt(), parked.record()));
        return store.read(
                tenantId,
                tenant -> list.page(
                        tenant.signals.open.entrySet().stream()
                                .filter(each -> each.getValue().parkedAt != null)
                                .map(each -> new ParkedSignal(
                                        Objects.requireNonNull(tenant.signals.kept.get(each.getKey()))
                                                .record(),
                                        each.getValue().attempts,
                                        Objects.requireNonNull(each.getValue().parkedAt),
                                        each.getValue().error)),
                        page));
    }

    @Override
    public int unpark(TenantId tenantId, ProfileId id) {
        return store.write(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            int number = 0;
            for (SignalRows.Kept each : tenant.signals.of(root == null ? Set.of() : root.members())) {
                SignalRows.Open open =
                        tenant.signals.open.get(each.signal.signal().contentHash());
                if (open != null && open.parkedAt != null) {
                    open.parkedAt = null;
                    open.attempts = 0;
                    tenant.signals.task(each.owner, store.now());
                    number++;
                }
            }
            return number;
        });
    }

    private static @Nullable ProfileRow root(Tenant tenant, ProfileId id) {
        ProfileRow asked = tenant.profiles.get(id);
        return asked == null ? null : tenant.profile(asked.root);
    }

    private static String position(Instant moment, SignalRecord record) {
        return HexFormat.of().toHexDigits(ChronoUnit.MICROS.between(Instant.EPOCH, moment) ^ Long.MIN_VALUE)
                + HexFormat.of().formatHex(record.signal().contentHash().bytes());
    }
}
