package io.identitystitch.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;

/**
 * Rules for telephone numbers, so that {@code +1 (650) 253-0000} and {@code tel:+1-650-253-0000} are one identifier.
 *
 * <pre>{@code
 * IdentityPolicy policy = IdentityPolicy.defaults().toBuilder()
 *         .type(PhoneNumbers.rule())
 *         .build();
 * }</pre>
 *
 * <p>The normal form is E.164, such as {@code +16502530000}; a number with an extension is {@code
 * +16502530000;ext=12}, as RFC 3966 writes it, for the number alone belongs to everybody behind the same exchange.
 * Digits of any script, the usual punctuation and a leading {@code tel:} are understood. Refused as malformed are values
 * that are no number of an existing numbering plan, letters in place of digits, lists of numbers, and national numbers
 * where no region is given.
 *
 * <p>Numbering plans change, and a new libphonenumber knows the new ones: a number that was refused may then be accepted.
 *
 * <p>Thread-safe.
 */
public final class PhoneNumbers {
    private static final String NO_REGION = "ZZ";

    private PhoneNumbers() {}

    /**
     * The default rule for {@link IdentifierType#PHONE}, for numbers in their international form only. A number without
     * its country code is malformed: guessing the country would join strangers.
     *
     * @return the rule
     */
    public static TypeRule rule() {
        return rule(e164());
    }

    /**
     * The default rule for {@link IdentifierType#PHONE}, for international numbers and for those of one region as people
     * dial them there. For hosts all of whose customers are in that region.
     *
     * @param defaultRegion the region of numbers without a country code, two capital letters of ISO 3166-1
     * @return the rule
     * @throws IllegalArgumentException if the region is not known
     */
    public static TypeRule rule(String defaultRegion) {
        return rule(e164(defaultRegion));
    }

    /**
     * The normaliser of {@link #rule()}, for types of the host's own.
     *
     * @return the normaliser
     */
    public static Normalizer e164() {
        return new PhoneNormalizer(NO_REGION);
    }

    /**
     * The normaliser of {@link #rule(String)}, for types of the host's own.
     *
     * @param defaultRegion the region of numbers without a country code, two capital letters of ISO 3166-1
     * @return the normaliser
     * @throws IllegalArgumentException if the region is not known
     */
    public static Normalizer e164(String defaultRegion) {
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(defaultRegion)) {
            throw new IllegalArgumentException(
                    "a region is two capital letters of ISO 3166-1, such as DE: '" + defaultRegion + "'");
        }
        return new PhoneNormalizer(defaultRegion);
    }

    private static TypeRule rule(Normalizer normalizer) {
        return IdentityPolicy.defaults().rule(IdentifierType.PHONE).toBuilder()
                .normalizer(normalizer)
                .build();
    }
}
