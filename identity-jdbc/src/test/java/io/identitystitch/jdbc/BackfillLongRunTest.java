package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ProfileId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** As many rows as asked for, of ten visitors among the events of others; tells what it came to. */
class BackfillLongRunTest {
    private static final String ROWS = "identity.backfill.rows";
    private static final int VISITORS = 10;
    private static final int OFTEN = 100;

    @Test
    void anyNumberOfRowsTakesTheMemoryOfAChunk() throws SQLException {
        int rows = Integer.getInteger(ROWS, 20_000) / VISITORS * VISITORS;
        HostEvents events = new HostEvents(Dialect.POSTGRESQL);
        events.run(
                "insert into events (id, anonymous_id) select n, 'cookie-' || (n % " + 2 * VISITORS
                        + ") from generate_series(0, " + (2 * rows - 1) + ") s(n)",
                "analyze events");
        String[] ids = new String[VISITORS];
        for (int i = 0; i < VISITORS; i++) {
            ids[i] = "cookie-" + i;
        }
        ProfileId ann = events.person("u-1");
        long before = used();
        AtomicLong most = new AtomicLong();
        BackfillResult result = events.backfill()
                .nanos(System::nanoTime)
                .listener(chunk -> {
                    if (chunk.chunk() % OFTEN == 0) {
                        most.accumulateAndGet(used() - before, Math::max);
                    }
                })
                .build()
                .run(events.request(ann, "u-1", ids));
        System.out.printf(
                "back-fill of %,d rows among %,d (-D%s=%d): %s in %,d chunks, %,d rows a second,"
                        + " longest transaction %d ms, heap at most %,d kB more%n",
                rows,
                2 * rows,
                ROWS,
                rows,
                result.elapsed(),
                result.chunks(),
                rows
                        * Duration.ofSeconds(1).toNanos()
                        / Math.max(1, result.elapsed().toNanos()),
                result.longestTransaction().toMillis(),
                most.get() / 1024);
        assertThat(result.isComplete()).isTrue();
        assertThat(result.stamped()).isEqualTo(rows);
        assertThat(events.number("select count(*) from events where user_id is null"))
                .isEqualTo(rows);
        assertThat(most.get()).isLessThan(10_000_000);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
