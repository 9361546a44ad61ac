package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.plan.NewSignal;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.SignalWork;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Row2;
import org.jooq.impl.DSL;

/** The signals of one commit, and the tasks that come of it. */
final class PortableSignals {
    private static final int CHUNK = 200;

    private final Database database;
    private final Tables tables;
    private final ValueCodec codec;
    private final Scope scope;
    private final DSLContext dsl;
    private final Instant now;

    PortableSignals(Database database, ValueCodec codec, Connection connection, Scope scope, Instant now) {
        this.database = database;
        this.tables = database.tables();
        this.codec = codec;
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.now = now;
    }

    /** To come last of all writes, see {@link SignalTasks}. */
    void write(ResolutionPlan plan) {
        SignalWork work = plan.changes().signals();
        List<NewSignal> staged =
                work.staged().stream().sorted(PostgresSignals.IN_ORDER).toList();
        List<NewSignal> waiting = (database.dialect() == Dialect.H2
                        ? addOnH2(plan, staged)
                        : addOnPostgres(plan, staged))
                .stream().filter(NewSignal::handOver).toList();
        open(waiting);
        SortedSet<ProfileId> owners = new TreeSet<>();
        waiting.forEach(signal -> owners.add(signal.owner()));
        new SignalTasks(database, dsl, scope.tenant()).add(owners, work.searched(), work.asOf(), now);
    }

    /** Those that were new: nobody else writes in the tenant, so what is there can be asked first. */
    private List<NewSignal> addOnH2(ResolutionPlan plan, List<NewSignal> staged) {
        Set<Digest> there = there(staged, DSL.noCondition());
        List<NewSignal> added = new ArrayList<>();
        for (NewSignal signal : staged) {
            if (there.add(signal.signal().contentHash())) {
                added.add(signal);
            }
        }
        insert(plan, added);
        return added;
    }

    /** Those that were new: what carries the number of this transaction. */
    private List<NewSignal> addOnPostgres(ResolutionPlan plan, List<NewSignal> staged) {
        insert(plan, staged);
        Set<Digest> mine = there(staged, DSL.condition("xid = pg_current_xact_id()"));
        return staged.stream()
                .filter(signal -> mine.remove(signal.signal().contentHash()))
                .toList();
    }

    private Set<Digest> there(List<NewSignal> staged, Condition condition) {
        SignalTable signal = tables.signal;
        List<Row2<Integer, byte[]>> keys = staged.stream()
                .map(each -> DSL.row(
                        DSL.val(scope.tenant(), signal.tenant),
                        DSL.val(each.signal().contentHash().bytes(), signal.contentHash)))
                .toList();
        Set<Digest> there = new HashSet<>();
        for (List<Row2<Integer, byte[]>> chunk : Chunks.of(keys, CHUNK)) {
            dsl.select(signal.contentHash)
                    .from(signal)
                    .where(DSL.row(signal.tenant, signal.contentHash).in(chunk))
                    .and(condition)
                    .forEach(row -> there.add(Digest.of(row.value1())));
        }
        return there;
    }

    private void insert(ResolutionPlan plan, List<NewSignal> staged) {
        SignalTable table = tables.signal;
        SignalPayload payload = new SignalPayload(codec, plan.tenant());
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.contentHash,
                table.owner,
                table.type,
                table.eventId,
                table.occurredAt,
                table.receivedAt,
                table.stagedAt,
                table.rehydrated,
                table.cameWith,
                table.valueKey,
                table.valueBytes);
        for (NewSignal kept : staged) {
            StagedSignal what = kept.signal();
            insert.add(
                    scope.tenant(),
                    what.contentHash().bytes(),
                    kept.owner().value(),
                    what.type(),
                    what.eventId().orElse(null),
                    what.occurredAt(),
                    what.receivedAt(),
                    now,
                    what.rehydrated(),
                    CameWith.bytes(scope, kept.cameWith()),
                    codec.keyId(),
                    payload.write(what));
        }
        insert.run(dsl);
    }

    private void open(List<NewSignal> waiting) {
        OpenSignalTable table = tables.openSignal;
        Inserts insert =
                Inserts.into(table, table.tenant, table.owner, table.occurredAt, table.contentHash, table.attempts);
        waiting.stream()
                .sorted(Comparator.comparing(NewSignal::owner).thenComparing(NewSignal::signal))
                .forEach(kept -> insert.add(
                        scope.tenant(),
                        kept.owner().value(),
                        kept.signal().occurredAt(),
                        kept.signal().contentHash().bytes(),
                        0));
        insert.run(dsl);
    }
}
