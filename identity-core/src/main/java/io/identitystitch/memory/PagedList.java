package io.identitystitch.memory;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One list that is read page by page. The position of an item is a text, and the order of the texts is that of the list;
 * a page begins after the position of the last item of the page before, however the list changed in between.
 *
 * @param name the list's name
 * @param tenant the tenant
 * @param subject what it is a list of
 * @param isSubject whether a cursor with that subject belongs to the list
 * @param position the position of an item
 */
record PagedList<T>(
        String name, TenantId tenant, String subject, Predicate<String> isSubject, Function<T, String> position) {
    private record Placed<T>(String position, T item) {}

    Page<T> page(Stream<T> all, PageRequest request) {
        String after = request.after()
                .map(cursor -> Cursors.position(cursor, name, tenant, isSubject))
                .orElse("");
        List<Placed<T>> rest = all.map(item -> new Placed<>(position.apply(item), item))
                .filter(placed -> placed.position().compareTo(after) > 0)
                .sorted(Comparator.comparing(Placed::position))
                .limit(request.limit() + 1L)
                .toList();
        if (rest.size() <= request.limit()) {
            return new Page<>(rest.stream().map(Placed::item).toList(), Optional.empty());
        }
        List<Placed<T>> items = rest.subList(0, request.limit());
        String last = items.get(items.size() - 1).position();
        return new Page<>(
                items.stream().map(Placed::item).toList(), Optional.of(Cursors.of(name, tenant, subject, last)));
    }
}
