package io.identitystitch.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.policy.IdentityPolicy;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No text form shows what a person is called, has or did: every record is built around a marked value and printed. */
class TextFormsTest {
    private static final String CANARY = "canary7f3a";
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");

    /** A text that every record takes. */
    private static final String PLAIN = "abcdef0123456789".repeat(2);

    /** Texts that are no personal data: names of settings, words of a human, opaque positions, ids that callers choose. */
    private static final Set<String> HARMLESS = Set.of(
            "Cursor.text",
            "EnvelopeFields.type",
            "Erased.rows",
            "Exported.rows",
            "Id.name",
            "IgnoredFact.name",
            "LoadQuery.touches",
            "LoadQuery.traitNames",
            "NeverLink.reason",
            "PagedList.name",
            "PagedList.subject",
            "ParkedSignal.error",
            "Step.rule",
            "Touch.eventId",
            "Trait.name",
            "TouchRef.eventId",
            "TraitRef.name",
            "TenantId.value",
            "IdentifierType.name");

    @Test
    void noRecordPrintsAValue() throws ReflectiveOperationException {
        List<String> printed = new ArrayList<>();
        int records = 0;
        for (Class<?> type : records()) {
            Object value = build(type);
            records++;
            if (value.toString().contains(CANARY)) {
                printed.add(type.getName());
            }
        }
        assertThat(records).isGreaterThan(40);
        assertThat(printed).isEmpty();
    }

    @Test
    void neitherDoRequestsJsonRulesStoresAndResolvers() {
        InMemoryIdentityStore store = InMemoryIdentityStore.create();
        IdentityResolver resolver = IdentityResolver.builder(store).build();
        ResolveRequest request = ResolveRequest.builder()
                .email(CANARY + "@x.org")
                .userId(CANARY)
                .trait("t", CANARY)
                .context("userAgent", CANARY)
                .touch(Touch.attributed(AT, Map.of("utm_source", CANARY)))
                .build();
        Resolution answer = resolver.resolve(request);
        Object profile = resolver.profile(answer.profileId().orElseThrow()).orElseThrow();
        List<Object> all = List.of(
                request,
                request.identifiers(),
                JsonText.of(CANARY),
                answer,
                profile,
                store,
                resolver,
                IdentityPolicy.defaults(),
                resolver.find(Identifier.of(IdentifierType.USER_ID, CANARY)));
        assertThat(all).noneMatch(value -> value.toString().contains(CANARY));
    }

    private static List<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.identitystitch")
                        .stream()
                        .filter(type -> type.isRecord() && !type.getModifiers().contains(JavaModifier.PRIVATE))
                        .map(JavaClass::reflect)
                        .<Class<?>>map(type -> type)
                        .toList();
    }

    private static Object build(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String place = type.getSimpleName() + '.' + components[i].getName();
            values[i] = sample(components[i].getGenericType(), HARMLESS.contains(place) ? PLAIN : CANARY);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object sample(Type type, String text) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), text);
        }
        if (!(type instanceof Class<?> raw)) {
            // Whatever a page or a list holds has a text form of its own.
            return "harmless";
        }
        if (raw == String.class) {
            return text;
        }
        if (raw.isRecord()) {
            return build(raw);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw == JsonText.class) {
            return JsonText.of(CANARY);
        }
        Map<Class<?>, Object> simple = Map.of(
                int.class,
                7,
                Integer.class,
                7,
                long.class,
                7L,
                boolean.class,
                true,
                Instant.class,
                AT,
                Duration.class,
                Duration.ZERO,
                UUID.class,
                new UUID(1, 2),
                Digest.class,
                Digest.sha256(new byte[0]),
                IdentitySnapshot.class,
                IdentitySnapshot.EMPTY);
        if (simple.containsKey(raw)) {
            return simple.get(raw);
        }
        if (raw == Long.class) {
            return 7L;
        }
        if (raw == Resolution.class) {
            return build(Resolution.Matched.class);
        }
        return other(raw);
    }

    private static Object other(Class<?> raw) throws ReflectiveOperationException {
        String name = raw.getSimpleName();
        if (name.equals("Changes")) {
            return build(raw);
        }
        if (raw.isSealed() && raw.isInterface()) {
            return build(raw.getPermittedSubclasses()[0]);
        }
        if (name.equals("TypeRule")) {
            return IdentityPolicy.defaults().rule(IdentifierType.EMAIL);
        }
        return null;
    }

    private static Object container(Class<?> raw, Type[] arguments, String text) throws ReflectiveOperationException {
        if (raw == List.class) {
            return List.of(sample(arguments[0], text));
        }
        if (raw == Set.class) {
            return Set.of(sample(arguments[0], text));
        }
        if (raw == SortedSet.class) {
            return new TreeSet<>(Set.of(sample(arguments[0], text)));
        }
        if (raw == Optional.class) {
            return Optional.ofNullable(sample(arguments[0], text));
        }
        if (raw == Map.class || raw == SortedMap.class) {
            Map<Object, Object> map = new TreeMap<>();
            map.put(sample(arguments[0], text), sample(arguments[1], text));
            return map;
        }
        return null;
    }
}
