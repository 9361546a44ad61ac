package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

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

    /** That a row belongs to one of some profiles. Whole keys, for H2 uses an index for a list only if the list is of whole keys. */
    static Condition has(Field<Integer> tenant, Field<UUID> profile, int number, List<UUID> ids) {
        return DSL.row(tenant, profile)
                .in(ids.stream().map(id -> DSL.row(number, id)).toList());
    }

    static List<List<UUID>> uuids(Collection<ProfileId> ids, int size) {
        return of(ids.stream().map(ProfileId::value).toList(), size);
    }
}
