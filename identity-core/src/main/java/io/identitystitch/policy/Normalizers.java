package io.identitystitch.policy;

import io.identitystitch.model.IgnoreReason;
import java.text.Normalizer.Form;
import java.util.regex.Pattern;

/** The normalisers that need no library of their own. Thread-safe. */
public final class Normalizers {
    /** The longest opaque identifier, in characters. */
    public static final int MAX_OPAQUE = 512;

    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{64}");

    private Normalizers() {}

    /**
     * For values whose inner form is somebody else's: white space at the ends is cut, the Unicode form is NFC, case and
     * everything else stay. Refused are values over 512 characters and control or invisible formatting characters.
     *
     * @return the normaliser
     */
    public static Normalizer opaque() {
        return Normalizers::opaque;
    }

    /**
     * For e-mail addresses; see {@link EmailNormalizer} for the rules.
     *
     * @return the normaliser
     */
    public static Normalizer email() {
        return EmailNormalizer.INSTANCE;
    }

    /**
     * For ids of exactly 64 lower-case hexadecimal digits; upper case is folded, any other shape is malformed.
     *
     * @return the normaliser
     */
    public static Normalizer hex64() {
        return raw -> {
            String folded = Characters.strip(raw).toLowerCase(java.util.Locale.ROOT);
            return HEX_64.matcher(folded).matches()
                    ? new Normalizer.Normalized(folded)
                    : new Normalizer.Refused(IgnoreReason.MALFORMED);
        };
    }

    private static Normalizer.Result opaque(String raw) {
        String value = java.text.Normalizer.normalize(Characters.strip(raw), Form.NFC);
        if (value.isEmpty()) {
            return new Normalizer.Refused(IgnoreReason.BLANK);
        }
        if (value.length() > MAX_OPAQUE) {
            return new Normalizer.Refused(IgnoreReason.TOO_LONG);
        }
        return Characters.hasInvisible(value)
                ? new Normalizer.Refused(IgnoreReason.MALFORMED)
                : new Normalizer.Normalized(value);
    }
}
