package io.identitystitch.signal;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.Normalizers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the e-mail addresses among strings of which nobody said what they are.
 *
 * <p>What an address is, {@link Normalizers#email()} says. That is lenient with values that were given as addresses; of a value in any
 * place more is asked, for a wrong address makes a person who is none:
 *
 * <ul>
 *   <li>a domain that mail of the public Internet can go to: labels of letters, digits and hyphens, at least two of them, the last one
 *       without digits (RFC 3696 section 2) or in the ASCII form of an international one. So {@code react@18.2.0}, {@code root@localhost},
 *       {@code ann@x.org/path} and {@code icon@2x.png} are none;
 *   <li>a local part of letters, digits and {@code . _ + - ~ &}, with dots between others only (RFC 5321 section 4.1.2). So
 *       {@code /sign-up?email=ann@x.org}, {@code a***@x.org} and {@code ann...@x.org} are none.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class FoundEmails {
    private static final String MAILTO = "mailto:";

    /** Longer than any address of 254 characters with what {@code mailto:} and white space add to it. */
    private static final int MAX_LENGTH = 1_024;

    /** Images for screens of high resolution are named so, and none of these is a top-level domain. */
    private static final Set<String> IMAGES = Set.of("avif", "gif", "jpeg", "jpg", "png", "svg", "webp");

    private final int most;
    private final Set<String> found = new LinkedHashSet<>();
    private boolean further;

    FoundEmails(int most) {
        this.most = most;
    }

    /** Looks at one string. */
    void look(char[] chars, int offset, int count) {
        if (count <= MAX_LENGTH && !further && hasAt(chars, offset, count)) {
            look(new String(chars, offset, count));
        }
    }

    List<Identifier> found() {
        return found.stream()
                .map(address -> Identifier.of(IdentifierType.EMAIL, address))
                .toList();
    }

    /** Whether there was an address more than are collected. */
    boolean hasFurther() {
        return further;
    }

    /** Which most strings have not, so that most are not copied. */
    private static boolean hasAt(char[] chars, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (chars[i] == '@') {
                return true;
            }
        }
        return false;
    }

    private void look(String text) {
        String candidate = withoutScheme(text.strip());
        // The normaliser asks for one too; this is cheaper.
        if (candidate.indexOf('@') > 0
                && candidate.indexOf('@') == candidate.lastIndexOf('@')
                && Normalizers.email().normalize(candidate) instanceof Normalizer.Normalized normalized
                && isAddress(normalized.value())
                && !found.contains(normalized.value())) {
            if (found.size() < most) {
                found.add(normalized.value());
            } else {
                further = true;
            }
        }
    }

    /** The address of a mail link (RFC 6068), which may have a subject behind it; nothing of one that is encoded. */
    private static String withoutScheme(String text) {
        if (!text.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            return text;
        }
        int query = text.indexOf('?');
        String address = text.substring(MAILTO.length(), query < 0 ? text.length() : query);
        return address.indexOf('%') < 0 ? address : "";
    }

    private static boolean isAddress(String address) {
        int at = address.indexOf('@');
        return isLocal(address.substring(0, at)) && isPublic(address.substring(at + 1));
    }

    private static boolean isLocal(String local) {
        return consistsOf(local, "._+-~&") && !local.startsWith(".") && !local.endsWith(".") && !local.contains("..");
    }

    private static boolean isPublic(String domain) {
        int dot = domain.lastIndexOf('.');
        String last = domain.substring(dot + 1);
        boolean name = last.startsWith("xn--") || last.chars().noneMatch(c -> (c >= '0' && c <= '9') || c == '-');
        return dot > 0 && last.length() > 1 && name && consistsOf(domain, ".-") && !IMAGES.contains(last);
    }

    /** Of letters and digits in lower case, whatever is not ASCII, and some more. */
    private static boolean consistsOf(String text, String more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean taken = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
            if (!taken && more.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
