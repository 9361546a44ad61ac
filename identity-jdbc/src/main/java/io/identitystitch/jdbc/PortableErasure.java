package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.policy.ErasedIdentifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;

/**
 * Deletes a person, or some of its facts. The profiles go last: their rows are locked, and what refers to a profile that is gone
 * breaks a foreign key, so no writer that was under way leaves anything behind.
 */
final class PortableErasure {
    private static final int CHUNK = 200;

    private final Database database;
    private final Tables tables;
    private final Connection connection;
    private final Scope scope;
    private final DSLContext dsl;
    private final TenantId tenant;
    private final Erasing erasing;
    private final Instant now;

    PortableErasure(
            Database database, Connection connection, Scope scope, TenantId tenant, Erasing erasing, Instant now) {
        this.database = database;
        this.tables = database.tables();
        this.connection = connection;
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.tenant = tenant;
        this.erasing = erasing;
        this.now = now;
    }

    void run() throws SQLException {
        StewardWords words = erasing.words();
        if (words == null) {
            deleteFacts();
            return;
        }
        ErasedTraces traces = ErasedTraces.find(database, connection, scope, erasing.owners());
        traces.remove();
        refuse(traces.keys());
        for (PersonTables.PersonTable each : PersonTables.of(tables)) {
            delete(each);
        }
        leave(words);
    }

    private void refuse(Set<IdentifierKey> keys) {
        ErasedIdentifiers identifiers = erasing.identifiers();
        if (identifiers.refuses()) {
            RefusedMarks marks = new RefusedMarks(database, connection, scope);
            marks.write(keys.stream().map(key -> identifiers.mark(tenant, key)).toList(), now.plus(identifiers.time()));
            marks.clear(now);
        }
    }

    private void delete(PersonTables.PersonTable each) {
        // The change log has no index by profile: it is read from end to end, so as seldom as can be.
        List<List<UUID>> chunks = each.table().equals(tables.change)
                ? Chunks.uuids(erasing.owners(), CHUNK)
                : Chunks.owners(dsl, erasing.owners(), CHUNK);
        for (TableField<Record, UUID> owner : each.owners()) {
            for (List<UUID> ids : chunks) {
                dsl.deleteFrom(each.table())
                        .where(Chunks.has(each.tenant(), owner, scope.tenant(), ids))
                        .execute();
            }
        }
    }

    private void leave(StewardWords words) {
        ErasedTable erased = tables.erased;
        Inserts ids = Inserts.into(erased, erased.tenant, erased.id, erased.decidedBy, erased.reason, erased.at);
        Tables.Change change = tables.change;
        Inserts feed = Inserts.into(change, change.tenant, change.kind, change.profile, change.at);
        for (ProfileId owner : erasing.owners()) {
            ids.add(scope.tenant(), owner.value(), words.by(), words.reason(), now);
            feed.add(scope.tenant(), FeedRow.ERASED, owner.value(), now);
        }
        ids.run(dsl);
        feed.run(dsl);
    }

    /** What waits for handlers is no record of its own. */
    private void deleteSignals(int most) {
        OpenSignalTable open = tables.openSignal;
        SignalTable signal = tables.signal;
        new PartialDelete(dsl, scope.tenant(), open, open.tenant, open.owner, open.occurredAt)
                .then(open.contentHash)
                .run(erasing.owners(), most);
        new PartialDelete(dsl, scope.tenant(), signal, signal.tenant, signal.owner, signal.occurredAt)
                .then(signal.contentHash)
                .run(erasing.owners(), most);
    }

    private void deleteFacts() {
        Tables.TouchTable touch = tables.touch;
        Tables.TraitTable trait = tables.trait;
        Tables.Evidence evidence = tables.evidence;
        int left = erasing.facts();
        left -= new PartialDelete(dsl, scope.tenant(), touch, touch.tenant, touch.owner, touch.eventId)
                .run(erasing.owners(), left);
        left -= new PartialDelete(dsl, scope.tenant(), trait, trait.tenant, trait.owner, trait.name)
                .run(erasing.owners(), left);
        left -= new PartialDelete(dsl, scope.tenant(), evidence, evidence.tenant, evidence.owner, evidence.digest)
                .run(erasing.owners(), left);
        deleteSignals(left);
    }
}
