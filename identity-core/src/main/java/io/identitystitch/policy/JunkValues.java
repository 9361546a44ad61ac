package io.identitystitch.policy;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values that programs send when they have none. One of them in a link would make one person of thousands.
 *
 * <p>The families are those that merged users elsewhere: PostHog's list of illegal distinct ids, Segment's blocked
 * values, the zero ids of mobile platforms. Thread-safe.
 */
final class JunkValues {
    private static final Set<String> WORDS = Set.of(
            "null",
            "nil",
            "none",
            "undefined",
            "nan",
            "true",
            "false",
            "anonymous",
            "anon",
            "guest",
            "unknown",
            "id",
            "distinct_id",
            "distinctid",
            "user_id",
            "userid",
            "email",
            "e-mail",
            "object object",
            "n/a",
            "na",
            "test",
            "void",
            "abc123",
            "-1",
            "not set",
            "not_set",
            "empty",
            "invalid",
            "test@test.com",
            "test@example.com",
            "email@email.com",
            "none@none.com",
            "null@null.com",
            "undefined@undefined.com");

    private static final Pattern UUID_OF_F = Pattern.compile("f{8}-f{4}-f{4}-f{4}-f{12}|f{32}");
    private static final Pattern NO_REPLY = Pattern.compile("(no-?reply|do-?not-?reply|donotreply)@.*");
    private static final String WRAPPING = "\"'`()[]{}<>";

    private JunkValues() {}

    static boolean isJunk(String normalized) {
        String bare = unwrap(normalized.toLowerCase(Locale.ROOT));
        return bare.isEmpty()
                || WORDS.contains(bare)
                || isOfZerosAndDashes(bare)
                || (bare.startsWith("ffffffff") && UUID_OF_F.matcher(bare).matches())
                || ((bare.startsWith("no") || bare.startsWith("do"))
                        && NO_REPLY.matcher(bare).matches());
    }

    private static boolean isOfZerosAndDashes(String bare) {
        for (int i = 0; i < bare.length(); i++) {
            if (bare.charAt(i) != '0' && bare.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    /** Quotes and brackets come from values that were printed, serialised twice or taken from a template. */
    private static String unwrap(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWrapping(value.charAt(start))) {
            start++;
        }
        while (end > start && isWrapping(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isWrapping(char c) {
        return WRAPPING.indexOf(c) >= 0 || c == '\\' || Characters.isPadding(c);
    }
}
