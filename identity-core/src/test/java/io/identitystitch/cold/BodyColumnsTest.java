package io.identitystitch.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bodies taken apart into shapes and columns, and put together again. */
class BodyColumnsTest {
    private static final long MOMENT = 1_772_442_000_000_000L;

    private final MadeSignals made = MadeSignals.seeded();

    /** The two parts of some bodies, all of one moment. */
    private record Written(int count, byte[] compressible, byte[] random) {
        static Written of(List<byte[]> bodies) {
            BodyColumns columns = new BodyColumns();
            bodies.forEach(body -> columns.add(body, MOMENT));
            ByteSink compressible = new ByteSink(64);
            ByteSink random = new ByteSink(64);
            columns.writeTo(compressible, random);
            return new Written(bodies.size(), compressible.toBytes(), random.toBytes());
        }

        List<byte[]> read(BitSet wanted) throws DamagedException {
            long[] moments = new long[count];
            Arrays.fill(moments, MOMENT);
            ByteSource source = new ByteSource(compressible, 0, compressible.length);
            ByteSource ids = new ByteSource(random, 0, random.length);
            List<byte[]> bodies = BodyColumns.read(moments, wanted, source, ids);
            assertThat(source.left()).isZero();
            assertThat(ids.left()).isZero();
            return bodies;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bodiesOfAnySortComeBackAllOrSome() throws DamagedException {
        for (int round = 0; round < 300; round++) {
            List<byte[]> bodies = new ArrayList<>();
            BitSet wanted = new BitSet();
            List<byte[]> chosen = new ArrayList<>();
            for (int i = made.random().nextInt(25); i >= 0; i--) {
                byte[] body = bytes(made.json(4));
                if (body.length > 0 && made.random().nextInt(3) == 0) {
                    body[made.random().nextInt(body.length)] =
                            (byte) made.random().nextInt();
                }
                if (made.random().nextBoolean()) {
                    wanted.set(bodies.size());
                    chosen.add(body);
                }
                bodies.add(body);
            }
            assertThat(Written.of(bodies).read(wanted)).containsExactlyElementsOf(chosen);
        }
    }

    @Test
    void aShapeIsWrittenOnceHoweverManyBodiesHaveIt() {
        List<byte[]> one = List.of(bytes("{\"colour\":\"red\",\"quantity\":1}"));
        List<byte[]> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(bytes("{\"colour\":\"red\",\"quantity\":1}"));
        }
        assertThat(Written.of(many).compressible().length)
                .isLessThan(Written.of(one).compressible().length + 4 * 100);
    }

    @Test
    void aRandomIdTakesHalfItsDigitsInThePartThatIsNotCompressed() throws DamagedException {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bodies.add(bytes("{\"id\":\""
                    + new UUID(made.random().nextLong(), made.random().nextLong()) + "\"}"));
        }
        Written written = Written.of(bodies);
        assertThat(written.random()).hasSize(50 * 16);
        BitSet all = new BitSet();
        all.set(0, 50);
        assertThat(written.read(all)).containsExactlyElementsOf(bodies);
    }

    @Test
    void aMomentIsKeptAsItsDistanceFromThatOfTheRecord() throws DamagedException {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            bodies.add(bytes("{\"at\":\"2026-03-02T09:00:" + (i < 10 ? "0" : "") + i + ".250Z\"}"));
        }
        Written written = Written.of(bodies);
        assertThat(written.compressible().length).isLessThan(60 * 6);
        BitSet all = new BitSet();
        all.set(0, 60);
        assertThat(written.read(all)).containsExactlyElementsOf(bodies);
    }

    @Test
    void whatIsNoMomentThoughItLooksLikeOneComesBackAsItWas() throws DamagedException {
        List<byte[]> bodies = List.of(
                bytes("\"2026-02-29T00:00:00Z\""),
                bytes("\"2024-02-29T00:00:00Z\""),
                bytes("\"2026-13-01T00:00:00Z\""),
                bytes("\"2026-01-01T24:00:00Z\""),
                bytes("\"2026-01-01T00:60:00Z\""),
                bytes("\"2026-01-01T00:00:00.12xZ\""),
                bytes("\"2026-01-01t00:00:00Z\""),
                bytes("\"2026-01-01T00:00:00.123456X\""),
                bytes("\"0000-00-00T00:00:00.000Z\""));
        BitSet all = new BitSet();
        all.set(0, bodies.size());
        assertThat(Written.of(bodies).read(all)).containsExactlyElementsOf(bodies);
        for (byte[] each : bodies) {
            assertThat(Written.of(List.of(each)).read(all)).containsExactly(each);
        }
    }

    @Test
    void columnsThatAreCutOffAreRefused() {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            bodies.add(bytes(made.json(3)));
        }
        Written whole = Written.of(bodies);
        BitSet all = new BitSet();
        all.set(0, bodies.size());
        for (int length = 0; length < whole.compressible().length; length++) {
            Written cut = new Written(whole.count(), Arrays.copyOf(whole.compressible(), length), whole.random());
            assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> cut.read(all));
        }
    }
}
