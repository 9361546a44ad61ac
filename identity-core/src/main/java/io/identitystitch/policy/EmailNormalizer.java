package io.identitystitch.policy;

import io.identitystitch.model.IgnoreReason;
import java.net.IDN;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * The normal form of an e-mail address: white space at the ends cut, Unicode form NFC, lower case by the rules of no
 * particular language, an internationalised domain in its ASCII form (IDNA), one trailing dot of the domain dropped.
 *
 * <p>Left alone are tags ({@code a+b@}) and dots of the local part: only their provider knows what they mean. Compatible
 * forms of characters (NFKC) and look-alikes are never folded, for two different mailboxes would become one. Domains with
 * characters that the 2003 and the 2008 edition of IDNA map to different names (sharp s, final sigma, joiners) keep
 * their Unicode form for the same reason. Refused are addresses without exactly one at-sign between two parts, with white
 * space, control, invisible, quote or bracket characters, and those over 254 characters (RFC 5321 section 4.5.3.1.3).
 */
final class EmailNormalizer implements Normalizer {
    static final EmailNormalizer INSTANCE = new EmailNormalizer();

    private static final int MAX_LENGTH = 254;
    private static final String FORBIDDEN = "\"'<>()[]\\,;:\u00A0\u3000";

    private EmailNormalizer() {}

    @Override
    public Result normalize(String raw) {
        String stripped = Characters.strip(raw);
        if (stripped.isEmpty()) {
            return new Refused(IgnoreReason.BLANK);
        }
        if (stripped.length() > 2 * MAX_LENGTH) {
            return new Refused(IgnoreReason.TOO_LONG);
        }
        String folded = isFolded(stripped) ? stripped : fold(stripped);
        int at = folded.indexOf('@');
        if (at <= 0 || at != folded.lastIndexOf('@') || hasForbidden(folded)) {
            return new Refused(IgnoreReason.MALFORMED);
        }
        String given = folded.substring(at + 1);
        String domain = domain(given);
        if (domain.isEmpty() || domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")) {
            return new Refused(IgnoreReason.MALFORMED);
        }
        String address = domain.equals(given) ? folded : folded.substring(0, at) + '@' + domain;
        return address.length() > MAX_LENGTH ? new Refused(IgnoreReason.TOO_LONG) : new Normalized(address);
    }

    /** Whether folding leaves it as it is; most addresses are like that. */
    private static boolean isFolded(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Lower case can undo composition and composition can yield another case, so both run until nothing changes. */
    private static String fold(String text) {
        String folded = text;
        for (int round = 0; round < 4; round++) {
            String next = java.text.Normalizer.normalize(
                    java.text.Normalizer.normalize(folded, Form.NFC).toLowerCase(Locale.ROOT), Form.NFC);
            if (next.equals(folded)) {
                return next;
            }
            folded = next;
        }
        return folded;
    }

    private static boolean hasForbidden(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (FORBIDDEN.indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                return true;
            }
        }
        return Characters.hasInvisible(address);
    }

    private static String domain(String given) {
        String domain = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        if (isAscii(domain) || domain.chars().anyMatch(EmailNormalizer::deviates)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    private static boolean deviates(int c) {
        return c == '\u00DF' || c == '\u03C2' || c == '\u200C' || c == '\u200D';
    }
}
