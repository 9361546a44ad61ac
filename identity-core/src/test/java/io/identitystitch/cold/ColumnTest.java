package io.identitystitch.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The values of one name, in whichever form suits them. */
class ColumnTest {
    private final MadeSignals made = MadeSignals.seeded();
    private final ByteSink compressible = new ByteSink(64);
    private final ByteSink random = new ByteSink(64);

    private void write(List<String> values) {
        Column column = new Column();
        for (String each : values) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            column.add(bytes, 0, bytes.length, 0);
        }
        compressible.clear();
        random.clear();
        column.writeTo(compressible, random);
    }

    private List<String> read(int count, byte[] stored) throws DamagedException {
        StoredColumn column = StoredColumn.read(
                new ByteSource(stored, 0, stored.length), new ByteSource(random.array(), 0, random.size()));
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteSink value = new ByteSink(16);
            column.next(0, value);
            values.add(new String(value.toBytes(), StandardCharsets.UTF_8));
        }
        return values;
    }

    private void assertComesBack(List<String> values) throws DamagedException {
        write(values);
        assertThat(read(values.size(), compressible.toBytes())).isEqualTo(values);
    }

    @Test
    void valuesComeBackInTheirOrderHoweverOftenTheyRepeat() throws DamagedException {
        for (int different : new int[] {1, 2, 10, 1_000}) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                values.add("value " + made.random().nextInt(different));
            }
            assertComesBack(values);
        }
    }

    @Test
    void idsComeBackAndThoseThatAreNearlyIdsToo() throws DamagedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(new UUID(made.random().nextLong(), made.random().nextLong()).toString());
        }
        assertComesBack(ids);
        assertThat(random.size()).isEqualTo(20 * 16);
        ids.set(7, ids.get(7).toUpperCase(java.util.Locale.ROOT).replace('0', 'G'));
        assertComesBack(ids);
        assertThat(random.size()).isZero();
    }

    @Test
    void momentsOfThreePrecisionsComeBack() throws DamagedException {
        for (String fraction : List.of("", ".120", ".120456")) {
            assertComesBack(List.of(
                    "2026-03-02T09:00:00" + fraction + "Z",
                    "1969-12-31T23:59:59" + fraction + "Z",
                    "2400-02-29T00:00:00" + fraction + "Z",
                    "2026-03-02T09:00:00" + fraction + "Z"));
        }
    }

    @Test
    void noValueIsReadBeyondTheLast() throws DamagedException {
        write(List.of("one", "two"));
        byte[] stored = compressible.toBytes();
        assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> read(3, stored));
    }

    @Test
    void aColumnThatIsCutOffIsRefused() {
        write(List.of("one", "two", "one", "three"));
        byte[] whole = compressible.toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(DamagedException.class).isThrownBy(() -> read(4, cut));
        }
    }

    @Test
    void aFormThatThereIsNotIsRefused() {
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> read(0, new byte[] {3, 0}))
                .withMessage("no such column");
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> read(0, new byte[] {Column.MOMENT, 0, 5}))
                .withMessage("no such moment");
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> read(0, new byte[] {Column.HEX, 0, 1, 'x'}))
                .withMessage("no pattern");
    }
}
