package io.identitystitch.jdbc;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The body of a cold signal as a row has it: deflated if that makes it shorter, then sealed by the codec.
 *
 * <p>Immutable and thread-safe. Its arrays are not copied.
 *
 * @param form {@link #PLAIN} or {@link #DEFLATED}
 * @param length its length before it was deflated
 * @param checksum of the content hash, the visitors as their row has them, and the stored bytes
 * @param stored what is stored
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ColdBody(short form, int length, int checksum, byte[] stored) {
    static final short PLAIN = 0;
    static final short DEFLATED = 1;

    private static final int LEVEL = 6;

    /**
     * What a short text refers to as if it had come before it, the likeliest at its end. Part of the stored form: another one is another
     * form.
     */
    private static final byte[] COMMON =
            ("\",\"value\":\"\",\"currency\":\"EUR\",\"email\":\"\",\"userId\":\"\",\"sessionId\":\""
                            + "\",\"properties\":{\"name\":\"\",\"title\":\"\",\"referrer\":\"https://www.google.com/\",\"search\":\"?"
                            + "&fbclid=&gclid=?utm_source=google&utm_medium=cpc&utm_campaign=&utm_term=&utm_content="
                            + "Mozilla/5.0 (X11; Linux x86_64; rv:.0) Gecko/20100101 Firefox/"
                            + "Mozilla/5.0 (iPhone; CPU iPhone OS like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/ Mobile/15E148"
                            + "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
                            + "\"},\"page\":{\"path\":\"/\",\"url\":\"https://www.true,false,null,\"timezone\":\",\"locale\":\"en-US\",\"screen\":\""
                            + "{\"anonymousId\":\"\",\"eventId\":\"\",\"timestamp\":\"{\"anonymous_id\":[\"\"],\"context\":{\"userAgent\":\""
                            + "\"},\"event_id\":\"\",\"identifiers\":[],\"occurred_at\":\"2026-000000Z\",\"payload\":{\""
                            + "},\"sequence\":1,\"type\":\"page_view\",\"v\":1}")
                    .getBytes(StandardCharsets.US_ASCII);

    static ColdBody of(ColdSignal signal, byte[] visitors, BlockCodec codec, String where) {
        byte[] plain = signal.body();
        byte[] deflated = deflated(plain);
        boolean shorter = deflated.length < plain.length;
        byte[] stored = codec.seal(shorter ? deflated : plain, where);
        int checksum = checksum(signal.contentHash().bytes(), visitors, stored);
        return new ColdBody(shorter ? DEFLATED : PLAIN, plain.length, checksum, stored);
    }

    /**
     * The body as it came.
     *
     * @throws IOException if it is not what was stored, or the codec cannot open it any more
     */
    byte[] open(BlockCodec codec, String where) throws IOException {
        if (length < 0 || length > ColdSignal.MAX_BODY) {
            throw new IOException("no body has this length");
        }
        byte[] opened = codec.open(stored, where);
        if (form == DEFLATED) {
            return inflated(opened, length);
        }
        if (form != PLAIN || opened.length != length) {
            throw new IOException("no such body");
        }
        return opened;
    }

    /** As long as the body if it would not become shorter. */
    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setDictionary(COMMON);
            deflater.setInput(plain);
            deflater.finish();
            byte[] out = new byte[plain.length];
            int size = 0;
            while (size < out.length && !deflater.finished()) {
                size += deflater.deflate(out, size, out.length - size);
            }
            return deflater.finished() ? Arrays.copyOf(out, size) : out;
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] deflated, int length) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(COMMON);
            inflater.setInput(deflated);
            byte[] out = new byte[length];
            int size = 0;
            int more = 1;
            while (size < length && more > 0) {
                more = inflater.inflate(out, size, length - size);
                size += more;
            }
            boolean ended = inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0;
            if (size < length || !ended) {
                throw new IOException("a body has another length");
            }
            return out;
        } catch (DataFormatException e) {
            throw new IOException("a body cannot be inflated");
        } finally {
            inflater.end();
        }
    }

    static int checksum(byte[] hash, byte[] visitors, byte[] stored) {
        CRC32C crc = new CRC32C();
        crc.update(hash);
        crc.update(visitors);
        crc.update(stored);
        return (int) crc.getValue();
    }
}
