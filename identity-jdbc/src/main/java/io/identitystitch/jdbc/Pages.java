package io.identitystitch.jdbc;

import io.identitystitch.model.Cursor;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages from lists that were read with one item more than asked for. */
final class Pages {
    private Pages() {}

    static <T> Page<T> cut(List<T> found, PageRequest request, Function<T, Cursor> cursor) {
        if (found.size() <= request.limit()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, request.limit());
        return new Page<>(items, Optional.of(cursor.apply(items.get(items.size() - 1))));
    }
}
