package io.identitystitch.benchmarks.cold;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.spi.ColdSignal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Page views as a browser sends them: a JSON text of 400 to 800 bytes, with an id of its own, the visitor's id and browser, an address
 * and a campaign. The same seed gives the same signals.
 *
 * <p>Thread-safe: each signal comes from a random source of its own.
 */
final class Visits {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] WORDS = ("pricing guide report cloud data team growth email landing product feature "
                    + "security compare template webinar analytics customer story invoice checkout onboarding roadmap "
                    + "migration support release privacy partner training insight benchmark")
            .split(" ");
    private static final String[] SOURCES = {"google", "newsletter", "linkedin", "facebook", "bing", "partner"};
    private static final String[] LANGUAGES = {"en-US", "de-DE", "fr-FR", "en-GB", "es-ES", "pt-BR", "ja-JP"};
    private static final String[] SYSTEMS = {
        "Windows NT 10.0; Win64; x64",
        "Macintosh; Intel Mac OS X 10_15_7",
        "X11; Linux x86_64",
        "Linux; Android 14; Pixel 8"
    };

    private final long seed;
    private final int visitors;
    private final int days;
    private final int count;
    private final int views;

    /** Each visit has so many page views, among those of other visitors. */
    Visits(long seed, int count, int visitors, int days, int views) {
        this.views = views;
        this.seed = seed;
        this.count = count;
        this.visitors = visitors;
        this.days = days;
    }

    /** The signal with a number; numbers are in the order of receipt, evenly over the days. */
    ColdSignal signal(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        int together = 20;
        long visit = (long) number / ((long) views * together) * together + number % together;
        int visitor = new Random(seed * 31 + visit * 0x9E3779B97F4A7C15L).nextInt(visitors);
        long millis = (long) ((double) number / count * days * 86_400_000L) + random.nextInt(400);
        Instant received = FIRST.plusMillis(millis);
        Instant occurred = received.minusMillis(50 + random.nextInt(3_000));
        byte[] body = body(random, visitor, occurred).getBytes(StandardCharsets.UTF_8);
        byte[] salted = (body.length + "/" + number + "/" + seed).getBytes(StandardCharsets.US_ASCII);
        return new ColdSignal(Digest.sha256(salted), occurred, received, Set.of(key(visitor)), body);
    }

    IdentifierKey key(int visitor) {
        byte[] value = ("keyed/" + seed + '/' + visitor).getBytes(StandardCharsets.US_ASCII);
        return new IdentifierKey(IdentifierType.ANONYMOUS_ID, Digest.sha256(value));
    }

    private String body(Random random, int visitor, Instant occurred) {
        Random own = new Random(seed ^ visitor * 0x9E3779B97F4A7C15L);
        UUID anonymousId = new UUID((own.nextLong() & ~0xF000L) | 0x4000L, own.nextLong());
        String agent = agent(own);
        String language = LANGUAGES[own.nextInt(LANGUAGES.length)];
        String screen = (360 + own.nextInt(12) * 128) + "x" + (640 + own.nextInt(8) * 90);
        UUID event = new UUID((random.nextLong() & ~0xF000L) | 0x4000L, random.nextLong());
        String path = "/" + word(random) + "/" + word(random) + "-" + word(random) + "-" + random.nextInt(100_000);
        StringBuilder json = new StringBuilder(800);
        json.append("{\"eventId\":\"").append(event).append("\",\"type\":\"page_view\",\"anonymousId\":\"");
        json.append(anonymousId).append("\",\"timestamp\":\"").append(occurred).append('"');
        json.append(",\"context\":{\"userAgent\":\"")
                .append(agent)
                .append("\",\"locale\":\"")
                .append(language);
        json.append("\",\"screen\":\"")
                .append(screen)
                .append("\",\"timezone\":")
                .append(own.nextInt(24) * 60 - 720);
        json.append("},\"page\":{\"url\":\"https://www.example.com").append(path);
        if (random.nextInt(3) == 0) {
            json.append("?utm_source=").append(SOURCES[random.nextInt(SOURCES.length)]);
            json.append("&utm_medium=cpc&utm_campaign=")
                    .append(word(random))
                    .append('-')
                    .append(random.nextInt(500));
            if (random.nextBoolean()) {
                json.append("&gclid=").append(token(random, 40));
            }
        }
        json.append("\",\"path\":\"")
                .append(path)
                .append("\",\"title\":\"")
                .append(word(random))
                .append(' ');
        json.append(word(random)).append(" | Example\",\"referrer\":\"");
        if (random.nextInt(4) == 0) {
            json.append("https://www.")
                    .append(SOURCES[random.nextInt(SOURCES.length)])
                    .append(".com/");
        }
        json.append("\"},\"properties\":{\"scroll\":").append(random.nextInt(101));
        json.append(",\"loadMillis\":").append(String.format(Locale.ROOT, "%.1f", 200 + random.nextInt(40_000) / 10.0));
        json.append(",\"sequence\":").append(1 + random.nextInt(30)).append("}}");
        return json.toString();
    }

    private static String agent(Random own) {
        String system = SYSTEMS[own.nextInt(SYSTEMS.length)];
        int version = 110 + own.nextInt(24);
        return own.nextInt(5) == 0
                ? "Mozilla/5.0 (" + system + "; rv:" + version + ".0) Gecko/20100101 Firefox/" + version + ".0"
                : "Mozilla/5.0 (" + system + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + version + ".0."
                        + (5000 + own.nextInt(40) * 25) + "." + own.nextInt(200) + " Safari/537.36";
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static String token(Random random, int length) {
        StringBuilder token = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            token.append("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".charAt(random.nextInt(64)));
        }
        return token.toString();
    }
}
