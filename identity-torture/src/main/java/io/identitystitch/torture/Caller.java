package io.identitystitch.torture;

import io.identitystitch.IdentityResolver;
import io.identitystitch.ResolutionEvent;
import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes calls of the library and puts the answers into the words of {@link CallLog}. Thread-safe. */
final class Caller implements AutoCloseable {
    private final Map<String, IdentityResolver> resolvers = new HashMap<>();
    private final List<IdentityResolver> owned = new ArrayList<>();
    /** Listeners are called on the thread of the call. */
    private final ThreadLocal<Integer> attempts = ThreadLocal.withInitial(() -> 1);

    Caller(IdentityStore store) {
        IdentityResolver persons = IdentityResolver.builder(store)
                .policy(Policies.persons())
                .listener(this::note)
                .build();
        IdentityResolver devices = IdentityResolver.builder(store)
                .policy(Policies.devices())
                .listener(this::note)
                .build();
        owned.add(persons);
        owned.add(devices);
        PersonWorkloads.TENANTS.forEach(tenant -> resolvers.put(tenant, persons.forTenant(TenantId.of(tenant))));
        DeviceWorkloads.TENANTS.forEach(tenant -> resolvers.put(tenant, devices.forTenant(TenantId.of(tenant))));
    }

    IdentityResolver resolver(String tenant) {
        return Objects.requireNonNull(resolvers.get(tenant));
    }

    List<String> call(Step step) {
        attempts.set(1);
        IdentityResolver resolver = resolver(step.tenant());
        List<List<Identifier>> keys =
                step.requests().stream().map(Caller::identifiers).toList();
        return switch (step.kind()) {
            case RESOLVE -> List.of(answer(resolver.resolve(request(step, keys.get(0))), keys.get(0)));
            case BATCH -> batch(resolver, step, keys);
            case SIGN_OUT -> List.of(signOut(resolver, step, keys.get(0).get(0)));
        };
    }

    /** How often this thread's last call was tried. */
    int attempts() {
        return attempts.get();
    }

    @Override
    public void close() {
        owned.forEach(IdentityResolver::close);
    }

    static Identifier identifier(String key) {
        int colon = key.indexOf(':');
        return Identifier.of(IdentifierType.of(key.substring(0, colon)), key.substring(colon + 1));
    }

    private void note(ResolutionEvent event) {
        attempts.set(event.attempts());
    }

    private static List<Identifier> identifiers(List<String> keys) {
        return keys.stream().map(Caller::identifier).toList();
    }

    private static ResolveRequest request(Step step, List<Identifier> identifiers) {
        ResolveRequest.Builder request = ResolveRequest.builder().observedAt(instant(step));
        identifiers.forEach(identifier -> request.identifier(identifier.type(), identifier.value()));
        return request.build();
    }

    private static List<String> batch(IdentityResolver resolver, Step step, List<List<Identifier>> keys) {
        List<ResolveRequest> requests =
                keys.stream().map(request -> request(step, request)).toList();
        List<Resolution> resolutions = resolver.resolveAll(requests);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < resolutions.size(); i++) {
            answers.add(answer(resolutions.get(i), keys.get(i)));
        }
        return answers;
    }

    private static String signOut(IdentityResolver resolver, Step step, Identifier visit) {
        Optional<ProfileId> left = resolver.signedOut(visit.value(), instant(step));
        return "SIGNED_OUT/" + left.map(ProfileId::toString).orElse("-") + "/-";
    }

    private static Instant instant(Step step) {
        return Instant.EPOCH.plus(step.observedAt(), ChronoUnit.MICROS);
    }

    private static String answer(Resolution resolution, List<Identifier> keys) {
        TreeSet<Integer> ignored = new TreeSet<>();
        for (IgnoredIdentifier identifier : resolution.ignored()) {
            for (int i = 0; i < keys.size(); i++) {
                if (isMeant(identifier, keys.get(i))) {
                    ignored.add(i);
                }
            }
        }
        String positions = ignored.stream().map(String::valueOf).collect(Collectors.joining("."));
        return resolution.outcome() + "/"
                + resolution.profileId().map(ProfileId::toString).orElse("-") + "/"
                + (positions.isEmpty() ? "-" : positions);
    }

    private static boolean isMeant(IgnoredIdentifier ignored, Identifier given) {
        return ignored.type().equals(given.type())
                && ignored.key()
                        .map(key ->
                                key.digest().equals(Digest.sha256(given.value().getBytes(StandardCharsets.UTF_8))))
                        .orElse(true);
    }
}
