package io.identitystitch.model;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list that may be long.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> what the list holds
 * @param items the items of this page
 * @param next where the next page begins, empty at the end
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    /**
     * Copies the list.
     *
     * @param items the items of this page
     * @param next where the next page begins, empty at the end
     */
    public Page {
        items = List.copyOf(items);
    }
}
