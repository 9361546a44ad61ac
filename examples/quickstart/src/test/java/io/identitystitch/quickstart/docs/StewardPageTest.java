package io.identitystitch.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Simulation;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/steward.md} shows is what the library says. */
class StewardPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "steward.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| .* \\| (`[A-Z]\\w+`(?:, `[A-Z]\\w+`)*) \\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-09T12:15:00Z"));
    private final AtomicLong next = new AtomicLong(1);
    private final IdentityResolver identities = IdentityResolver.builder(InMemoryIdentityStore.create(now::get))
            .clock(now::get)
            .ids(() -> new UUID(0x019c_d281_7b00_7000L, 0x8000_0000_0000_0000L + next.getAndIncrement()))
            .build();

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    private ProfileId seen(ResolveRequest.Builder request) {
        ProfileId id = identities
                .resolve(request.observedAt(now.get()).build())
                .profileId()
                .orElseThrow();
        now.updateAndGet(moment -> moment.plus(Duration.ofDays(1)));
        return id;
    }

    private ProfileId motherAndDaughter() {
        seen(ResolveRequest.builder().userId("u-1001").email("nora@example.com").phone("+442079460958"));
        seen(ResolveRequest.builder().email("ruth@example.net"));
        return seen(ResolveRequest.builder().email("ruth@example.net").phone("+442079460958"));
    }

    @Test
    void showsTheExplanationInWordsAndAsAPicture() throws IOException {
        motherAndDaughter();
        Explanation explanation = Snippets.explained(identities.steward());
        assertThat(page())
                .contains("```text\n" + explanation.text() + "```")
                .contains("```mermaid\n" + explanation.mermaid() + "```");
    }

    @Test
    void showsTheSimulationInWordsAndAsAPicture() throws IOException {
        Simulation simulation = Snippets.simulated(IdentityPolicy.defaults());
        assertThat(simulation.persons()).hasSize(2);
        assertThat(page())
                .contains("```text\n" + simulation.text() + "```")
                .contains("```mermaid\n" + simulation.mermaid() + "```");
    }

    @Test
    void showsAnExport(@TempDir Path folder) throws IOException {
        seen(ResolveRequest.builder()
                .email("ruth@example.net")
                .anonymousId("cookie-1")
                .touch(Touch.attributed(now.get(), Map.of("utm_source", "newsletter"))));
        Path file = folder.resolve("ruth.json");
        Snippets.exported(identities.steward(), file);
        MatchResult shown = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(shown.group(1).replaceAll("\n *", "")).isEqualTo(Files.readString(file));
    }

    @Test
    void namesEveryActAndTheAnswersThatItsTypeHas() throws IOException {
        Map<Class<?>, Set<String>> named = new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
        Set<String> acts = new TreeSet<>();
        for (MatchResult row : ROW.matcher(page()).results().toList()) {
            Class<?> type = answer(row.group(1));
            acts.add(row.group(1));
            Set<String> answers = NAME.matcher(row.group(2))
                    .results()
                    .map(name -> name.group(1))
                    .collect(Collectors.toSet());
            assertThat(answersOf(type)).as(row.group(1)).containsAll(answers);
            named.computeIfAbsent(type, key -> new TreeSet<>()).addAll(answers);
        }
        assertThat(acts)
                .isEqualTo(Arrays.stream(Steward.class.getMethods())
                        .filter(method -> method.getReturnType().isSealed())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));
        named.forEach(
                (type, answers) -> assertThat(answers).as(type.getSimpleName()).isEqualTo(answersOf(type)));
    }

    private static Class<?> answer(String act) {
        return Arrays.stream(Steward.class.getMethods())
                .filter(method -> method.getName().equals(act))
                .map(Method::getReturnType)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> answersOf(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theSnippetsDoWhatThePageSays() {
        ProfileId person = motherAndDaughter();
        Steward maya = identities.steward().as("maya");
        MergeId merge = maya.explain(person).steps().get(0).merge();
        Snippets.undone(maya, merge);
        assertThat(identities.find(Identifier.of(IdentifierType.EMAIL, "ruth@example.net")))
                .hasValueSatisfying(ruth -> assertThat(ruth.profileId()).isNotEqualTo(person));
        assertThat(maya.history(person, PageRequest.FIRST).items())
                .singleElement()
                .satisfies(act -> {
                    assertThat(act.kind()).isEqualTo(ActKind.UNDONE);
                    assertThat(act.by()).isEqualTo("maya");
                });
        Snippets.recorded(maya, person);

        seen(ResolveRequest.builder().userId("u-2002").email("nora@example.com"));
        assertThat(maya.conflicts(PageRequest.FIRST).items()).hasSize(1);
        Snippets.decided(maya);
        assertThat(maya.conflicts(PageRequest.FIRST).items()).isEmpty();
    }
}
