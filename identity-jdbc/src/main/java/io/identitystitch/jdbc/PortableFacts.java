package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.EvidenceChange;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.ProfilePair;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The facts of one commit: touches, traits, device evidence. */
final class PortableFacts {
    static final Comparator<ProfilePair> PAIRS =
            Comparator.comparing(ProfilePair::low).thenComparing(ProfilePair::high);

    private final Tables tables;
    private final DSLContext dsl;
    private final Scope scope;
    private final Instant now;

    PortableFacts(Tables tables, DSLContext dsl, Scope scope, Instant now) {
        this.tables = tables;
        this.dsl = dsl;
        this.scope = scope;
        this.now = now;
    }

    /** A touch that is there already is the same touch. */
    void touches(List<NewTouch> touches) {
        Tables.TouchTable table = tables.touch;
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.owner,
                table.eventId,
                table.occurredAt,
                table.attributed,
                table.fields,
                table.cameWith,
                table.recordedAt);
        touches.stream()
                .sorted(Comparator.comparing(NewTouch::owner)
                        .thenComparing(touch -> touch.touch().eventId()))
                .forEach(touch -> insert.add(
                        scope.tenant(),
                        touch.owner().value(),
                        touch.touch().eventId(),
                        touch.touch().occurredAt(),
                        touch.touch().attributed(),
                        StringMaps.write(touch.touch().fields()),
                        CameWith.bytes(scope, touch.cameWith()),
                        now));
        insert.run(dsl);
    }

    /** Whether each trait still was what the plan had seen. */
    boolean traits(List<NewTrait> traits) {
        Tables.TraitTable table = tables.trait;
        List<NewTrait> sorted = traits.stream()
                .sorted(Comparator.comparing(NewTrait::owner)
                        .thenComparing(trait -> trait.trait().name())
                        .thenComparing(trait -> trait.ref().cameWith()))
                .toList();
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.owner,
                table.name,
                table.cameWithDigest,
                table.valueJson,
                table.at,
                table.cameWith);
        for (NewTrait trait : sorted) {
            if (trait.replaces() == null) {
                insert.add(
                        scope.tenant(),
                        trait.owner().value(),
                        trait.trait().name(),
                        trait.ref().cameWith().bytes(),
                        trait.trait().value().json(),
                        trait.trait().at(),
                        CameWith.bytes(scope, trait.cameWith()));
            }
        }
        return insert.run(dsl) == insert.size() && sorted.stream().allMatch(this::replace);
    }

    private boolean replace(NewTrait trait) {
        Trait replaced = trait.replaces();
        Tables.TraitTable table = tables.trait;
        return replaced == null
                || dsl.update(table)
                                .set(table.valueJson, trait.trait().value().json())
                                .set(table.at, trait.trait().at())
                                .where(table.tenant.eq(scope.tenant()))
                                .and(table.owner.eq(trait.owner().value()))
                                .and(table.name.eq(trait.trait().name()))
                                .and(table.cameWithDigest.eq(
                                        trait.ref().cameWith().bytes()))
                                .and(table.valueJson.eq(replaced.value().json()))
                                .and(table.at.eq(replaced.at()))
                                .execute()
                        == 1;
    }

    void evidence(List<EvidenceChange> changes) {
        changes.stream()
                .sorted(Comparator.comparing(
                                (EvidenceChange change) -> change.after().key())
                        .thenComparing(change -> change.after().owner()))
                .forEach(change -> {
                    // The second renewal is for a row that came in between.
                    if (!renew(change) && !insert(change.after())) {
                        renew(change);
                    }
                });
    }

    private boolean insert(EvidenceState state) {
        Tables.Evidence table = tables.evidence;
        IdentifierKey seenWith = state.seenWith();
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.type,
                table.digest,
                table.owner,
                table.seenType,
                table.seenDigest,
                table.confidence,
                table.firstSeenAt,
                table.lastSeenAt,
                table.expiresAt);
        insert.add(
                scope.tenant(),
                scope.number(state.key().type()),
                state.key().digest().bytes(),
                state.owner().value(),
                seenWith == null ? null : scope.number(seenWith.type()),
                PortableWrites.digest(seenWith),
                (short) state.confidence(),
                state.firstSeenAt(),
                state.lastSeenAt(),
                state.expiresAt());
        return insert.run(dsl) == 1;
    }

    private boolean renew(EvidenceChange change) {
        Tables.Evidence table = tables.evidence;
        EvidenceState before = change.before();
        EvidenceState after = change.after();
        ProfileId owner = after.owner();
        Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
        Field<Short> confidence = DSL.val((short) after.confidence(), table.confidence);
        Condition better = table.confidence.lt(confidence);
        row.put(
                table.confidence,
                DSL.when(
                                before == null ? better : better.or(table.confidence.eq((short) before.confidence())),
                                confidence)
                        .otherwise(table.confidence));
        row.put(table.firstSeenAt, Fold.earlier(table.firstSeenAt, after.firstSeenAt()));
        row.put(table.lastSeenAt, Fold.later(table.lastSeenAt, after.lastSeenAt()));
        row.put(table.expiresAt, expiry(before, after));
        seenWith(row, before, after.seenWith());
        return dsl.update(table)
                        .set(row)
                        .where(table.tenant.eq(scope.tenant()))
                        .and(table.type.eq(scope.number(after.key().type())))
                        .and(table.digest.eq(after.key().digest().bytes()))
                        .and(table.owner.eq(owner.value()))
                        .execute()
                == 1;
    }

    private Field<Instant> expiry(@Nullable EvidenceState before, EvidenceState after) {
        Tables.Evidence table = tables.evidence;
        if (before != null) {
            return Fold.expiry(table.expiresAt, before.expiresAt(), after.expiresAt());
        }
        Instant expiresAt = after.expiresAt();
        Field<Instant> given = DSL.val(expiresAt, table.expiresAt);
        return expiresAt == null
                ? given
                : DSL.when(table.expiresAt.lt(given), given).otherwise(table.expiresAt);
    }

    /** The first identifier that it came with stays, unless the plan had seen it and says otherwise. */
    private void seenWith(
            Map<Field<?>, @Nullable Object> row, @Nullable EvidenceState before, @Nullable IdentifierKey after) {
        Tables.Evidence table = tables.evidence;
        if (after == null || (before != null && Objects.equals(before.seenWith(), after))) {
            return;
        }
        Field<Short> type = DSL.val(scope.number(after.type()), table.seenType);
        Field<byte[]> digest = DSL.val(after.digest().bytes(), table.seenDigest);
        Condition unchanged = table.seenDigest.isNull();
        if (before != null && before.seenWith() != null) {
            unchanged = table.seenDigest.eq(before.seenWith().digest().bytes());
        }
        row.put(table.seenType, DSL.when(unchanged, type).otherwise(table.seenType));
        row.put(table.seenDigest, DSL.when(unchanged, digest).otherwise(table.seenDigest));
    }
}
