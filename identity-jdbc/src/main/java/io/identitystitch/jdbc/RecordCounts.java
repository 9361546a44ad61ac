package io.identitystitch.jdbc;

import java.sql.Connection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** How much there is of a person. */
final class RecordCounts {
    private final Database database;
    private final DSLContext dsl;
    private final int tenant;

    RecordCounts(Database database, Connection connection, int tenant) {
        this.database = database;
        this.dsl = database.on(connection, 0);
        this.tenant = tenant;
    }

    SortedMap<String, Long> count(UUID root) {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (PersonTables.PersonTable each : PersonTables.of(database.tables())) {
            if (!each.kind().isEmpty()) {
                counts.put(each.kind(), count(each, root));
            }
        }
        return counts;
    }

    /** A row that names two owners of the person counts once. */
    private long count(PersonTables.PersonTable each, UUID root) {
        Members members = new Members(database.tables(), tenant, root);
        long rows = 0;
        Condition notYet = DSL.noCondition();
        for (TableField<Record, UUID> owner : each.owners()) {
            rows += members.join(dsl.selectCount(), each.table(), each.tenant(), owner)
                    .and(notYet)
                    .fetchSingle()
                    .value1();
            notYet = notYet.and(members.lacks(owner));
        }
        return rows;
    }
}
