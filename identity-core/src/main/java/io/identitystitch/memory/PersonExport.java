package io.identitystitch.memory;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.spi.PersonRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every record of a person. */
final class PersonExport {
    private final Tenant tenant;
    private final ProfileRow root;
    private final Set<ProfileId> owners;
    private final List<ProfileRow> members;

    PersonExport(Tenant tenant, ProfileRow root) {
        this.tenant = tenant;
        this.root = root;
        this.owners = root.members();
        this.members = new ArrayList<>(tenant.members(root));
        Comparator<ProfileRow> rootFirst = Comparator.comparing(member -> !member.isRoot());
        members.sort(rootFirst.thenComparing(
                member -> Optional.ofNullable(member.mergedAt).orElse(Instant.MIN)));
    }

    SortedMap<String, Long> count() {
        SortedMap<String, Long> counts = new TreeMap<>();
        PersonRecord.KINDS.forEach(kind -> counts.put(kind, 0L));
        records().forEach(record -> counts.merge(record.kind(), 1L, Long::sum));
        return counts;
    }

    List<PersonRecord> records() {
        List<PersonRecord> records = new ArrayList<>();
        members.stream().map(this::member).forEach(records::add);
        MemoryReads.links(tenant, root)
                .sorted(Comparator.comparing(LinkRow::linkedAt).thenComparing(LinkRow::key))
                .map(PersonExport::held)
                .forEach(records::add);
        closed().map(this::heldBefore).forEach(records::add);
        members.stream()
                .flatMap(member -> member.traits().values().stream())
                .map(trait -> new PersonRecord.OwnedTrait(trait.owner(), trait.trait(), trait.cameWith()))
                .sorted(Comparator.comparing(owned -> owned.trait().at()))
                .forEach(records::add);
        members.stream()
                .flatMap(member -> member.touches().values().stream())
                .sorted(Comparator.comparing(kept -> kept.touch().touch()))
                .map(PersonExport::touch)
                .forEach(records::add);
        members.stream()
                .flatMap(member -> member.evidence().values().stream())
                .map(state -> new PersonRecord.Evidence(ProfileReader.evidence(state)))
                .forEach(records::add);
        tenant.edges.values().stream()
                .filter(merge -> isOurs(merge.a(), merge.b()))
                .map(PersonRecord.Merge::new)
                .sorted(Comparator.comparing(made -> made.merge().mergedAt()))
                .forEach(records::add);
        tenant.neverLinks.values().stream()
                .filter(pair -> isOurs(pair.a(), pair.b()))
                .map(PersonRecord.Apart::new)
                .forEach(records::add);
        tenant.conflicts.values().stream()
                .filter(record -> isOurs(record.returned(), record.refused()))
                .map(this::conflict)
                .forEach(records::add);
        tenant.acts.stream()
                .filter(act -> isOurs(act.a(), act.b()))
                .map(PersonRecord.Done::new)
                .forEach(records::add);
        tenant.signals.of(owners).stream()
                .sorted(Comparator.comparing(kept -> kept.signal.signal()))
                .map(PersonExport::signal)
                .forEach(records::add);
        return records;
    }

    private static PersonRecord signal(SignalRows.Kept kept) {
        StagedSignal signal = kept.signal.signal();
        return new PersonRecord.OwnedSignal(
                kept.owner,
                signal.contentHash(),
                signal.type(),
                signal.eventId(),
                signal.occurredAt(),
                signal.receivedAt(),
                kept.stagedAt,
                signal.rehydrated(),
                Optional.of(signal.json()),
                kept.signal.cameWith());
    }

    private PersonRecord member(ProfileRow row) {
        boolean isRoot = row.isRoot();
        return new PersonRecord.Member(
                row.id,
                row.createdAt,
                isRoot ? Optional.empty() : Optional.ofNullable(row.mergedAt),
                isRoot && row.known,
                isRoot && row.locked);
    }

    private static PersonRecord held(LinkRow row) {
        return new PersonRecord.Held(
                MemoryReads.identifier(row),
                row.state().heldSince(),
                Optional.ofNullable(row.state().signedInAt()),
                Optional.ofNullable(row.via()));
    }

    private Stream<ClosedRow> closed() {
        return tenant.closed.values().stream()
                .map(Map::values)
                .flatMap(rows -> rows.stream()
                        .filter(row -> owners.contains(row.interval().owner())))
                .sorted(Comparator.comparing(ClosedRow::closedAt));
    }

    private PersonRecord heldBefore(ClosedRow row) {
        HeldInterval interval = row.interval();
        return new PersonRecord.HeldBefore(
                interval.key(),
                Optional.ofNullable(tenant.links.get(interval.key())).map(LinkRow::value),
                interval.owner(),
                interval.from(),
                interval.until(),
                Optional.of(row.linkedAt()),
                row.closedAt());
    }

    private static PersonRecord touch(TouchRow row) {
        return new PersonRecord.OwnedTouch(
                row.touch().owner(), row.touch().touch(), row.touch().cameWith(), row.recordedAt());
    }

    private PersonRecord conflict(ConflictRecord record) {
        return new PersonRecord.Conflict(record, Optional.ofNullable(tenant.decidedBy.get(record.id())));
    }

    private boolean isOurs(ProfileId a, ProfileId b) {
        return owners.contains(a) || owners.contains(b);
    }
}
