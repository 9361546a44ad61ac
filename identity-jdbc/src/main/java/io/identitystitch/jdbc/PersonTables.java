package io.identitystitch.jdbc;

import java.util.List;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/** Every table that refers to profiles, with the columns that do, in the order in which rows may be deleted. */
final class PersonTables {
    /**
     * A table.
     *
     * @param kind what its rows are called in counts and exports; empty where they are no records of their own
     * @param table the table
     * @param tenant its first column
     * @param owners the columns that refer to profiles
     */
    record PersonTable(
            String kind,
            Table<Record> table,
            TableField<Record, Integer> tenant,
            List<TableField<Record, UUID>> owners) {}

    private PersonTables() {}

    static List<PersonTable> of(Tables tables) {
        Tables.TouchTable touch = tables.touch;
        Tables.TraitTable trait = tables.trait;
        Tables.Evidence evidence = tables.evidence;
        Tables.Interval interval = tables.interval;
        ActTable act = tables.act;
        Tables.Conflict conflict = tables.conflict;
        Tables.NeverLinkTable pair = tables.neverLink;
        Tables.EdgeTable edge = tables.edge;
        Tables.Link link = tables.link;
        Tables.Change change = tables.change;
        Tables.Redirect redirect = tables.redirect;
        KinTable kin = tables.kin;
        BackfillTable backfill = tables.backfill;
        SignalTable signal = tables.signal;
        OpenSignalTable open = tables.openSignal;
        SignalTaskTable task = tables.signalTask;
        Tables.Profile profile = tables.profile;
        return List.of(
                new PersonTable("backfills", backfill, backfill.tenant, List.of(backfill.owner)),
                new PersonTable("", task, task.tenant, List.of(task.profile)),
                new PersonTable("", open, open.tenant, List.of(open.owner)),
                new PersonTable("signals", signal, signal.tenant, List.of(signal.owner)),
                new PersonTable("touches", touch, touch.tenant, List.of(touch.owner)),
                new PersonTable("traits", trait, trait.tenant, List.of(trait.owner)),
                new PersonTable("evidence", evidence, evidence.tenant, List.of(evidence.owner)),
                new PersonTable("intervals", interval, interval.tenant, List.of(interval.owner)),
                new PersonTable("acts", act, act.tenant, List.of(act.ownerA, act.ownerB)),
                new PersonTable("conflicts", conflict, conflict.tenant, List.of(conflict.ownerLow, conflict.ownerHigh)),
                new PersonTable("kept_apart", pair, pair.tenant, List.of(pair.ownerLow, pair.ownerHigh)),
                new PersonTable("merges", edge, edge.tenant, List.of(edge.ownerA, edge.ownerB)),
                new PersonTable("identifiers", link, link.tenant, List.of(link.owner)),
                new PersonTable("", change, change.tenant, List.of(change.profile, change.other)),
                new PersonTable("", kin, kin.tenant, List.of(kin.ownerA, kin.ownerB)),
                new PersonTable("", redirect, redirect.tenant, List.of(redirect.absorbed)),
                new PersonTable("profiles", profile, profile.tenant, List.of(profile.id)));
    }
}
