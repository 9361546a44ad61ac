package io.identitystitch.memory;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.EvidenceChange;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NeverLink;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.RootChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out a plan that was checked. */
final class CommitWriter {
    private final Tenant tenant;
    private final Changes changes;
    private final Instant now;
    private final Map<ProfileId, Instant> createdAt = new HashMap<>();

    CommitWriter(Tenant tenant, Changes changes, Instant now) {
        this.tenant = tenant;
        this.changes = changes;
        this.now = now;
    }

    /** The stamps of the new profiles. */
    Map<ProfileId, Instant> write() {
        changes.profiles().forEach(this::create);
        changes.closed().forEach(this::close);
        changes.links().forEach(this::write);
        changes.edges().forEach(this::write);
        StewardWriter steward = new StewardWriter(tenant, now);
        steward.separate(changes.stewardship());
        changes.absorbed().forEach(this::absorb);
        changes.roots().forEach(this::change);
        changes.conflicts().forEach(this::write);
        changes.neverLinks().forEach(this::write);
        steward.write(changes.stewardship());
        changes.touches()
                .forEach(touch -> tenant.profile(touch.owner())
                        .addToTouches()
                        .putIfAbsent(touch.touch().eventId(), new TouchRow(touch, now)));
        changes.traits()
                .forEach(trait -> tenant.profile(trait.owner()).addToTraits().put(trait.ref(), trait));
        changes.evidence().forEach(this::write);
        tenant.signals.write(changes.signals(), now);
        return createdAt;
    }

    private void create(NewProfile profile) {
        Instant stamp = profile.createdAt() != null ? profile.createdAt() : now;
        tenant.profiles.put(profile.id(), new ProfileRow(profile.id(), stamp, profile.known()));
        createdAt.put(profile.id(), stamp);
    }

    /** Before the identifier moves, for its row knows since when. */
    private void close(HeldInterval interval) {
        LinkRow row = tenant.links.get(interval.key());
        boolean held = row != null && interval.owner().equals(row.state().owner());
        Instant linkedAt = held ? Objects.requireNonNull(row).linkedAt() : now;
        tenant.closed
                .computeIfAbsent(interval.key(), key -> new HashMap<>())
                .putIfAbsent(interval, new ClosedRow(interval, linkedAt, now));
    }

    private void write(LinkChange change) {
        LinkRow row = tenant.links.get(change.key());
        if (row != null && change.before() != null && change.isRenewal()) {
            tenant.links.put(change.key(), row.with(Folds.renew(row.state(), change.before(), change.after())));
            return;
        }
        if (row != null && row.state().owner() != null) {
            tenant.profile(row.state().owner()).keys.remove(change.key());
        }
        LinkState after = change.after();
        if (after.owner() != null) {
            tenant.profile(after.owner()).keys.add(change.key());
        }
        tenant.links.put(
                change.key(),
                new LinkRow(change.key(), value(change, row), after, now, change.via(), change.context()));
    }

    private static String value(LinkChange change, @Nullable LinkRow row) {
        Identifier identifier = change.identifier();
        return identifier != null
                ? identifier.value()
                : Objects.requireNonNull(row).value();
    }

    private void write(Edge edge) {
        tenant.edges.put(
                edge.id(),
                new MergeRecord(
                        edge.id(),
                        edge.a(),
                        edge.b(),
                        Optional.ofNullable(edge.keyA()),
                        Optional.ofNullable(edge.keyB()),
                        edge.source(),
                        edge.observedAt(),
                        now,
                        Optional.empty()));
        tenant.profile(edge.a()).addToMerges().add(edge.id());
        tenant.profile(edge.b()).addToMerges().add(edge.id());
    }

    private void absorb(ProfileId absorbed, ProfileId survivor) {
        ProfileRow gone = tenant.profile(absorbed);
        ProfileRow root = tenant.profile(survivor);
        List<ProfileId> members = List.copyOf(gone.members());
        members.forEach(member -> tenant.profile(member).root = survivor);
        root.gainMembers(members);
        gone.loseMembers(members);
        gone.mergedAt = now;
    }

    private void change(ProfileId id, RootChange change) {
        ProfileRow row = tenant.profile(id);
        row.known = change.known();
        row.guarded = change.guarded();
        if (change.bump()) {
            row.version++;
        }
    }

    private void write(NewConflict conflict) {
        tenant.conflicts.put(
                ProfilePair.of(conflict.returned(), conflict.refused()),
                new ConflictRecord(
                        conflict.id(),
                        conflict.returned(),
                        conflict.refused(),
                        conflict.reason(),
                        conflict.type(),
                        Optional.ofNullable(conflict.evidence()),
                        ConflictStatus.OPEN,
                        now,
                        conflict.observedAt()));
    }

    private void write(NeverLink pair) {
        ProfileId low = pair.owners().low();
        ProfileId high = pair.owners().high();
        KeptApart kept = new KeptApart(low, high, pair.reason(), Optional.ofNullable(pair.by()), now);
        if (tenant.neverLinks.putIfAbsent(pair.owners(), kept) == null) {
            tenant.profile(low).addToApart().add(high);
            tenant.profile(high).addToApart().add(low);
        }
    }

    private void write(EvidenceChange change) {
        EvidenceState after = change.after();
        tenant.profile(after.owner())
                .addToEvidence()
                .merge(after.key(), after, (stored, later) -> Folds.renew(stored, change.before(), later));
        tenant.evidence.computeIfAbsent(after.key(), key -> new HashSet<>()).add(after.owner());
    }
}
