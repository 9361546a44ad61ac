package io.identitystitch.cold;

import io.identitystitch.model.TenantId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tenants as names of folders, on any file system: one that knows no difference between upper and lower case, one that forbids some
 * names, one where {@code ..} is the folder above.
 *
 * <p>A capital is {@code =} and its small letter; a dot at the beginning or at the end is {@code =-}; a name that Windows reserves for a
 * device begins with {@code =_}. Most tenants are their own folder.
 *
 * <p>Stateless.
 */
final class TenantFolder {
    private static final Pattern RESERVED = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private TenantFolder() {}

    static String name(TenantId tenant) {
        String value = tenant.value();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            boolean edge = i == 0 || i == value.length() - 1;
            if (next >= 'A' && next <= 'Z') {
                name.append('=').append((char) (next - 'A' + 'a'));
            } else if (next == '.' && edge) {
                name.append("=-");
            } else {
                name.append(next);
            }
        }
        boolean reserved = RESERVED.matcher(value.toLowerCase(Locale.ROOT)).matches();
        return reserved ? "=_" + name : name.toString();
    }

    /** The tenant whose folder has this name; none if no tenant's has. */
    static Optional<TenantId> tenant(String name) {
        StringBuilder value = new StringBuilder();
        for (int i = name.startsWith("=_") ? 2 : 0; i < name.length(); i++) {
            char next = name.charAt(i);
            if (next != '=') {
                value.append(next);
            } else if (++i < name.length()) {
                char escaped = name.charAt(i);
                value.append(escaped == '-' ? '.' : (char) (escaped - 'a' + 'A'));
            }
        }
        try {
            TenantId tenant = TenantId.of(value.toString());
            return name(tenant).equals(name) ? Optional.of(tenant) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
