package io.identitystitch.cold;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.spi.ColdSignal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Signals as the bytes of a block, and back: a part that compresses (moments as differences, shapes and values of bodies by column) and
 * a part that does not (hashes, keys, random ids).
 *
 * <p>Thread-safe.
 */
final class SignalBlock {
    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;

    private final Deflation deflation;

    SignalBlock(Deflation deflation) {
        this.deflation = deflation;
    }

    byte[] encode(List<ColdSignal> signals) {
        ByteSink compressible = new ByteSink(signals.size() * 256);
        ByteSink random = new ByteSink(signals.size() * 128);
        compressible.putCount(signals.size());
        writeMoments(signals, compressible);
        boolean derived = signals.stream().allMatch(SignalBlock::isHashOfBody);
        compressible.put(derived ? 1 : 0);
        if (!derived) {
            signals.forEach(signal -> random.put(signal.contentHash().bytes()));
        }
        writeVisitors(signals, compressible, random);
        BodyColumns bodies = new BodyColumns();
        for (ColdSignal signal : signals) {
            bodies.add(signal.body(), micros(signal.occurredAt()));
        }
        bodies.writeTo(compressible, random);
        return assemble(compressible, random);
    }

    /** A hash that can be computed again is not kept: 32 bytes that no compression makes smaller. */
    private static boolean isHashOfBody(ColdSignal signal) {
        return Digest.sha256(signal.body()).equals(signal.contentHash());
    }

    private static void writeMoments(List<ColdSignal> signals, ByteSink out) {
        long last = 0;
        for (ColdSignal signal : signals) {
            long received = micros(signal.receivedAt());
            out.putDifference(received - last);
            last = received;
        }
        for (ColdSignal signal : signals) {
            out.putDifference(micros(signal.occurredAt()) - micros(signal.receivedAt()));
        }
    }

    private static void writeVisitors(List<ColdSignal> signals, ByteSink out, ByteSink random) {
        Map<IdentifierKey, Integer> keys = new HashMap<>();
        Map<IdentifierType, Integer> types = new HashMap<>();
        ByteSink counts = new ByteSink(signals.size());
        ByteSink codes = new ByteSink(signals.size());
        ByteSink typeCodes = new ByteSink(signals.size());
        ByteSink typeNames = new ByteSink(64);
        for (ColdSignal signal : signals) {
            counts.putCount(signal.visitors().size());
            for (IdentifierKey key : signal.visitors()) {
                Integer known = keys.putIfAbsent(key, keys.size());
                codes.putCount(known == null ? 0 : known + 1L);
                if (known == null) {
                    random.put(key.digest().bytes());
                    Integer type = types.putIfAbsent(key.type(), types.size());
                    if (type == null) {
                        type = types.size() - 1;
                        byte[] name = key.type().name().getBytes(StandardCharsets.US_ASCII);
                        typeNames.putCount(name.length);
                        typeNames.put(name);
                    }
                    typeCodes.putCount(type);
                }
            }
        }
        out.putCount(types.size());
        out.put(typeNames.array(), 0, typeNames.size());
        out.putCount(keys.size());
        out.put(typeCodes.array(), 0, typeCodes.size());
        out.put(counts.array(), 0, counts.size());
        out.put(codes.array(), 0, codes.size());
    }

    private byte[] assemble(ByteSink compressible, ByteSink random) {
        byte[] deflated = deflation.compress(compressible.array(), compressible.size());
        ByteSink out = new ByteSink(random.size() + compressible.size() + 16);
        out.put(deflated == null ? PLAIN : DEFLATED);
        out.putCount(compressible.size());
        out.putCount(deflated == null ? compressible.size() : deflated.length);
        if (deflated == null) {
            out.put(compressible.array(), 0, compressible.size());
        } else {
            out.put(deflated);
        }
        out.put(random.array(), 0, random.size());
        return out.toBytes();
    }

    List<ColdSignal> decode(byte[] block) throws DamagedException {
        return decode(block, any -> true);
    }

    /** Only those signals whose visitors are wanted. */
    List<ColdSignal> decode(byte[] block, Predicate<Set<IdentifierKey>> wanted) throws DamagedException {
        try {
            ByteSource source = new ByteSource(block, 0, block.length);
            int form = source.take();
            int length = source.takeCount(Deflation.MAX_EXPANDED);
            int stored = source.takeCount(source.left());
            int from = source.skip(stored);
            ByteSource random = new ByteSource(block, from + stored, block.length);
            if (form == PLAIN && stored == length) {
                return read(new ByteSource(block, from, from + stored), random, wanted);
            }
            if (form != DEFLATED) {
                throw new DamagedException("no such form of a block");
            }
            byte[] expanded = deflation.expand(block, from, stored, length);
            return read(new ByteSource(expanded, 0, length), random, wanted);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException | DateTimeException e) {
            throw new DamagedException("a block is not what was written");
        }
    }

    private static List<ColdSignal> read(ByteSource source, ByteSource random, Predicate<Set<IdentifierKey>> wanted)
            throws DamagedException {
        int count = source.takeCount(source.left());
        long[] received = new long[count];
        long[] occurred = new long[count];
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += source.takeDifference();
            received[i] = last;
        }
        for (int i = 0; i < count; i++) {
            occurred[i] = received[i] + source.takeDifference();
        }
        boolean derived = source.take() == 1;
        int hashes = random.skip(derived ? 0 : Math.multiplyExact(count, Digest.LENGTH));
        List<Set<IdentifierKey>> visitors = readVisitors(count, source, random);
        BitSet chosen = new BitSet(count);
        for (int i = 0; i < count; i++) {
            chosen.set(i, wanted.test(visitors.get(i)));
        }
        List<byte[]> bodies = BodyColumns.read(occurred, chosen, source, random);
        if (source.left() > 0 || random.left() > 0) {
            throw new DamagedException("a block has bytes too many");
        }
        List<ColdSignal> signals = new ArrayList<>(bodies.size());
        int i = -1;
        for (byte[] body : bodies) {
            i = chosen.nextSetBit(i + 1);
            int hash = hashes + i * Digest.LENGTH;
            signals.add(new ColdSignal(
                    derived
                            ? Digest.sha256(body)
                            : Digest.of(Arrays.copyOfRange(random.array(), hash, hash + Digest.LENGTH)),
                    instant(occurred[i]),
                    instant(received[i]),
                    visitors.get(i),
                    body));
        }
        return signals;
    }

    private static List<Set<IdentifierKey>> readVisitors(int count, ByteSource source, ByteSource random)
            throws DamagedException {
        List<IdentifierType> types = new ArrayList<>();
        int typeCount = source.takeCount(source.left());
        for (int i = 0; i < typeCount; i++) {
            byte[] name = source.take(source.takeCount(40));
            types.add(IdentifierType.of(new String(name, StandardCharsets.US_ASCII)));
        }
        List<IdentifierKey> keys = new ArrayList<>();
        int keyCount = source.takeCount(source.left());
        for (int i = 0; i < keyCount; i++) {
            IdentifierType type = types.get(source.takeCount(typeCount));
            keys.add(new IdentifierKey(type, Digest.of(random.take(Digest.LENGTH))));
        }
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = source.takeCount(source.left());
        }
        List<Set<IdentifierKey>> visitors = new ArrayList<>(count);
        int next = 0;
        for (int size : sizes) {
            Set<IdentifierKey> of = Set.of();
            for (int i = 0; i < size; i++) {
                int code = source.takeCount(keyCount);
                IdentifierKey key = keys.get(code == 0 ? next++ : code - 1);
                if (size == 1) {
                    of = Set.of(key);
                } else {
                    of = i == 0 ? new HashSet<>() : of;
                    of.add(key);
                }
            }
            visitors.add(of);
        }
        return visitors;
    }

    static long micros(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
