package io.identitystitch.quickstart;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.phone.PhoneNumbers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which column of a file holds which type of identifier, and the policy that knows these types. */
record Mapping(List<Column> columns, IdentityPolicy policy) {
    private static final String NEW = "new:";

    /**
     * One column.
     *
     * @param name its name in the header
     * @param type what it holds
     */
    record Column(String name, IdentifierType type) {}

    static Mapping parse(String text) {
        IdentityPolicyBuilder policy = unlimited(IdentityPolicy.defaults()).type(unlimited(PhoneNumbers.rule()));
        Set<IdentifierType> known = IdentityPolicy.defaults().rules().stream()
                .map(TypeRule::type)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<IdentifierType> registered = new TreeSet<>();
        List<Column> columns = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            // A column's name may have an equals sign, a type has none.
            int equals = part.lastIndexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            String type = part.substring(equals + 1).strip();
            if (name.isEmpty() || type.isEmpty()) {
                throw Failure.badArgument("--map is column=type[,column=type...], not '" + part + "'.");
            }
            if (type.startsWith(NEW)) {
                registered.add(newType(type.substring(NEW.length()), known));
                columns.add(new Column(name, type(type.substring(NEW.length()))));
            } else if (known.contains(type(type)) || registered.contains(type(type))) {
                columns.add(new Column(name, type(type)));
            } else {
                throw Failure.badArgument("--map: there is no type '" + type + "'. Types are " + known + "; write new:"
                        + type + " to register one of your own.");
            }
        }
        registered.forEach(
                type -> policy.type(TypeRule.persistent(type).unlimited().build()));
        return new Mapping(List.copyOf(columns), policy.build());
    }

    private static IdentityPolicyBuilder unlimited(IdentityPolicy defaults) {
        IdentityPolicyBuilder policy = defaults.toBuilder();
        for (TypeRule rule : defaults.rules()) {
            policy.type(unlimited(rule));
        }
        return policy;
    }

    private static TypeRule unlimited(TypeRule rule) {
        return rule.isExclusive() ? rule : rule.toBuilder().unlimited().build();
    }

    private static IdentifierType newType(String name, Set<IdentifierType> known) {
        IdentifierType type = type(name);
        if (known.contains(type)) {
            throw Failure.badArgument("--map: the type '" + name + "' exists; write it without new:.");
        }
        return type;
    }

    private static IdentifierType type(String name) {
        try {
            return IdentifierType.of(name);
        } catch (IllegalArgumentException e) {
            throw Failure.badArgument("--map: '" + name + "' cannot be a type: " + e.getMessage() + ".");
        }
    }
}
