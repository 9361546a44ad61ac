package io.identitystitch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TouchTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00.123456789Z");

    @Test
    void aRetryIsTheSameTouch() {
        Map<String, String> oneOrder = new LinkedHashMap<>();
        oneOrder.put("a", "1");
        oneOrder.put("b", "2");
        Map<String, String> otherOrder = new LinkedHashMap<>();
        otherOrder.put("b", "2");
        otherOrder.put("a", "1");
        assertThat(Touch.attributed(AT, oneOrder)).isEqualTo(Touch.attributed(AT.plusNanos(1), otherOrder));
    }

    @Test
    void anotherMomentNameOrValueIsAnotherTouch() {
        String id = Touch.attributed(AT, Map.of("ab", "c")).eventId();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(Touch.attributed(AT.plusNanos(1_000), Map.of("ab", "c")).eventId())
                .isNotEqualTo(id);
        assertThat(Touch.attributed(AT, Map.of("a", "bc")).eventId()).isNotEqualTo(id);
        assertThat(Touch.attributed(AT, Map.of("ab", "C")).eventId()).isNotEqualTo(id);
        assertThat(Touch.attributed(AT, Map.of("a", "1\n1:b1:2")).eventId())
                .isNotEqualTo(Touch.attributed(AT, Map.of("a", "1", "b", "2")).eventId());
    }

    @Test
    void timesAreAsPreciseAsStoresAre() {
        assertThat(Touch.attributed(AT, Map.of("a", "b")).occurredAt())
                .isEqualTo(Instant.parse("2026-03-02T09:00:00.123456Z"));
    }

    @Test
    void anEmptyTouchIsNotAttributed() {
        assertThat(Touch.attributed(AT, Map.of()).attributed()).isFalse();
        assertThat(new Touch("e", AT, true, new TreeMap<>()).attributed()).isFalse();
    }

    @Test
    void touchesAreOrderedByMomentThenId() {
        Touch a = new Touch("a", AT, true, new TreeMap<>(Map.of("x", "1")));
        Touch b = new Touch("b", AT, true, new TreeMap<>(Map.of("x", "1")));
        Touch later = new Touch("0", AT.plusSeconds(1), true, new TreeMap<>(Map.of("x", "1")));
        assertThat(a).isLessThan(b);
        assertThat(b).isLessThan(later);
    }

    @Test
    void fieldsAreCopiedAndCannotBeChanged() {
        TreeMap<String, String> fields = new TreeMap<>(Map.of("a", "1"));
        Touch touch = new Touch("e", AT, true, fields);
        fields.put("b", "2");
        assertThat(touch.fields()).containsOnlyKeys("a");
        assertThatThrownBy(() -> touch.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\n", "\u00E9"})
    void anEventIdIsVisibleAscii(String id) {
        assertThatThrownBy(() -> new Touch(id, AT, true, new TreeMap<>())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Touch("x".repeat(129), AT, true, new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
