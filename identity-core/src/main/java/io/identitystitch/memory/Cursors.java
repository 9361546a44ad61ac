package io.identitystitch.memory;

import io.identitystitch.model.Cursor;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Predicate;

/** Cursors: each names the list, the tenant and the subject that it belongs to, so that one of another list is refused. */
final class Cursors {
    private Cursors() {}

    static Cursor of(String list, TenantId tenant, String subject, String position) {
        String text = String.join("|", list, tenant.value(), subject, position);
        return new Cursor(
                Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * The position that a cursor stands for.
     *
     * @throws IllegalArgumentException if it is not of this list, tenant and subject
     */
    static String position(Cursor cursor, String list, TenantId tenant, Predicate<String> isSubject) {
        String[] parts = decode(cursor).split("\\|", -1);
        if (parts.length != 4
                || !parts[0].equals(list)
                || !parts[1].equals(tenant.value())
                || !isSubject.test(parts[2])) {
            throw new IllegalArgumentException("the cursor is not one of this list");
        }
        return parts[3];
    }

    private static String decode(Cursor cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor.text()), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
