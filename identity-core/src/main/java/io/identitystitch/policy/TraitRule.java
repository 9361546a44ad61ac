package io.identitystitch.policy;

import io.identitystitch.model.JsonText;
import io.identitystitch.model.Trait;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which of several values of a trait a profile shows. Each rule is the maximum of a total order over the observations,
 * so the result does not depend on the order in which they arrive.
 *
 * <p>Immutable and thread-safe.
 */
public enum TraitRule {
    /** The latest by event time. */
    LATEST(Comparator.comparing(Trait::at)),
    /** The earliest by event time. */
    EARLIEST(Comparator.comparing(Trait::at).reversed()),
    /** The largest: numbers by value and above texts, texts by their characters. */
    GREATEST(Comparator.comparing(Trait::value, TraitRule::compareNumbersLast).thenComparing(Trait::at)),
    /** The smallest: numbers by value and below texts, texts by their characters. */
    LEAST(Comparator.comparing(Trait::value, TraitRule::compareNumbersFirst)
            .reversed()
            .thenComparing(Trait::at));

    @SuppressWarnings("ImmutableEnumChecker") // every comparator above is made of pure functions
    private final Comparator<Trait> order;

    TraitRule(Comparator<Trait> order) {
        // Equal moments are told apart by the text, so that every node picks the same.
        this.order = order.thenComparing(trait -> trait.value().json());
    }

    /**
     * The order of which the rule shows the maximum.
     *
     * @return a total order over observations of one trait
     */
    public Comparator<Trait> order() {
        return order;
    }

    private static int compareNumbersLast(JsonText a, JsonText b) {
        return compare(a, b, 1);
    }

    private static int compareNumbersFirst(JsonText a, JsonText b) {
        return compare(a, b, -1);
    }

    private static int compare(JsonText a, JsonText b, int numberAgainstText) {
        BigDecimal left = number(a);
        BigDecimal right = number(b);
        if (left != null && right != null) {
            return left.compareTo(right);
        }
        if (left != null || right != null) {
            return left != null ? numberAgainstText : -numberAgainstText;
        }
        return a.json().compareTo(b.json());
    }

    private static @Nullable BigDecimal number(JsonText value) {
        String text = value.json().strip();
        char first = text.charAt(0);
        if (first != '-' && !Character.isDigit(first)) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            // JSON sets no bound to an exponent.
            return null;
        }
    }
}
