package io.identitystitch.quickstart;

/** Colours of a terminal, by what they are for. */
enum Ink {
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    JOIN("1;35"),
    REFUSED("1;31"),
    FIRST("36"),
    SECOND("33"),
    THIRD("34"),
    FOURTH("35");

    private static final Ink[] PROFILES = {FIRST, SECOND, THIRD, FOURTH};

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The colour of the n-th profile of a story. */
    static Ink ofProfile(int n) {
        return PROFILES[n % PROFILES.length];
    }

    String paint(String text) {
        return "\u001B[" + code + 'm' + text + "\u001B[0m";
    }
}
