package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests from an iterator: in parts, and without keeping them. */
class ImportRunTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private final SpoiltStore store = new SpoiltStore();
    private final IdentityResolver resolver =
            IdentityResolver.builder(store).clock(() -> BEGIN).build();
    private final List<Resolution> answers = new ArrayList<>();
    private final List<ImportSummary> told = new ArrayList<>();

    private final ImportListener listener = (some, soFar) -> {
        answers.addAll(some);
        told.add(soFar);
    };

    private static ResolveRequest user(int number) {
        return ResolveRequest.builder(() -> BEGIN).userId("canary-" + number).build();
    }

    private static List<ResolveRequest> users(int count) {
        return IntStream.range(0, count).mapToObj(ImportRunTest::user).toList();
    }

    @Nested
    class Answers {
        @Test
        void areHandedOverInOrderAndInParts() {
            List<ResolveRequest> requests = new ArrayList<>(users(2_400));
            requests.add(user(7));
            requests.add(ResolveRequest.builder().userId("null").build());

            ImportSummary summary = resolver.resolveAll(requests.iterator(), listener);

            assertThat(told).extracting(ImportSummary::answered).containsExactly(1_000L, 2_000L, 2_402L);
            assertThat(told).extracting(ImportSummary::read).containsExactly(1_000L, 2_000L, 2_402L);
            assertThat(summary.outcomes())
                    .isEqualTo(Map.of(Outcome.CREATED, 2_400L, Outcome.MATCHED, 1L, Outcome.UNIDENTIFIED, 1L));
            assertThat(summary.answered(Outcome.CREATED)).isEqualTo(2_400);
            assertThat(summary.answered(Outcome.MERGED)).isZero();
            assertThat(summary.elapsed()).isPositive();
            assertThat(summary.perSecond()).isPositive();
            assertThat(answers).hasSize(2_402);
            assertThat(answers.get(2_400).profileId())
                    .isPresent()
                    .isEqualTo(answers.get(7).profileId());
            assertThat(store.loads).hasValue(3);
            assertThat(store.commits).hasValue(3);
        }

        @Test
        void areThoseOfTheSameRequestsAsACollection() {
            List<ResolveRequest> requests = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                requests.add(ResolveRequest.builder(() -> BEGIN)
                        .userId("u-" + i % 400)
                        .anonymousId("v-" + i % 900)
                        .build());
            }
            resolver.resolveAll(requests.iterator(), listener);
            IdentityResolver other = resolver.forTenant(TenantId.of("other"));
            assertThat(answers)
                    .extracting(Resolution::outcome)
                    .isEqualTo(other.resolveAll(requests).stream()
                            .map(Resolution::outcome)
                            .toList());
        }

        @Test
        void toNothingAreNotHeardOf() {
            ImportSummary summary = resolver.resolveAll(Collections.emptyIterator(), listener);

            assertThat(summary.read()).isZero();
            assertThat(summary.answered()).isZero();
            assertThat(summary.outcomes()).isEmpty();
            assertThat(told).isEmpty();
            assertThat(store.loads).hasValue(0);
        }

        @Test
        void areAlsoToldToTheListenersOfTheResolver() {
            List<ResolutionEvent> events = new ArrayList<>();
            IdentityResolver.builder(store)
                    .listener(events::add)
                    .build()
                    .resolveAll(users(1_001).iterator(), listener);
            assertThat(events).hasSize(1_001);
            assertThat(events.get(0).requests()).isEqualTo(1_000);
            assertThat(events.get(1_000).requests()).isOne();
        }

        @Test
        void ofAStoreInAnotherViewAreKeptThere() {
            SpoiltStore joined = new SpoiltStore();
            resolver.using(joined).resolveAll(users(3).iterator(), listener);
            assertThat(joined.commits).hasValue(1);
            assertThat(store.commits).hasValue(0);
        }
    }

    @Nested
    class Memory {
        @Test
        void holdsNoMoreThanOnePartOfTheRequests() {
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger furthest = new AtomicInteger();
            Iterator<ResolveRequest> counting = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return taken.get() < 5_500;
                }

                @Override
                public ResolveRequest next() {
                    furthest.accumulateAndGet(taken.get() + 1 - answered.get(), Math::max);
                    return user(taken.getAndIncrement() % 3);
                }
            };
            resolver.resolveAll(counting, (some, soFar) -> answered.addAndGet(some.size()));
            assertThat(answered).hasValue(5_500);
            assertThat(furthest).hasValue(1_000);
        }

        @Test
        void forgetsARequestAndItsAnswerWithTheirPart() {
            List<WeakReference<Object>> past = new ArrayList<>();
            AtomicInteger alive = new AtomicInteger(-1);
            Iterator<ResolveRequest> requests = new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < 3_000;
                }

                @Override
                public ResolveRequest next() {
                    ResolveRequest request = user(next++ % 5);
                    if (next <= 1_000) {
                        past.add(new WeakReference<>(request));
                    }
                    return request;
                }
            };
            resolver.resolveAll(requests, (some, soFar) -> {
                if (soFar.answered() == 1_000) {
                    some.forEach(answer -> past.add(new WeakReference<>(answer)));
                } else if (soFar.answered() == 3_000) {
                    alive.set(aliveAfterCollection(past));
                }
            });
            assertThat(past).hasSize(2_000);
            assertThat(alive).hasValue(0);
        }

        private int aliveAfterCollection(List<WeakReference<Object>> references) {
            int alive = references.size();
            for (int i = 0; i < 50 && alive > 0; i++) {
                System.gc();
                alive = (int) references.stream()
                        .filter(reference -> reference.get() != null)
                        .count();
            }
            return alive;
        }
    }

    @Nested
    class Arguments {
        @Test
        void areRequired() {
            assertThatThrownBy(() -> resolver.resolveAll(null, listener)).hasMessage("requests");
            assertThatThrownBy(() -> resolver.resolveAll(Collections.emptyIterator(), null))
                    .hasMessage("listener");
        }

        @Test
        void ofASummaryMakeSense() {
            assertThatThrownBy(() -> new ImportSummary(1, Map.of(Outcome.CREATED, 2L), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("2 answers to 1 requests");
            assertThatThrownBy(() -> new ImportSummary(1, Map.of(Outcome.CREATED, -1L), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(new ImportSummary(2, Map.of(Outcome.CREATED, 2L), Duration.ZERO).perSecond())
                    .isZero();
            assertThat(new ImportSummary(2, Map.of(Outcome.CREATED, 2L), Duration.ofSeconds(4)).perSecond())
                    .isEqualTo(0.5);
        }
    }
}
