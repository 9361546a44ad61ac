package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A scan under way: one visitor after the other, page by page, so that no more than some megabytes are in memory.
 *
 * <p>Not thread-safe.
 */
final class ColdScanning {
    private static final int FIRST_PAGE = 32;
    private static final int MOST_ROWS = 1_000;
    private static final long PAGE_BYTES = 8 * 1024 * 1024;

    private final ColdRows rows;
    private final ColdQuery query;
    private final int tenant;
    private final DamagedRows damagedRows;
    private int page = FIRST_PAGE;
    private @Nullable ColdPlace after;
    private long found;
    private long bytesRead;
    private long damaged;

    ColdScanning(ColdRows rows, ColdQuery query, int tenant, DamagedRows damagedRows) {
        this.rows = rows;
        this.query = query;
        this.tenant = tenant;
        this.damagedRows = damagedRows;
    }

    /** The next signals of a visitor that those before it do not have too. */
    List<ColdSignal> next(DSLContext dsl, Connection connection, Names names, IdentifierKey visitor, short type)
            throws SQLException {
        ColdKeys.Numbered numbered = new ColdKeys.Numbered(type, visitor.digest());
        List<Record> read = rows.page(dsl, tenant, numbered, query, after, page);
        List<ColdSignal> signals = new ArrayList<>();
        long bytes = 0;
        for (Record row : read) {
            bytes += rows.storedLength(row);
            try {
                Set<IdentifierKey> of = ColdKeys.named(rows.visitors(row), names, connection);
                if (visitor.equals(firstWanted(of))) {
                    ColdSignal signal = rows.signal(row, query.tenant(), of);
                    if (query.matches(signal)) {
                        signals.add(signal);
                    }
                }
            } catch (IOException e) {
                damaged++;
                damagedRows.add(tenant, rows.place(row));
            }
        }
        after = read.size() < page ? null : rows.place(read.get(read.size() - 1));
        if (bytes > 0) {
            page = (int) Math.max(1, Math.min(MOST_ROWS, PAGE_BYTES * read.size() / bytes));
        }
        found += signals.size();
        bytesRead += bytes;
        return signals;
    }

    /** Whoever of the wanted visitors comes first hands a signal over for all of them. */
    private @Nullable IdentifierKey firstWanted(Set<IdentifierKey> inOrder) {
        return inOrder.stream().filter(query.visitors()::contains).findFirst().orElse(null);
    }

    /** Whether the visitor may have more. */
    boolean hasMore() {
        return after != null;
    }

    ColdScan result() {
        return new ColdScan(found, bytesRead, damaged);
    }
}
