package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.EvidenceChange;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewSignal;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.ResolutionPlan;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types that a call names, for which it needs numbers. */
final class PlanTypes {
    private final Set<IdentifierType> types = new HashSet<>();

    private PlanTypes() {}

    /** Those of the identifiers; those that are only counted are left out. */
    static Set<IdentifierType> of(LoadQuery query) {
        PlanTypes all = new PlanTypes();
        query.keys().forEach(all::add);
        query.evidence().forEach(all::add);
        return all.types;
    }

    static Set<IdentifierType> of(ResolutionPlan plan) {
        PlanTypes all = new PlanTypes();
        Changes changes = plan.changes();
        plan.keys().keySet().forEach(all::add);
        for (LinkChange link : changes.links()) {
            all.add(link.key());
            all.add(link.via());
        }
        for (HeldInterval interval : changes.closed()) {
            all.add(interval.key());
        }
        for (Edge edge : changes.edges()) {
            all.add(edge.keyA());
            all.add(edge.keyB());
        }
        for (NewConflict conflict : changes.conflicts()) {
            all.types.add(conflict.type());
            all.add(conflict.evidence());
        }
        for (NewTouch touch : changes.touches()) {
            touch.cameWith().forEach(all::add);
        }
        for (NewSignal signal : changes.signals().staged()) {
            signal.cameWith().forEach(all::add);
        }
        for (NewTrait trait : changes.traits()) {
            trait.cameWith().forEach(all::add);
        }
        for (EvidenceChange evidence : changes.evidence()) {
            all.add(evidence.after().key());
            all.add(evidence.after().seenWith());
        }
        return all.types;
    }

    private void add(@Nullable IdentifierKey key) {
        if (key != null) {
            types.add(key.type());
        }
    }
}
