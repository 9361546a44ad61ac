package io.identitystitch.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.NumberParseException.ErrorType;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.policy.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number strictly and leaves the numbering plans to libphonenumber. On its own libphonenumber reads what people
 * type into a dialler: it turns letters into digits, skips what it does not know and stops at a second number, and each
 * of these makes another person's number of some inputs.
 */
final class PhoneNormalizer implements Normalizer {
    private static final int MAX_LENGTH = 64;

    private static final Pattern SCHEME = Pattern.compile("^tel:", Pattern.CASE_INSENSITIVE);
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");
    private static final Pattern SHAPE = Pattern.compile(
            "(?<number>[(\uFF08]?[+\uFF0B]?[\\p{Nd} ()./\\-\u2010-\u2015\u2212\uFF08\uFF09\uFF0D-\uFF0F]+?)"
                    + "(?:[ ,;.]*(?:;ext=|extension|extn?|x|#|anexo|int|доб)[ .:=]*(?<extension>\\p{Nd}{1,7})#?)?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** As in {@code 1234567/68}, which is two numbers. */
    private static final Pattern LIST = Pattern.compile(".*[/\uFF0F] ?\\p{Nd}{1,3}");

    private final String region;

    PhoneNormalizer(String region) {
        this.region = region;
    }

    @Override
    public Result normalize(String raw) {
        Result result = read(raw);
        // A plan with a trunk prefix can swallow a digit of what it has given out itself; such a number is ambiguous.
        return result instanceof Normalized first && !first.equals(read(first.value()))
                ? new Refused(IgnoreReason.MALFORMED)
                : result;
    }

    private Result read(String raw) {
        String text = tidy(raw);
        if (text.isEmpty()) {
            return new Refused(IgnoreReason.BLANK);
        }
        if (text.length() > MAX_LENGTH) {
            return new Refused(IgnoreReason.TOO_LONG);
        }
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches() || LIST.matcher(shape.group("number")).matches()) {
            return new Refused(IgnoreReason.MALFORMED);
        }
        return inPlan(shape.group("number"), asciiDigits(shape.group("extension")));
    }

    private Result inPlan(String text, String extension) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = plans.parse(text, region);
            if (!plans.isValidNumber(number)) {
                return new Refused(IgnoreReason.MALFORMED);
            }
            String e164 = plans.format(number, PhoneNumberFormat.E164);
            return new Normalized(extension.isEmpty() ? e164 : e164 + ";ext=" + extension);
        } catch (NumberParseException e) {
            return new Refused(e.getErrorType() == ErrorType.TOO_LONG ? IgnoreReason.TOO_LONG : IgnoreReason.MALFORMED);
        }
    }

    /** Every white space a blank; without the direction marks that come along with right-to-left text, and the scheme. */
    private static String tidy(String raw) {
        String visible = INVISIBLE.matcher(raw).replaceAll("");
        StringBuilder text = new StringBuilder(visible.length());
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            text.append(Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c);
        }
        return SCHEME.matcher(text.toString().strip()).replaceFirst("").strip();
    }

    private static String asciiDigits(@Nullable String digits) {
        return digits == null
                ? ""
                : digits.codePoints()
                        .map(digit -> '0' + Character.digit(digit, 10))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
