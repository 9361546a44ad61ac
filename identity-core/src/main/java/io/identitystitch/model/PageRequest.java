package io.identitystitch.model;

import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * <p>Immutable and thread-safe.
 *
 * @param limit how many items at most, 1 to 1,000
 * @param after the cursor of the page before, empty for the first page
 */
public record PageRequest(int limit, Optional<Cursor> after) {
    /** The default and largest sensible first page: 100 items. */
    public static final PageRequest FIRST = new PageRequest(100, Optional.empty());

    /**
     * Checks the limit.
     *
     * @param limit how many items at most, 1 to 1,000
     * @param after the cursor of the page before, empty for the first page
     * @throws IllegalArgumentException if the limit is not 1 to 1,000
     */
    public PageRequest {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1,000 items");
        }
    }

    /**
     * The page that begins at a cursor.
     *
     * @param cursor the cursor of the page before
     * @return the request, with this one's limit
     */
    public PageRequest after(Cursor cursor) {
        return new PageRequest(limit, Optional.of(cursor));
    }
}
