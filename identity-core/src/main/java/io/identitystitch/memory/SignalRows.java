package io.identitystitch.memory;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.plan.FactMove;
import io.identitystitch.plan.NewSignal;
import io.identitystitch.plan.SignalWork;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The signals of one tenant and what is to be done with them. Guarded by the tenant's lock. */
final class SignalRows {
    /** A signal that is kept. */
    static final class Kept {
        final NewSignal signal;
        final long number;
        final Instant stagedAt;
        ProfileId owner;

        Kept(NewSignal signal, long number, Instant stagedAt) {
            this.signal = signal;
            this.owner = signal.owner();
            this.number = number;
            this.stagedAt = stagedAt;
        }

        SignalRecord record() {
            return new SignalRecord(owner, signal.signal());
        }
    }

    /** A signal that waits for handlers. */
    static final class Open {
        int attempts;

        @Nullable
        Instant parkedAt;

        String error = "";

        /** Whether somebody hands it over at this moment. */
        boolean taken;
    }

    /** What is to be done for a profile. */
    static final class Task {
        @Nullable
        Instant searchAsOf;

        Instant dueAt;
        Instant leaseUntil = Instant.MIN;
        int attempts;
        long lease;
        long stamp;

        Task(Instant dueAt) {
            this.dueAt = dueAt;
        }
    }

    final Map<Digest, Kept> kept = new HashMap<>();
    final Map<Long, Kept> inOrder = new TreeMap<>();
    final Map<ProfileId, Set<Digest>> ofOwner = new HashMap<>();
    final Map<Digest, Open> open = new HashMap<>();
    final Map<ProfileId, Task> tasks = new TreeMap<>();
    private long number;

    void write(SignalWork work, Instant now) {
        for (NewSignal signal : work.staged()) {
            Digest hash = signal.signal().contentHash();
            if (!kept.containsKey(hash)) {
                keep(new Kept(signal, ++number, now));
                if (signal.handOver()) {
                    open.put(hash, new Open());
                    task(signal.owner(), now);
                }
            }
        }
        work.searched().forEach(profile -> search(profile, work.asOf(), now));
    }

    void search(ProfileId profile, Instant asOf, Instant now) {
        Task task = task(profile, now);
        if (task.searchAsOf == null || asOf.isBefore(task.searchAsOf)) {
            task.searchAsOf = asOf;
        }
    }

    Task task(ProfileId profile, Instant now) {
        Task task = tasks.computeIfAbsent(profile, any -> new Task(now));
        task.stamp++;
        if (now.isBefore(task.dueAt)) {
            task.dueAt = now;
        }
        return task;
    }

    /** The signals of some owners that are kept. */
    List<Kept> of(Collection<ProfileId> owners) {
        return owners.stream()
                .flatMap(owner -> ofOwner.getOrDefault(owner, Set.of()).stream())
                .map(hash -> Objects.requireNonNull(kept.get(hash)))
                .toList();
    }

    void move(FactMove move, Instant now) {
        for (Kept each : of(move.from())) {
            if (move.takes(Set.copyOf(each.signal.cameWith()))) {
                Digest hash = each.signal.signal().contentHash();
                hashesOf(each.owner).remove(hash);
                each.owner = move.to();
                hashesOf(move.to()).add(hash);
                if (open.containsKey(hash)) {
                    task(move.to(), now);
                }
            }
        }
    }

    /** Deletes some signals of owners; how many. */
    int erase(ProfileId owner, int most) {
        List<Digest> some = List.copyOf(hashesOf(owner)).stream().limit(most).toList();
        some.forEach(this::remove);
        return some.size();
    }

    /** Deletes what is to be done for owners, and signals that came with identifiers that are forgotten. */
    void forget(Collection<ProfileId> owners, Set<IdentifierKey> keys) {
        owners.forEach(tasks::remove);
        owners.forEach(owner -> erase(owner, Integer.MAX_VALUE));
        owners.forEach(ofOwner::remove);
        kept.values().stream()
                .filter(each -> each.signal.cameWith().stream().anyMatch(keys::contains))
                .map(each -> each.signal.signal().contentHash())
                .toList()
                .forEach(this::remove);
    }

    private void remove(Digest hash) {
        Kept gone = kept.remove(hash);
        if (gone != null) {
            inOrder.remove(gone.number);
            hashesOf(gone.owner).remove(hash);
        }
        open.remove(hash);
    }

    private void keep(Kept signal) {
        kept.put(signal.signal.signal().contentHash(), signal);
        inOrder.put(signal.number, signal);
        hashesOf(signal.owner).add(signal.signal.signal().contentHash());
    }

    private Set<Digest> hashesOf(ProfileId owner) {
        return ofOwner.computeIfAbsent(owner, any -> new HashSet<>());
    }
}
