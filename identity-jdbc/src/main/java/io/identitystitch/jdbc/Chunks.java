package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RowN;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Lists in parts, so that no statement has too many parameters. */
final class Chunks {
    private Chunks() {}

    static <T> List<List<T>> of(List<T> list, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            chunks.add(list.subList(from, Math.min(list.size(), from + size)));
        }
        return chunks;
    }

    /** That a row belongs to one of some profiles. */
    static Condition has(Field<Integer> tenant, Field<UUID> profile, int number, List<UUID> ids) {
        if (ids.size() == 1) {
            return tenant.eq(number).and(profile.eq(ids.get(0)));
        }
        return DSL.row(tenant, profile)
                .in(ids.stream().map(id -> DSL.row(number, id)).toList());
    }

    /**
     * How many keys go into one list where they are no whole keys of an index: for such a list H2 would read the tenant from end to
     * end, so there each goes alone.
     */
    static int ofPrefixes(DSLContext dsl, int size) {
        return dsl.family() == SQLDialect.H2 ? 1 : size;
    }

    /** Owners in parts, for tables whose keys only begin with the owner. */
    static List<List<UUID>> owners(DSLContext dsl, Collection<ProfileId> ids, int size) {
        return uuids(ids, ofPrefixes(dsl, size));
    }

    /** Profiles as a table to join from, for reads by keys that only begin with the owner. */
    static Table<Record> table(List<UUID> ids) {
        return DSL.values(ids.stream()
                        .map(id -> DSL.row(List.of(DSL.cast(id, SQLDataType.UUID))))
                        .toArray(RowN[]::new))
                .as("k", "id");
    }

    static List<List<UUID>> uuids(Collection<ProfileId> ids, int size) {
        return of(ids.stream().map(ProfileId::value).toList(), size);
    }
}
