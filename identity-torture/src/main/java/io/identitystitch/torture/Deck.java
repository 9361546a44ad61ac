package io.identitystitch.torture;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Strikes with one nemesis after the other, shuffled like cards, so that each has had its turn before one comes again. One that
 * finds nothing to hit tries a few times more. Ends when it is told to, after the fault at hand is mended.
 */
final class Deck {
    /** A nemesis that finds nothing to hit would wait for a whole deck, and a short run would end without its fault. */
    private static final int TRIES = 4;

    private final List<Nemesis> nemeses;
    private final Faults faults;
    private final Random random;
    private final int leastPause;
    private final int mostPause;
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::run, "nemesis");
    private volatile boolean stopped;

    Deck(List<Nemesis> nemeses, Faults faults, long seed, int leastPause, int mostPause) {
        this.nemeses = List.copyOf(nemeses);
        this.faults = faults;
        this.random = new Random(seed);
        this.leastPause = leastPause;
        this.mostPause = mostPause;
        nemeses.forEach(nemesis -> faults.expect(nemesis.fault()));
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** What made the harness itself fail. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private void run() {
        List<Nemesis> deck = new ArrayList<>();
        try {
            while (!stopped) {
                if (deck.isEmpty()) {
                    deck.addAll(nemeses);
                    Collections.shuffle(deck, random);
                }
                Nemesis nemesis = deck.remove(deck.size() - 1);
                for (int tries = 0; tries < TRIES && !stopped && !strike(nemesis); tries++) {
                    pause();
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(leastPause + random.nextInt(mostPause - leastPause));
    }

    /** Whether anything was hit. */
    private boolean strike(Nemesis nemesis) {
        try {
            boolean hit = nemesis.strike(random);
            if (hit) {
                faults.add(nemesis.fault());
            }
            return hit;
        } catch (SQLException e) {
            // The server is away, by another fault's doing; the next time then.
            return false;
        } catch (Exception e) {
            failures.add(nemesis.fault() + ": " + e);
            return true;
        }
    }
}
