package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for identifiers, so that a million of them fit. Not thread-safe. */
final class Keys {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of an identifier, for instance of {@code email:a@b.c} in a tenant. */
    int of(String tenant, String key) {
        String name = tenant + ' ' + key;
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    /** Tenant and identifier in words. */
    String name(int number) {
        return names.get(number);
    }

    String tenant(int number) {
        String name = names.get(number);
        return name.substring(0, name.indexOf(' '));
    }

    String type(int number) {
        String name = names.get(number);
        return name.substring(name.indexOf(' ') + 1, name.indexOf(':'));
    }

    int size() {
        return names.size();
    }
}
