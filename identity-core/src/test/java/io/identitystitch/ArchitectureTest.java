package io.identitystitch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which package may see which, and what none may touch. */
class ArchitectureTest {
    private static final String ROOT = "io.identitystitch";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesSeeOnlyWhatLiesBelowThem() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("model")
                .definedBy(ROOT + ".model")
                .layer("policy")
                .definedBy(ROOT + ".policy")
                .layer("plan")
                .definedBy(ROOT + ".plan")
                .layer("signal")
                .definedBy(ROOT + ".signal")
                .layer("spi")
                .definedBy(ROOT + ".spi")
                .layer("memory")
                .definedBy(ROOT + ".memory")
                .layer("cold")
                .definedBy(ROOT + ".cold")
                .layer("facade")
                .definedBy(ROOT)
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("memory")
                .mayOnlyBeAccessedByLayers("facade")
                .whereLayer("cold")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("memory", "cold", "facade")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("spi", "memory", "facade")
                .whereLayer("signal")
                .mayOnlyBeAccessedByLayers("spi", "memory", "facade")
                .whereLayer("policy")
                .mayOnlyBeAccessedByLayers("plan", "signal", "spi", "memory", "facade")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("policy", "plan", "signal", "spi", "memory", "cold", "facade")
                .ensureAllClassesAreContainedInArchitecture()
                .check(CORE);
    }

    @Test
    @Tag("DC-03")
    void theRulesDoNothingButDecide() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".model", ROOT + ".policy", ROOT + ".plan", ROOT + ".signal")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|Reader|Writer|(?!ByteArray).*(Input|Output)Stream).*"
                        + "|java\\.nio\\.(file|channels)\\..*|java\\.net\\.(?!IDN$).*|javax?\\.sql\\..*|org\\.slf4j\\..*"
                        + "|java\\.util\\.Random|java\\.security\\.SecureRandom"
                        + "|java\\.util\\.concurrent\\.(ThreadLocalRandom|Executor.*|locks\\..*)"
                        + "|java\\.lang\\.(Thread|Runtime|Process.*)")
                .because("who survives, which touch is first and what is refused are pure functions")
                .check(CORE);
    }

    @Test
    @Tag("DC-05")
    void theClockAndTheIdsComeFromOutside() {
        noClasses()
                .that(alwaysTrue())
                .and()
                .doNotHaveSimpleName("IdentityResolverBuilder")
                .and()
                .doNotHaveFullyQualifiedName(ResolveRequest.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(InMemoryIdentityStore.class.getName())
                .should()
                .callMethod(java.time.InstantSource.class, "system")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .because("the three that are left out have a system's clock as their default only")
                .check(CORE);
        assertThat(sameRun()).isEqualTo(sameRun());
    }

    /** With a clock that stands and ids that count, two runs are one. */
    private static String sameRun() {
        Instant now = Instant.parse("2026-03-02T09:00:00Z");
        AtomicLong next = new AtomicLong();
        IdentityResolver resolver = IdentityResolver.builder(InMemoryIdentityStore.create(() -> now))
                .clock(() -> now)
                .ids(() -> new UUID(0, next.getAndIncrement()))
                .hasher(IdentifierHasher.sha256())
                .build();
        StringBuilder answers = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            ResolveRequest request = ResolveRequest.builder(() -> now)
                    .email("e" + random.nextInt(20) + "@x.org")
                    .userId("u" + random.nextInt(20))
                    .anonymousId("v" + random.nextInt(20))
                    .build();
            answers.append(resolver.resolve(request)).append('\n');
        }
        return answers.toString();
    }

    @Test
    @Tag("DC-05")
    void testsUseNoDatabaseNoNetworkAndNoPause() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(TESTS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("javax?\\.sql\\..*|java\\.net\\.(?!IDN$).*")
                .check(CORE);
    }

    @Test
    @Tag("DC-02")
    void everythingOfTheFacadeIsReachedFromOneType() {
        Set<Class<?>> reached = new HashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(Set.of(IdentityResolver.class));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (reached.add(type)) {
                for (Method method : type.getDeclaredMethods()) {
                    if (Modifier.isPublic(method.getModifiers())) {
                        add(open, method.getGenericReturnType());
                        for (Type parameter : method.getGenericParameterTypes()) {
                            add(open, parameter);
                        }
                    }
                }
            }
        }
        Set<Class<?>> offered = new HashSet<>();
        for (JavaClass type : CORE) {
            boolean facade = type.getPackageName().equals(ROOT)
                    && type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.isAssignableTo(Exception.class)
                    && !type.getEnclosingClass()
                            .map(outer -> outer.isAssignableTo(Exception.class))
                            .orElse(false);
            if (facade) {
                offered.add(type.reflect());
            }
        }
        assertThat(offered).isNotEmpty();
        assertThat(reached).containsAll(offered);
    }

    private static void add(Deque<Class<?>> open, Type type) {
        if (type instanceof Class<?> raw && raw.getPackageName().equals(ROOT)) {
            open.push(raw);
        } else if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                add(open, argument);
            }
        }
    }

    @Test
    void theFacadeIsMadeByItsBuilderOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .arePublic()
                .and()
                .areNotRecords()
                .should()
                .haveOnlyPrivateConstructors()
                .orShould()
                .bePackagePrivate()
                .orShould(new com.tngtech.archunit.lang.ArchCondition<JavaClass>("have no public constructor") {
                    @Override
                    public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                        boolean made = type.getConstructors().stream()
                                .anyMatch(constructor ->
                                        constructor.getModifiers().contains(JavaModifier.PUBLIC));
                        events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                type, !made, type.getName() + (made ? " has" : " has no") + " public constructor"));
                    }
                })
                .check(CORE);
    }

    @Test
    void thePlannersStepsAndTheStoresPartsAreHidden() {
        assertThat(publicTypes(".plan"))
                .filteredOn(name -> name.endsWith("Rule"))
                .containsExactlyInAnyOrder("SignOutRule", "KnownRule");
        assertThat(publicTypes(".memory")).containsExactlyInAnyOrder("InMemoryIdentityStore", "InMemoryColdStore");
        assertThat(publicTypes(".cold"))
                .containsExactlyInAnyOrder("FileColdStore", "FileColdStoreBuilder", "BlockCodec", "SegmentFormat");
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)").check(CORE);
        noClasses()
                .should()
                .resideInAnyPackage("..internal..", "..impl..", "..util..")
                .check(CORE);
    }

    private static Set<String> publicTypes(String name) {
        Set<String> types = new HashSet<>();
        for (JavaClass type : CORE) {
            if (type.getPackageName().equals(ROOT + name)
                    && type.isTopLevelClass()
                    && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                types.add(type.getSimpleName());
            }
        }
        return types;
    }

    @Test
    void publicMethodsTakeNoOptionalAndReturnNoArray() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .areNotRecords()
                .should()
                .notHaveRawParameterTypes(new com.tngtech.archunit.base.DescribedPredicate<>("an Optional") {
                    @Override
                    public boolean test(java.util.List<JavaClass> parameters) {
                        return parameters.stream().anyMatch(type -> type.isEquivalentTo(java.util.Optional.class));
                    }
                })
                .check(CORE);
        assertThat(IdentityPolicy.defaults().rule(IdentifierType.EMAIL)).isNotNull();
    }
}
