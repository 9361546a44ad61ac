package io.identitystitch.quickstart;

import io.identitystitch.model.ProfileId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an import found.
 *
 * @param rows the rows that could be read, in order
 * @param conflicts the refused merges that are open at the end
 * @param ignored how many identifiers could not be used, blank ones not counted
 */
record ImportResult(List<RowPerson> rows, int conflicts, long ignored) {
    /**
     * A row.
     *
     * @param row its number, from 1 below the header
     * @param person the person's root at the end, empty for a row without a usable identifier
     */
    record RowPerson(long row, Optional<ProfileId> person) {}

    /** Copies the list. */
    ImportResult {
        rows = List.copyOf(rows);
    }

    String summary() {
        Map<ProfileId, Integer> sizes = new HashMap<>();
        int nobody = 0;
        for (RowPerson row : rows) {
            if (row.person().isPresent()) {
                sizes.merge(row.person().get(), 1, Integer::sum);
            } else {
                nobody++;
            }
        }
        int largest = sizes.values().stream().mapToInt(size -> size).max().orElse(Math.min(nobody, 1));
        return "persons=" + (sizes.size() + nobody) + " largest=" + largest + " conflicts=" + conflicts + " ignored="
                + ignored + " rows=" + rows.size();
    }
}
