package io.identitystitch.plan;

import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredFact;
import io.identitystitch.model.Texts;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What may be done with text that nobody has looked at yet. */
final class RawValues {
    /** Longer values are no identifiers, and are not worth looking at. */
    private static final int MAX_IDENTIFIER = 4096;

    private static final int MAX_FIELD_NAME = 256;
    private static final int MAX_FIELD_VALUE = 8192;
    private static final int MAX_FIELDS = 128;

    private RawValues() {}

    static Normalizer.Result normalize(TypeRule rule, @Nullable String raw) {
        if (raw == null || raw.isBlank()) {
            return new Normalizer.Refused(IgnoreReason.BLANK);
        }
        if (raw.length() > MAX_IDENTIFIER) {
            return new Normalizer.Refused(IgnoreReason.TOO_LONG);
        }
        if (!Texts.isStorable(raw)) {
            return new Normalizer.Refused(IgnoreReason.MALFORMED);
        }
        Normalizer.Result result = rule.normalizer().normalize(raw);
        if (result instanceof Normalizer.Normalized normalized) {
            String value = normalized.value();
            if (value.isEmpty()) {
                return new Normalizer.Refused(IgnoreReason.BLANK);
            }
            if (!Texts.isStorable(value)) {
                return new Normalizer.Refused(IgnoreReason.MALFORMED);
            }
            return rule.isBlocked(value) ? new Normalizer.Refused(IgnoreReason.BLOCKED) : result;
        }
        return result;
    }

    static SortedMap<String, String> storableFields(SortedMap<String, String> fields, List<IgnoredFact> ignored) {
        SortedMap<String, String> kept = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (kept.size() >= MAX_FIELDS) {
                ignored.add(new IgnoredFact(report(name), IgnoreReason.TOO_MANY));
            } else if (name.length() > MAX_FIELD_NAME || value.length() > MAX_FIELD_VALUE) {
                ignored.add(new IgnoredFact(report(name), IgnoreReason.TOO_LONG));
            } else if (!Texts.isStorable(name) || !Texts.isStorable(value)) {
                ignored.add(new IgnoredFact(report(name), IgnoreReason.MALFORMED));
            } else {
                kept.put(name, value);
            }
        });
        return kept;
    }

    /** Names come from a query string, so they are cut and freed of what could break a line of a log. */
    private static String report(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return "touch." + cut.replaceAll("[^A-Za-z0-9_.:-]", "?");
    }
}
