package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/**
 * Deletes about so many of the facts of some owners. By a bound in the order of the primary key rather than by a list of rows,
 * so that a part is a few statements.
 */
final class PartialDelete {
    private static final int CHUNK = 200;

    private final DSLContext dsl;
    private final int number;
    private final Table<Record> table;
    private final TableField<Record, Integer> tenant;
    private final TableField<Record, UUID> owner;
    private final TableField<Record, ?> order;
    private @Nullable TableField<Record, byte[]> then;

    /** The order is one in which hardly any two facts of an owner are equal: those that are go together. */
    PartialDelete(
            DSLContext dsl,
            int number,
            Table<Record> table,
            TableField<Record, Integer> tenant,
            TableField<Record, UUID> owner,
            TableField<Record, ?> order) {
        this.dsl = dsl;
        this.number = number;
        this.table = table;
        this.tenant = tenant;
        this.owner = owner;
        this.order = order;
    }

    /** A second column, where many facts may be equal in the first. */
    PartialDelete then(TableField<Record, byte[]> column) {
        then = column;
        return this;
    }

    /** How many were deleted. */
    int run(Collection<ProfileId> owners, int most) {
        int deleted = 0;
        for (List<UUID> ids : Chunks.owners(dsl, owners, CHUNK)) {
            if (deleted >= most) {
                break;
            }
            Condition theirs = Chunks.has(tenant, owner, number, ids);
            if (isAtMost(theirs, most - deleted)) {
                deleted += delete(theirs);
                continue;
            }
            for (UUID id : ids) {
                if (deleted < most) {
                    deleted += delete(tenant.eq(number).and(owner.eq(id)), order, most - deleted);
                }
            }
        }
        return deleted;
    }

    private boolean isAtMost(Condition theirs, int most) {
        long more = most + 1L;
        return dsl.fetchCount(dsl.selectOne().from(table).where(theirs).limit(more)) < more;
    }

    private <T> int delete(Condition theirs, TableField<Record, T> by, int most) {
        if (then != null) {
            return delete(theirs, by, then, most);
        }
        T last = dsl.select(by)
                .from(table)
                .where(theirs)
                .orderBy(by)
                .offset(most - 1)
                .limit(1)
                .fetchOne(by);
        return delete(last == null ? theirs : theirs.and(by.le(last)));
    }

    private <T> int delete(Condition theirs, TableField<Record, T> by, TableField<Record, byte[]> next, int most) {
        Record2<T, byte[]> last = dsl.select(by, next)
                .from(table)
                .where(theirs)
                .orderBy(by, next)
                .offset(most - 1)
                .limit(1)
                .fetchOne();
        return delete(
                last == null
                        ? theirs
                        : theirs.and(by.le(last.value1()))
                                .and(by.lt(last.value1()).or(next.le(last.value2()))));
    }

    private int delete(Condition these) {
        return dsl.deleteFrom(table).where(these).execute();
    }
}
