package io.identitystitch.cold;

import io.identitystitch.model.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The writers of this store: of a tenant, those of days before the newest are retired when that begins; of all, those that have not been
 * used for longest if there are many.
 *
 * <p>Thread-safe.
 */
final class DayWriters {
    private static final int MOST = 64;

    private final Function<Day, DayWriter> factory;
    private final Map<Day, DayWriter> writers = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    DayWriters(Function<Day, DayWriter> factory) {
        this.factory = factory;
    }

    void append(Day day, List<Block> blocks) throws IOException {
        boolean done = false;
        while (!done) {
            done = of(day).append(blocks);
        }
    }

    private DayWriter of(Day day) {
        List<DayWriter> retiring = new ArrayList<>();
        DayWriter writer;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the cold store is closed");
            }
            writer = writers.get(day);
            if (writer == null) {
                take(
                        other -> other.tenant().equals(day.tenant())
                                && other.date().isBefore(day.date()),
                        retiring);
                if (writers.size() == MOST) {
                    Day eldest = writers.keySet().iterator().next();
                    take(eldest::equals, retiring);
                }
                writer = factory.apply(day);
                writers.put(day, writer);
            }
        }
        retiring.forEach(DayWriter::retire);
        return writer;
    }

    private void take(Predicate<Day> which, List<DayWriter> into) {
        for (Iterator<DayWriter> each = writers.values().iterator(); each.hasNext(); ) {
            DayWriter writer = each.next();
            if (which.test(writer.day())) {
                each.remove();
                into.add(writer);
            }
        }
    }

    /** Ends the segments of a tenant that are open now; what is appended afterwards goes to others. */
    void retire(TenantId tenant) {
        List<DayWriter> retiring = new ArrayList<>();
        synchronized (this) {
            take(day -> day.tenant().equals(tenant), retiring);
        }
        retiring.forEach(DayWriter::retire);
    }

    void close() {
        List<DayWriter> retiring = new ArrayList<>();
        synchronized (this) {
            closed = true;
            take(any -> true, retiring);
        }
        retiring.forEach(DayWriter::retire);
    }
}
