package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.FactMove;
import java.sql.Connection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** The facts that go along with identifiers. One owner after the other, so that of equal facts the first one goes. */
final class FactMoves {
    private static final HexFormat HEX = HexFormat.of();

    private final Tables tables;
    private final Scope scope;
    private final DSLContext dsl;
    private final Dialect dialect;
    private final SignalTasks tasks;

    FactMoves(Database database, Connection connection, Scope scope) {
        this.tables = database.tables();
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.dialect = database.dialect();
        this.tasks = new SignalTasks(database, dsl, scope.tenant());
    }

    void write(List<FactMove> moves, Instant now) {
        for (FactMove move : moves) {
            int waiting = 0;
            for (ProfileId owner : move.from()) {
                write(move, owner.value());
                waiting += moveSignals(move, owner.value());
            }
            if (waiting > 0) {
                tasks.add(List.of(move.to()), now);
            }
        }
    }

    /** A signal is kept once in its tenant, so the new owner never has it already. How many of them wait for handlers. */
    private int moveSignals(FactMove move, UUID from) {
        SignalTable signal = tables.signal;
        UUID to = move.to().value();
        int moved = dsl.update(signal)
                .set(signal.owner, to)
                .where(signal.tenant.eq(scope.tenant()).and(signal.owner.eq(from)))
                .and(takes(signal.cameWith, move))
                .execute();
        if (moved == 0) {
            return 0;
        }
        OpenSignalTable open = tables.openSignal;
        SignalTable gone = signal.as("s");
        return dsl.update(open)
                .set(open.owner, to)
                .where(open.tenant.eq(scope.tenant()).and(open.owner.eq(from)))
                .andExists(DSL.selectOne()
                        .from(gone)
                        .where(gone.tenant
                                .eq(scope.tenant())
                                .and(gone.contentHash.eq(open.contentHash))
                                .and(gone.owner.eq(to))))
                .execute();
    }

    private void write(FactMove move, UUID from) {
        Tables.TouchTable touch = tables.touch;
        Tables.TouchTable sameTouch = touch.as("s");
        move(
                touch,
                touch.tenant,
                touch.owner,
                from,
                move,
                takes(touch.cameWith, move),
                sameTouch,
                sameTouch
                        .tenant
                        .eq(scope.tenant())
                        .and(sameTouch.owner.eq(move.to().value()))
                        .and(sameTouch.eventId.eq(touch.eventId)));
        Tables.TraitTable trait = tables.trait;
        Tables.TraitTable sameTrait = trait.as("s");
        move(
                trait,
                trait.tenant,
                trait.owner,
                from,
                move,
                takes(trait.cameWith, move),
                sameTrait,
                sameTrait
                        .tenant
                        .eq(scope.tenant())
                        .and(sameTrait.owner.eq(move.to().value()))
                        .and(sameTrait.name.eq(trait.name))
                        .and(sameTrait.cameWithDigest.eq(trait.cameWithDigest)));
        Tables.Evidence evidence = tables.evidence;
        Tables.Evidence sameEvidence = evidence.as("s");
        Condition seen = DSL.falseCondition();
        for (var key : move.keys()) {
            seen = seen.or(evidence.seenType
                    .eq(scope.number(key.type()))
                    .and(evidence.seenDigest.eq(key.digest().bytes())));
        }
        move(
                evidence,
                evidence.tenant,
                evidence.owner,
                from,
                move,
                seen,
                sameEvidence,
                sameEvidence
                        .tenant
                        .eq(scope.tenant())
                        .and(sameEvidence.owner.eq(move.to().value()))
                        .and(sameEvidence.type.eq(evidence.type))
                        .and(sameEvidence.digest.eq(evidence.digest)));
    }

    private void move(
            TableImpl<Record> table,
            TableField<Record, Integer> tenant,
            TableField<Record, UUID> owner,
            UUID from,
            FactMove move,
            Condition taken,
            TableImpl<Record> same,
            Condition isSame) {
        dsl.update(table)
                .set(owner, move.to().value())
                .where(tenant.eq(scope.tenant()).and(owner.eq(from)).and(taken))
                .andNotExists(DSL.selectOne().from(same).where(isSame))
                .execute();
    }

    /** Each identifier has the same length in the column, so a row of these and no other is one of any length. */
    private Condition takes(Field<byte[]> cameWith, FactMove move) {
        String these = move.keys().stream()
                .map(key -> HEX.formatHex(CameWith.bytes(scope, List.of(key))))
                .collect(Collectors.joining("|", "^(", ")+$"));
        Field<String> hex = dialect == Dialect.POSTGRESQL
                ? DSL.function("encode", SQLDataType.VARCHAR, cameWith, DSL.inline("hex"))
                : DSL.lower(DSL.function("rawtohex", SQLDataType.VARCHAR, cameWith));
        return hex.likeRegex(these);
    }
}
