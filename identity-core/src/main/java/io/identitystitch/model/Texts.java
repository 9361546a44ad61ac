package io.identitystitch.model;

/** What text must be to survive every store unchanged. Thread-safe. */
public final class Texts {
    private Texts() {}

    /**
     * Whether text has neither NUL, which PostgreSQL cannot keep, nor a lone surrogate, which UTF-8 cannot.
     *
     * @param text the text
     * @return whether every store can keep it
     */
    public static boolean isStorable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    static void requireStorable(String text, String what) {
        if (!isStorable(text)) {
            throw new IllegalArgumentException(what + " has a NUL or a lone surrogate");
        }
    }
}
