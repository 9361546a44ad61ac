package io.identitystitch.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalHandler;
import io.identitystitch.SignalOptions;
import io.identitystitch.cold.FileColdStore;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that takes signals of visitors, signs visitors up, and handles what comes back, until it is killed: {@code url, cold folder, notes,
 * seed, visitors}. What was acknowledged is noted after it was. With {@code drain} as a further argument it only does what is due, and ends.
 */
final class SignalWorker {
    private static final int BATCH = 20;
    private static final double AGAIN = 0.1;

    private final IdentityResolver identities;
    private final BufferedWriter notes;
    private final Random random;
    private final String run;
    private final int visitors;
    private final List<Signal> sent = new ArrayList<>();
    private int number;

    private SignalWorker(IdentityResolver identities, BufferedWriter notes, long seed, int visitors) {
        this.identities = identities;
        this.notes = notes;
        this.random = new Random(seed);
        this.run = Long.toHexString(seed);
        this.visitors = visitors;
    }

    public static void main(String[] args) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setMaximumPoolSize(4);
        boolean drain = args.length > 5;
        try (HikariDataSource database = new HikariDataSource(config);
                FileColdStore cold = FileColdStore.builder(Path.of(args[1])).open();
                BufferedWriter notes = Files.newBufferedWriter(
                        Path.of(args[2]),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(database))
                        .policy(IdentityPolicy.leads())
                        .signals(SignalOptions.builder()
                                .coldStore(cold)
                                .handler(handler())
                                .pollInterval(drain ? Duration.ZERO : Duration.ofMillis(100))
                                .build())
                        .build()) {
            SignalWorker worker =
                    new SignalWorker(identities, notes, Long.parseLong(args[3]), Integer.parseInt(args[4]));
            if (drain) {
                worker.drain(Integer.parseInt(args[5]));
            } else {
                worker.work();
            }
        }
    }

    /** Counts without a key, so that what is handled twice shows. */
    private static SignalHandler handler() {
        return (person, signal, transaction) -> {
            Connection connection = transaction.unwrap(Connection.class).orElseThrow();
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into handled (event_id, person) values (?, ?)")) {
                insert.setString(1, signal.signal().eventId().orElseThrow());
                insert.setString(2, person.toString());
                insert.executeUpdate();
            }
        };
    }

    private void work() throws IOException {
        accept();
        System.out.println("at work");
        while (!Thread.currentThread().isInterrupted()) {
            for (int i = 0; i < 5; i++) {
                accept();
            }
            signUp();
        }
    }

    private void accept() throws IOException {
        List<Signal> batch = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            if (!sent.isEmpty() && random.nextDouble() < AGAIN) {
                batch.add(sent.get(random.nextInt(sent.size())));
                continue;
            }
            String visitor = "v" + random.nextInt(visitors);
            String event = run + "-" + number++;
            batch.add(Signal.builder("page")
                    .eventId(event)
                    .occurredAt(Instant.now())
                    .anonymousId(visitor)
                    .payload("{\"url\":\"https://shop.example/" + random.nextInt(1_000_000) + "\"}")
                    .build());
            lines.add("signal " + event + " " + visitor);
        }
        List<SignalResult> results = identities.signals().acceptAll(batch);
        if (results.stream().anyMatch(SignalResult.Refused.class::isInstance)) {
            throw new IllegalStateException("refused");
        }
        sent.addAll(batch);
        if (sent.size() > 1_000) {
            sent.subList(0, sent.size() - 1_000).clear();
        }
        note(lines);
    }

    /** Several visitors are one person's. */
    private void signUp() throws IOException {
        int visitor = random.nextInt(visitors);
        identities.resolve(ResolveRequest.builder()
                .anonymousId("v" + visitor)
                .email("p" + visitor / 3 + "@mail.example")
                .build());
        note(List.of("known v" + visitor));
    }

    private void note(List<String> lines) throws IOException {
        for (String line : lines) {
            notes.write(line);
            notes.newLine();
        }
        notes.flush();
    }

    /** What dead processes had taken is due when their leases are over. */
    private void drain(int seconds) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() - end < 0) {
            identities.signals().work();
            Thread.sleep(500);
        }
    }
}
