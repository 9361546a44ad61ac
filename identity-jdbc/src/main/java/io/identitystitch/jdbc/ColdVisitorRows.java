package io.identitystitch.jdbc;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Row5;
import org.jooq.impl.DSL;

/** Rows by which cold signals are found, to be deleted with them. Not thread-safe. */
final class ColdVisitorRows {
    private record Key(ColdPlace place, ColdKeys.Numbered visitor) {}

    private final ColdVisitorTable table;
    private final int tenant;
    private final Set<Key> keys = new LinkedHashSet<>();

    ColdVisitorRows(ColdVisitorTable table, int tenant) {
        this.table = table;
        this.tenant = tenant;
    }

    void add(ColdPlace place, ColdKeys.Numbered visitor) {
        keys.add(new Key(place, visitor));
    }

    /** Those of all visitors of a signal. Of one whose visitors cannot be read, what leads to it leads nowhere then. */
    void add(ColdPlace place, byte[] visitors) {
        try {
            ColdKeys.read(visitors).forEach(each -> add(place, each));
        } catch (IOException e) {
            // A reader skips such rows, and erasing their visitor removes them.
        }
    }

    /** Whole keys, for H2 uses an index for a list only if the list is of whole keys. */
    void delete(DSLContext dsl, int most) {
        List<Row5<Integer, Short, byte[], Instant, Long>> rows = keys.stream()
                .map(key -> DSL.row(
                        tenant,
                        key.visitor().type(),
                        key.visitor().digest().bytes(),
                        key.place().receivedAt(),
                        key.place().id()))
                .toList();
        for (List<Row5<Integer, Short, byte[], Instant, Long>> chunk : Chunks.of(rows, most)) {
            dsl.deleteFrom(table)
                    .where(DSL.row(table.tenant, table.type, table.digest, table.receivedAt, table.signal)
                            .in(chunk))
                    .execute();
        }
    }
}
