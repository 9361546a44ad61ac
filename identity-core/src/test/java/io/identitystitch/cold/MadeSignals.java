package io.identitystitch.cold;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.spi.ColdSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Signals made by hand or by a seed that is printed. */
final class MadeSignals {
    static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");

    private static final String[] WORDS = {"null", "true", "0", "-1.5e+7", "12", "\"\"", "\"a\\\"b\"", "\"\\u00e9\""};
    private static final String[] NAMES = {"id", "at", "url", "a", "", "q\\\"", "\u00e9"};

    private final Random random;

    private MadeSignals(Random random) {
        this.random = random;
    }

    static MadeSignals seeded() {
        long seed = Long.getLong("identity.seed", 20260302L);
        System.out.println("seed " + seed);
        return new MadeSignals(new Random(seed));
    }

    Random random() {
        return random;
    }

    static IdentifierKey visitor(String name) {
        return new IdentifierKey(IdentifierType.ANONYMOUS_ID, digest("visitor " + name));
    }

    static ColdSignal signal(String content, Instant received, String... visitors) {
        Set<IdentifierKey> keys = new HashSet<>();
        for (String each : visitors) {
            keys.add(visitor(each));
        }
        byte[] body = ("{\"content\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8);
        return new ColdSignal(digest(content), received.minus(Duration.ofMillis(5)), received, keys, body);
    }

    private static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Signals of a few visitors; every third body is no JSON. */
    List<ColdSignal> some(int count) {
        List<ColdSignal> signals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Set<IdentifierKey> keys = new HashSet<>();
            keys.add(new IdentifierKey(
                    random.nextBoolean() ? IdentifierType.ANONYMOUS_ID : IdentifierType.of("device_id"),
                    digest("visitor " + random.nextInt(5))));
            if (random.nextInt(4) == 0) {
                keys.add(visitor("another " + random.nextInt(3)));
            }
            byte[] body = i % 3 == 0 ? noise() : json(3).getBytes(StandardCharsets.UTF_8);
            Digest hash = random.nextInt(5) == 0 ? digest("of its own " + i) : Digest.sha256(body);
            Instant received = NINE.plusSeconds(random.nextInt(50_000)).plusNanos(random.nextInt(1_000_000) * 1_000L);
            signals.add(
                    new ColdSignal(hash, received.minusNanos(random.nextInt(9_000) * 1_000L), received, keys, body));
        }
        return signals;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(60)];
        random.nextBytes(noise);
        return noise;
    }

    /** JSON as a canonical form spells it, with values that are moments and random ids among others. */
    String json(int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 6);
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(5); kind > 3 && i > 0; i--) {
            String name = "\"" + NAMES[random.nextInt(NAMES.length)] + "\":";
            parts.add((kind == 4 ? name : "") + json(depth - 1));
        }
        return switch (kind) {
            case 0 -> "\"" + new java.util.UUID(random.nextLong(), random.nextLong()) + "\"";
            case 1 -> "\"" + NINE.plusMillis(random.nextInt(1_000_000)) + "\"";
            case 2, 3 -> WORDS[random.nextInt(WORDS.length)];
            case 4 -> "{" + String.join(",", parts) + "}";
            default -> "[" + String.join(",", parts) + "]";
        };
    }
}
