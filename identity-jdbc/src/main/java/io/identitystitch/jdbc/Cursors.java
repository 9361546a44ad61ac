package io.identitystitch.jdbc;

import io.identitystitch.model.Cursor;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Cursors: each names the list, the tenant and the subject that it belongs to, so that one of another list is refused. */
final class Cursors {
    private static final String SEPARATOR = "|";

    /**
     * A cursor in parts.
     *
     * @param subject what it is a list of
     * @param position of the last item of the page before
     */
    record Parts(String subject, List<String> position) {}

    private Cursors() {}

    static Cursor of(String list, TenantId tenant, String subject, Object... position) {
        StringBuilder text = new StringBuilder(list)
                .append(SEPARATOR)
                .append(tenant.value())
                .append(SEPARATOR)
                .append(subject);
        for (Object part : position) {
            text.append(SEPARATOR).append(part);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return new Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * What a cursor says.
     *
     * @throws IllegalArgumentException if it is not of this list and tenant
     */
    static Parts parts(Cursor cursor, String list, TenantId tenant, int positionParts) {
        List<String> parts = List.of(decode(cursor).split("\\|", -1));
        if (parts.size() != 3 + positionParts
                || !parts.get(0).equals(list)
                || !parts.get(1).equals(tenant.value())) {
            throw refusal();
        }
        return new Parts(parts.get(2), parts.subList(3, parts.size()));
    }

    static IllegalArgumentException refusal() {
        return new IllegalArgumentException("the cursor is not one of this list");
    }

    private static String decode(Cursor cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor.text()), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw refusal();
        }
    }
}
