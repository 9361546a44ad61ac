package io.identitystitch.jdbc;

import io.identitystitch.model.StagedSignal;
import io.identitystitch.plan.NewSignal;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.SignalWork;
import java.util.Comparator;
import java.util.List;

/**
 * The signals of a plan: as parts of the statement that writes it, and after it their tasks. Tasks are a statement of their own, for their
 * rows are what calls for one person have in common: they are locked last, and in one order.
 */
final class PostgresSignals {
    /** In which order rows are written, so that two plans with the same signals do not wait for each other. */
    static final Comparator<NewSignal> IN_ORDER =
            Comparator.comparing(signal -> signal.signal().contentHash());

    /** For an insert of rows into the table of tasks as {@code k}. */
    static final String ON_CONFLICT = " on conflict (tenant, profile) do update set"
            + " search_as_of = least(k.search_as_of, excluded.search_as_of), due_at = least(k.due_at, excluded.due_at),"
            + " stamp = k.stamp + 1";

    /** Tells the statements after the one that writes whether it did. */
    private static final String HELD = "identity_stitch.held";

    private final ValueCodec codec;
    private final String signal;
    private final String open;
    private final String task;

    PostgresSignals(Tables tables, ValueCodec codec) {
        this.codec = codec;
        signal = tables.sql(tables.signal);
        open = tables.sql(tables.openSignal);
        task = tables.sql(tables.signalTask);
    }

    void write(Scope scope, PostgresScript script, ResolutionPlan plan) {
        List<NewSignal> staged =
                plan.changes().signals().staged().stream().sorted(IN_ORDER).toList();
        SignalPayload payload = new SignalPayload(codec, plan.tenant());
        for (int i = 0; i < staged.size(); i++) {
            NewSignal kept = staged.get(i);
            StagedSignal what = kept.signal();
            script.separate(
                            i == 0,
                            ", sg as (insert into " + signal
                                    + " (tenant, content_hash, owner, type, event_id, occurred_at, received_at, rehydrated,"
                                    + " came_with, value_key, value_bytes, staged_at)"
                                    + " select x.*, t.now from t cross join (values ",
                            ", ")
                    .add(
                            "(?::int, ?::bytea, ?::uuid, ?::text, ?::text, ?::timestamptz, ?::timestamptz, ?::boolean, ?::bytea,"
                                    + " ?::text, ?::bytea)",
                            scope.tenant(),
                            what.contentHash().bytes(),
                            kept.owner().value(),
                            what.type(),
                            what.eventId().orElse(null),
                            what.occurredAt(),
                            what.receivedAt(),
                            what.rehydrated(),
                            CameWith.bytes(scope, kept.cameWith()),
                            codec.keyId(),
                            payload.write(what));
        }
        PostgresWrites.end(
                script,
                staged.isEmpty(),
                " on conflict (tenant, content_hash) do nothing returning tenant, owner, occurred_at, content_hash)");
        List<NewSignal> waiting = staged.stream().filter(NewSignal::handOver).toList();
        if (!waiting.isEmpty()) {
            script.add(
                    ", so as (insert into " + open
                            + " (tenant, owner, occurred_at, content_hash, attempts) select sg.*, 0 from sg where sg.content_hash");
            in(script, waiting);
            script.add(")");
        }
    }

    /**
     * What the statement that writes has to tell for {@link #addTasks}: more columns of its answer, or none. No column may be a text: before
     * a prepared statement whose rows may have any length the driver ends the transaction of those that it has sent.
     */
    String told(SignalWork work) {
        return work.searched().isEmpty() ? "" : ", set_config('" + HELD + "', v::text, true) is not null";
    }

    /** Tasks for the owners of signals that this transaction has added, and for whom is to be searched. */
    void addTasks(Scope scope, PostgresScript script, SignalWork work) {
        List<NewSignal> waiting = work.staged().stream()
                .filter(NewSignal::handOver)
                .sorted(IN_ORDER)
                .toList();
        if (waiting.isEmpty() && work.searched().isEmpty()) {
            return;
        }
        script.next()
                .add(
                        "insert into " + task + " as k (tenant, profile, search_as_of, due_at, attempts, lease, stamp)"
                                + " select ?::int, w.profile, w.as_of, w.now, 0, 0, 0"
                                + " from (select p.profile, min(p.as_of) as as_of, n.now"
                                + " from (select clock_timestamp() as now) n cross join (",
                        scope.tenant());
        if (!waiting.isEmpty()) {
            script.add(
                    "select s.owner as profile, null::timestamptz as as_of from " + signal
                            + " s where s.tenant = ? and s.xid = pg_current_xact_id() and s.content_hash",
                    scope.tenant());
            in(script, waiting);
        }
        if (!work.searched().isEmpty()) {
            script.separate(waiting.isEmpty(), "", " union all ")
                    .add("select x.profile, ?::timestamptz as as_of from (values ", work.asOf());
            boolean first = true;
            for (var profile : work.searched()) {
                script.separate(first, "", ", ").add("(?::uuid)", profile.value());
                first = false;
            }
            script.add(") x(profile) where current_setting('" + HELD + "') = 'true'");
        }
        script.add(") p group by p.profile, n.now order by p.profile) w" + ON_CONFLICT);
    }

    private static void in(PostgresScript script, List<NewSignal> signals) {
        for (int i = 0; i < signals.size(); i++) {
            script.separate(i == 0, " in (", ", ").add("?::bytea", (Object)
                    signals.get(i).signal().contentHash().bytes());
        }
        script.add(")");
    }
}
