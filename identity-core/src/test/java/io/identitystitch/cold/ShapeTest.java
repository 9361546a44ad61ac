package io.identitystitch.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text without its values, and with them again. */
class ShapeTest {
    private final MadeSignals made = MadeSignals.seeded();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String stripped(String text) {
        ByteSink shape = new ByteSink(16);
        assertThat(Shape.strip(bytes(text), shape, new Ranges())).isTrue();
        return new String(shape.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void namesStayAndValuesGo() {
        assertThat(stripped("{\"a\":\"red\",\"b\":[1.5e-3,true,null],\"c d\":\"\"}"))
                .isEqualTo("{\"a\":\"\",\"b\":[0,a,a],\"c d\":\"\"}");
    }

    @Test
    void valuesOfOneNameShareAColumnWhereverTheyStand() throws DamagedException {
        Shape shape = Shape.parse(bytes("{\"a\":0,\"b\":{\"a\":\"\"},\"c\":[a,a]}"), Shape.noNames());
        assertThat(shape.values()).isEqualTo(4);
        assertThat(shape.column(1)).isEqualTo(shape.column(0));
        assertThat(shape.column(2)).isNotEqualTo(shape.column(0)).isEqualTo(shape.column(3));
    }

    @Test
    void aShapeAndItsValuesMakeTheText() throws DamagedException {
        int taken = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] text = bytes(made.json(4));
            if (made.random().nextInt(3) == 0) {
                text[made.random().nextInt(text.length)] = (byte) made.random().nextInt();
            }
            ByteSink form = new ByteSink(64);
            Ranges values = new Ranges();
            if (Shape.strip(text, form, values)) {
                Shape shape = Shape.parse(form.toBytes(), Shape.noNames());
                assertThat(shape.values()).isEqualTo(values.size());
                ByteSink again = new ByteSink(64);
                for (int i = 0; i < values.size(); i++) {
                    again.put(shape.before(i));
                    again.put(text, values.from(i), values.end(i) - values.from(i));
                }
                again.put(shape.before(values.size()));
                assertThat(again.toBytes()).isEqualTo(text);
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"open", "\"escaped at the end\\\"", "\"a\nline\"", "\"a\\\nline\""})
    void aTextThatIsNoneOfJsonIsNotTakenApart(String text) {
        assertThat(Shape.strip(bytes(text), new ByteSink(16), new Ranges())).isFalse();
    }

    @Test
    void aStoredShapeWithAnOpenQuoteIsRefused() {
        assertThatExceptionOfType(DamagedException.class)
                .isThrownBy(() -> Shape.parse(bytes("{\"a\":\""), Shape.noNames()));
    }
}
