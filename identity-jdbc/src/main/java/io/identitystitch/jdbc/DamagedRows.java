package io.identitystitch.jdbc;

import java.util.HashSet;
import java.util.Set;

/** Which rows of cold signals could not be read, each counted once. Thread-safe. */
final class DamagedRows {
    /** More are no longer told apart, and each is counted whenever a scan comes across it. */
    private static final int REMEMBERED = 10_000;

    private record Row(int tenant, ColdPlace place) {}

    private final Set<Row> known = new HashSet<>();
    private long count;

    synchronized void add(int tenant, ColdPlace place) {
        Row row = new Row(tenant, place);
        boolean counted = known.contains(row);
        if (!counted) {
            count++;
            if (known.size() < REMEMBERED) {
                known.add(row);
            }
        }
    }

    synchronized long count() {
        return count;
    }
}
