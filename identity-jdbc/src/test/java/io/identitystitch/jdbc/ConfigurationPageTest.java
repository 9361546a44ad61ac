package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.IdentityResolverBuilder;
import io.identitystitch.SignalOptions;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentifierKind;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.Normalizers;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.policy.TypeRuleBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/configuration.md} and what can be configured equal: no option is missing, and each default is what is built. */
class ConfigurationPageTest {
    private static final MarkdownPage PAGE = MarkdownPage.read("docs/configuration.md");
    private static final String RESOLVER = "Resolver: `IdentityResolverBuilder`";
    private static final String SIGNALS = "Signals: `SignalOptions.Builder`";
    private static final String POLICY = "Policy: `IdentityPolicyBuilder`";
    private static final String RULES = "Rules of types: `TypeRuleBuilder`";
    private static final String DATABASE = "Database: `JdbcIdentityStoreBuilder`";
    private static final String TABLES = "Tables: `Schema`";
    private static final String PRESETS = "Presets";

    @Test
    void hasOneRowForEachOptionAndNoOther() {
        assertThat(options(RESOLVER)).containsExactlyInAnyOrderElementsOf(setters(IdentityResolverBuilder.class));
        assertThat(options(SIGNALS)).containsExactlyInAnyOrderElementsOf(setters(SignalOptions.Builder.class));
        assertThat(options(POLICY)).containsExactlyInAnyOrderElementsOf(setters(IdentityPolicyBuilder.class));
        assertThat(options(RULES)).containsExactlyInAnyOrderElementsOf(setters(TypeRuleBuilder.class));
        assertThat(options(DATABASE)).containsExactlyInAnyOrderElementsOf(setters(JdbcIdentityStoreBuilder.class));
        assertThat(options(TABLES))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Schema.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .distinct()
                        .toList());
    }

    @Test
    void namesEveryChoiceOfAnOption() {
        for (Class<?> builder : List.of(
                IdentityResolverBuilder.class,
                IdentityPolicyBuilder.class,
                TypeRuleBuilder.class,
                JdbcIdentityStoreBuilder.class)) {
            String heading = Map.<Class<?>, String>of(
                            IdentityResolverBuilder.class, RESOLVER,
                            IdentityPolicyBuilder.class, POLICY,
                            TypeRuleBuilder.class, RULES,
                            JdbcIdentityStoreBuilder.class, DATABASE)
                    .get(builder);
            for (Method setter : setterMethods(builder)) {
                for (Class<?> type : setter.getParameterTypes()) {
                    if (type.isEnum()) {
                        String effect = row(heading, setter.getName()).get(1);
                        assertThat(type.getEnumConstants())
                                .as(setter.getName())
                                .allSatisfy(choice -> assertThat(effect).contains(code(choice)));
                    }
                }
            }
        }
    }

    @Test
    void tellsWhatAResolverHasByDefault() throws Exception {
        IdentityResolverBuilder builder = IdentityResolver.builder(InMemoryIdentityStore.create());
        IdentityResolver resolver = builder.build();
        ProfileId id = resolver.resolve(ResolveRequest.builder().userId("u-1").build())
                .profileId()
                .orElseThrow();
        boolean plainKeys = resolver.profile(id)
                .orElseThrow()
                .identifiers()
                .get(0)
                .key()
                .digest()
                .equals(IdentifierHasher.sha256().hash(TenantId.DEFAULT, IdentifierType.USER_ID, "u-1"));
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("tenant", code(resolver.tenant()));
        defaults.put(
                "policy",
                describe((IdentityPolicy) field(builder, "policy")).equals(describe(preset(0))) ? "`defaults()`" : "");
        defaults.put("key", field(builder, "hasher") == null ? "none" : "");
        defaults.put("hasher", plainKeys ? "plain SHA-256" : "");
        defaults.put("clock", InstantSource.system().equals(field(builder, "clock")) ? "the system's" : "");
        defaults.put("ids", "UUIDs of version " + UUID.fromString(id.toString()).version());
        defaults.put("executor", constant("io.identitystitch.Background", "WORKERS") + " daemon threads of its own");
        defaults.put("lastSeenUpdates", code(field(builder, "lastSeenUpdates")));
        defaults.put("maxAttempts", number((int) field(builder, "maxAttempts")));
        Object signals = field(builder, "signals");
        boolean idle = field(signals, "coldStore") == null && ((List<?>) field(signals, "handlers")).isEmpty();
        defaults.put("signals", idle ? "no cold store, no handlers" : "");
        defaults.put("listener", ((List<?>) field(builder, "listeners")).isEmpty() ? "none" : "");

        assertThat(defaults(RESOLVER)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void tellsWhatSignalsHaveByDefault() throws Exception {
        SignalOptions.Builder builder = SignalOptions.builder();
        @SuppressWarnings("unchecked")
        Function<TenantId, Duration> retention = (Function<TenantId, Duration>) field(builder, "retention");
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("coldStore", field(builder, "coldStore") == null ? "none" : "");
        defaults.put("handler", ((List<?>) field(builder, "handlers")).isEmpty() ? "none" : "");
        defaults.put("lookBack", ((Duration) field(builder, "lookBack")).toDays() + " days");
        defaults.put("retention", retention.apply(TenantId.DEFAULT).toDays() + " days");
        defaults.put("attempts", number((int) field(builder, "attempts")));
        defaults.put("pause", ((Duration) field(builder, "pause")).toSeconds() + " second");
        defaults.put("pollInterval", ((Duration) field(builder, "pollInterval")).toSeconds() + " second");

        assertThat(defaults(SIGNALS)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void tellsWhatAPolicyHasByDefault() {
        Map<String, String> defaults = new LinkedHashMap<>(describe(preset(0)));
        defaults.put("type", "see presets");
        defaults.put("trait", code(preset(0).traitRule("any")));

        assertThat(defaults(POLICY)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void tellsWhatARuleHasByDefault() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("priority", ofKinds(rule -> number(rule.priority())));
        defaults.put("limit", ofKinds(ConfigurationPageTest::limit));
        defaults.put("exclusive", ofKinds(rule -> yes(rule.isExclusive())));
        defaults.put("unlimited", ofKinds(rule -> yes(!rule.isLimited())));
        defaults.put("identifiable", ofKinds(rule -> yes(rule.identifiable())));
        defaults.put("createsProfile", ofKinds(rule -> yes(rule.createsProfile())));
        defaults.put("verificationRequired", ofKinds(rule -> yes(rule.verificationRequired())));
        defaults.put("assertedByHost", ofKinds(rule -> yes(rule.assertedByHost())));
        defaults.put("timeToLive", ofKinds(rule -> lives(rule, "for ever")));
        defaults.put("confidence", ofKinds(rule -> number(rule.confidence())));
        defaults.put("normalizer", ofKinds(rule -> isOpaque(rule) ? "`Normalizers.opaque()`" : ""));
        defaults.put("alsoBlocked", ofKinds(rule -> rule.isBlocked("somebody") ? "" : "nothing"));

        assertThat(defaults(RULES)).containsExactlyInAnyOrderEntriesOf(defaults);
    }

    @Test
    void tellsWhatAStoreHasByDefault() throws Exception {
        DataSource dataSource = TestStores.migrated(Dialect.H2);
        JdbcIdentityStoreBuilder builder = JdbcIdentityStore.builder(dataSource);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("schema", field(builder, "schema") == null ? "the connection's current one" : "");
        defaults.put("autoMigrate", code(field(builder, "autoMigrate") != null));
        defaults.put("codec", field(store, "codec") == ValueCodec.plain() ? "`ValueCodec.plain()`" : "");
        defaults.put("anonymousDurability", code(field(field(store, "commits"), "anonymous")));
        defaults.put("collapseAnonymous", field(store, "joint") == null ? "each alone" : "");
        defaults.put("timeout", spell((Duration) field(field(store, "connections"), "timeout")));

        assertThat(defaults(DATABASE)).containsExactlyInAnyOrderEntriesOf(defaults);
        assertThat(defaults(TABLES))
                .allSatisfy((option, text) -> assertThat(text).isEqualTo("the connection's current schema"));
    }

    @Test
    void hasTheTypesOfThePresets() {
        List<List<String>> rows = new ArrayList<>();
        preset(0).rules().stream()
                .map(TypeRule::type)
                .sorted(Comparator.comparing(
                                (IdentifierType type) -> preset(0).rule(type).kind())
                        .thenComparing(type -> -preset(0).rule(type).priority())
                        .thenComparing(IdentifierType::name))
                .forEach(type -> rows.add(List.of(
                        code(type),
                        ofPresets(type, rule -> rule.kind().name().toLowerCase(Locale.ROOT)),
                        ofPresets(type, rule -> number(rule.priority())),
                        ofPresets(type, ConfigurationPageTest::limit),
                        ofPresets(type, rule -> lives(rule, "never")),
                        ofPresets(type, rule -> yes(rule.createsProfile())),
                        ofPresets(type, ConfigurationPageTest::verification),
                        ofPresets(type, rule -> number(rule.confidence())))));

        assertThat(PAGE.tables(PRESETS).get(0).stream().map(ConfigurationPageTest::withoutEnd))
                .containsExactlyElementsOf(rows);
        for (int i = 1; i < 3; i++) {
            assertThat(preset(i).rules()).hasSameSizeAs(preset(0).rules());
        }
    }

    @Test
    void hasTheOptionsOfThePresets() {
        List<List<String>> rows = describe(preset(0)).keySet().stream()
                .map(option -> List.of(
                        code(option),
                        describe(preset(0)).get(option),
                        describe(preset(1)).get(option),
                        describe(preset(2)).get(option)))
                .toList();

        assertThat(PAGE.tables(PRESETS).get(1).stream().map(ConfigurationPageTest::withoutEnd))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void tellsWhatThePresetsNormaliseAndBlock() {
        for (int i = 0; i < 3; i++) {
            for (TypeRule rule : preset(i).rules()) {
                assertThat(isOpaque(rule)).as("%s", rule).isEqualTo(!rule.type().equals(IdentifierType.EMAIL));
                boolean blocks = i == 2 && rule.type().equals(IdentifierType.USER_ID);
                assertThat(rule.isBlocked("anon_7")).as("%s", rule).isEqualTo(blocks);
                assertThat(rule.isBlocked("undefined")).isTrue();
            }
        }
    }

    private static IdentityPolicy preset(int number) {
        return switch (number) {
            case 0 -> IdentityPolicy.defaults();
            case 1 -> IdentityPolicy.leads();
            default -> IdentityPolicy.devices();
        };
    }

    /** Everything but the rules. */
    private static Map<String, String> describe(IdentityPolicy policy) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("sharedDevice", code(policy.sharedDevice()));
        options.put("deviceHolder", code(policy.deviceHolder()));
        options.put("anonymousTraffic", code(policy.anonymousTraffic()));
        options.put("firstTouch", code(policy.firstTouch()));
        options.put("evidenceRecognizes", code(policy.evidenceRecognizes()));
        options.put(
                "matchOrder",
                policy.matchOrder().isEmpty()
                        ? "empty"
                        : policy.matchOrder().stream()
                                .map(ConfigurationPageTest::code)
                                .collect(Collectors.joining(", ")));
        options.put("newAnonymousConfidence", number(policy.newAnonymousConfidence()));
        options.put("clockTolerance", spell(policy.maxPast()) + ", " + spell(policy.maxFuture()));
        options.put("lastSeenGranularity", spell(policy.lastSeenGranularity()));
        options.put("maxIdentifiers", number(policy.maxIdentifiers()));
        options.put("erasedIdentifiers", policy.erasedIdentifiers().refuses() ? "" : "`beginAfresh()`");
        return options;
    }

    private static String ofKinds(Function<TypeRule, String> text) {
        IdentifierType type = IdentifierType.of("any");
        List<TypeRule> kinds = Stream.of(
                        TypeRule.persistent(type),
                        TypeRule.ephemeral(type),
                        TypeRule.evidence(type),
                        TypeRule.context(type))
                .map(TypeRuleBuilder::build)
                .toList();
        assertThat(kinds).extracting(TypeRule::kind).containsExactly(IdentifierKind.values());
        return onceOrEach(kinds.stream().map(text).toList());
    }

    private static String ofPresets(IdentifierType type, Function<TypeRule, String> text) {
        return onceOrEach(Stream.of(0, 1, 2)
                .map(number -> text.apply(preset(number).rule(type)))
                .toList());
    }

    private static String onceOrEach(List<String> texts) {
        return texts.stream().distinct().count() == 1 ? texts.get(0) : String.join(" / ", texts);
    }

    private static String limit(TypeRule rule) {
        return rule.isLimited() ? number(rule.limit()) : "unlimited";
    }

    private static String lives(TypeRule rule, String always) {
        return rule.timeToLive().map(ConfigurationPageTest::spell).orElse(always);
    }

    private static String verification(TypeRule rule) {
        return (rule.verificationRequired() ? "on" : "off")
                + (rule.assertedByHost() ? ", vouched for by the host" : "");
    }

    private static boolean isOpaque(TypeRule rule) {
        return Stream.of(" Ann@Example.org ", "a b", "\u00c5", "x".repeat(600), "\u200b")
                .allMatch(raw -> rule.normalizer()
                        .normalize(raw)
                        .equals(Normalizers.opaque().normalize(raw)));
    }

    private static String code(Object value) {
        return "`" + value + '`';
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** In the largest unit in which it is whole. */
    private static String spell(Duration duration) {
        long seconds = duration.toSeconds();
        assertThat(Duration.ofSeconds(seconds)).isEqualTo(duration);
        if (seconds % 86_400 == 0) {
            return several(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return several(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? several(seconds / 60, "minute") : several(seconds, "second");
    }

    private static String several(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    private static List<Method> setterMethods(Class<?> builder) {
        return Stream.of(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .toList();
    }

    private static List<String> setters(Class<?> builder) {
        List<String> others = Stream.of(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() != builder)
                .map(Method::getName)
                .toList();
        assertThat(others).as("what does not return the builder").containsExactly("build");
        return setterMethods(builder).stream().map(Method::getName).toList();
    }

    private static List<List<String>> rows(String heading) {
        return PAGE.tables(heading).get(0);
    }

    private static List<String> row(String heading, String option) {
        return rows(heading).stream()
                .filter(row -> row.get(0).equals(code(option)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> options(String heading) {
        return rows(heading).stream().map(row -> row.get(0).replace("`", "")).toList();
    }

    private static Map<String, String> defaults(String heading) {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (List<String> row : rows(heading)) {
            assertThat(row)
                    .as("option, effect, default, unit, when, and the end")
                    .hasSize(6);
            assertThat(List.of(row.get(1), row.get(4))).as("%s", row).noneMatch(String::isEmpty);
            assertThat(defaults.put(row.get(0).replace("`", ""), row.get(2))).isNull();
        }
        return defaults;
    }

    private static List<String> withoutEnd(List<String> row) {
        return row.subList(0, row.size() - 1);
    }

    private static Object field(Object holder, String name) throws ReflectiveOperationException {
        Field field = holder.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(holder);
    }

    private static Object constant(String type, String name) throws ReflectiveOperationException {
        Field field = Class.forName(type).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }
}
