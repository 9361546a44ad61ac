package io.identitystitch.cold;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The head of a block in a file: {@code [mark][records][fingerprints][length of block][CRC of block][CRC of head]}, six times four
 * bytes, and then eight bytes for each fingerprint. The block follows.
 *
 * <p>The head's checksum begins with the segment's own name, so that a head of another file, or one that a visitor wrote into a body, is
 * none here.
 *
 * <p>Immutable and thread-safe.
 */
final class Frame {
    static final int PREFIX = 24;
    static final int MARK = 0xC01DF11E;
    static final int MAX_FINGERPRINTS = 4 * 1024 * 1024;

    private final int records;
    private final long[] fingerprints;
    private final int length;
    private final int checksum;

    Frame(int records, long[] fingerprints, int length, int checksum) {
        this.records = records;
        this.fingerprints = fingerprints;
        this.length = length;
        this.checksum = checksum;
    }

    static Frame of(int records, long[] fingerprints, byte[] block) {
        return new Frame(records, fingerprints, block.length, checksum(block, 0, block.length));
    }

    /** How many records the block has. */
    int records() {
        return records;
    }

    /** Those of the visitors in the block, ascending; none in a sealed segment, whose index has them. */
    long[] fingerprints() {
        return fingerprints;
    }

    /** The length of the block in bytes. */
    int length() {
        return length;
    }

    /** The CRC32C of the block. */
    int checksum() {
        return checksum;
    }

    int headLength() {
        return PREFIX + 8 * fingerprints.length;
    }

    long wholeLength() {
        return (long) headLength() + length;
    }

    void writeTo(ByteSink out, byte[] seed) {
        ByteBuffer head = ByteBuffer.allocate(headLength());
        head.putInt(MARK)
                .putInt(records)
                .putInt(fingerprints.length)
                .putInt(length)
                .putInt(checksum)
                .putInt(0);
        for (long each : fingerprints) {
            head.putLong(each);
        }
        head.putInt(20, headChecksum(head.array(), 0, head.capacity(), seed));
        out.put(head.array());
    }

    /** How long the head is that begins here, or -1 if none does; at least {@link #PREFIX} bytes are there. */
    static int headLength(ByteBuffer bytes, int at) {
        int count = bytes.getInt(at + 8);
        int length = bytes.getInt(at + 12);
        boolean sound = bytes.getInt(at) == MARK
                && bytes.getInt(at + 4) > 0
                && count >= 0
                && count <= MAX_FINGERPRINTS
                && length > 0
                && length <= 2 * Deflation.MAX_EXPANDED;
        return sound ? PREFIX + 8 * count : -1;
    }

    /** The head that begins here, all of whose bytes are there. */
    static Frame read(byte[] whole, int at, byte[] seed) throws DamagedException {
        ByteBuffer bytes = ByteBuffer.wrap(whole);
        int headLength = headLength(bytes, at);
        if (headLength < 0 || bytes.getInt(at + 20) != headChecksum(whole, at, headLength, seed)) {
            throw new DamagedException("no head of a block");
        }
        long[] fingerprints = new long[bytes.getInt(at + 8)];
        for (int i = 0; i < fingerprints.length; i++) {
            fingerprints[i] = bytes.getLong(at + PREFIX + 8 * i);
        }
        return new Frame(bytes.getInt(at + 4), fingerprints, bytes.getInt(at + 12), bytes.getInt(at + 16));
    }

    boolean isOf(byte[] block) {
        return block.length == length && checksum(block, 0, length) == checksum;
    }

    /** What checksums of a segment begin with. */
    static byte[] seed(String where, SegmentName name) {
        return (where + '/' + name).getBytes(StandardCharsets.US_ASCII);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static int checksum(byte[] seed, byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(seed, 0, seed.length);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static int headChecksum(byte[] bytes, int at, int headLength, byte[] seed) {
        CRC32C crc = new CRC32C();
        crc.update(seed, 0, seed.length);
        crc.update(bytes, at, 20);
        crc.update(bytes, at + PREFIX, headLength - PREFIX);
        return (int) crc.getValue();
    }
}
