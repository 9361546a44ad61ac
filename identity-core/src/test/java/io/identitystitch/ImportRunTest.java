package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.identitystitch.ImportFailedException.Kind;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests from an iterator: in parts, without keeping them, and with an account of where it stopped. */
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

    private ImportFailedException failure(Iterator<ResolveRequest> requests, ImportListener listener) {
        ImportFailedException failure =
                catchThrowableOfType(ImportFailedException.class, () -> resolver.resolveAll(requests, listener));
        assertThat(failure).isNotNull().hasMessageNotContaining("canary");
        return failure;
    }

    private static IdentityStoreException down() {
        return new IdentityStoreException(IdentityStoreException.Kind.UNAVAILABLE, "down", null);
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
    class Stops {
        @Test
        void atARequestThatCannotBeReadWithAllBeforeItAnswered() {
            ImportFailedException failure = failure(TornRequests.after(users(1_300)), listener);

            assertThat(failure.kind()).isEqualTo(Kind.REQUEST);
            assertThat(failure).hasCauseInstanceOf(NoSuchElementException.class);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.summary().answered()).isEqualTo(1_300);
            assertThat(failure.summary().read()).isEqualTo(1_300);
            assertThat(answers).hasSize(1_300);
            assertThat(failure).hasMessageContaining("1300 answered requests");
        }

        @Test
        void atNull() {
            ImportFailedException failure =
                    failure(Arrays.asList(user(1), user(2), null, user(3)).iterator(), listener);

            assertThat(failure.kind()).isEqualTo(Kind.REQUEST);
            assertThat(failure).hasCauseInstanceOf(NullPointerException.class);
            assertThat(failure.summary().answered()).isEqualTo(2);
            assertThat(answers).hasSize(2);
        }

        @Test
        void atATypeWithoutARule() {
            ResolveRequest strange = ResolveRequest.builder(() -> BEGIN)
                    .identifier(IdentifierType.of("shoe_size"), "canary")
                    .build();
            ImportFailedException failure =
                    failure(List.of(user(1), strange, user(2)).iterator(), listener);

            assertThat(failure.kind()).isEqualTo(Kind.REQUEST);
            assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(failure.summary().answered()).isOne();
            assertThat(failure.summary().read()).isEqualTo(2);
        }

        @Test
        void whereTheStoreDoes() {
            List<ResolutionFailure> failures = new ArrayList<>();
            IdentityResolver watched = IdentityResolver.builder(store)
                    .listener(new ResolutionListener() {
                        @Override
                        public void resolved(ResolutionEvent event) {}

                        @Override
                        public void failed(ResolutionFailure failure) {
                            failures.add(failure);
                        }
                    })
                    .build();
            store.commit = plan -> {
                if (store.commits.get() == 3) {
                    throw down();
                }
                return store.memory.commit(plan);
            };
            ImportFailedException failure = catchThrowableOfType(
                    ImportFailedException.class,
                    () -> watched.resolveAll(users(2_500).iterator(), listener));

            assertThat(failure.kind()).isEqualTo(Kind.STORE);
            assertThat(failure).hasCauseInstanceOf(IdentityStoreException.class);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.summary().answered()).isEqualTo(2_000);
            assertThat(failure.summary().read()).isEqualTo(2_500);
            assertThat(answers).hasSize(2_000);
            assertThat(failures)
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.requests()).isEqualTo(500));
        }

        @Test
        void whereOtherWritersAreFasterTooOften() {
            store.commit = plan -> new CommitResult.Conflicted();
            IdentityResolver impatient =
                    IdentityResolver.builder(store).maxAttempts(2).build();
            assertThatThrownBy(() -> impatient.resolveAll(users(2).iterator(), listener))
                    .isInstanceOfSatisfying(ImportFailedException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(Kind.STORE);
                        assertThat(failure.isRetryable()).isTrue();
                        assertThat(failure.summary().answered()).isZero();
                    })
                    .hasCauseInstanceOf(ContendedResolutionException.class);
        }

        @Test
        void whereTheListenerDoesAndThePartIsNotCounted() {
            ImportFailedException failure = failure(users(2_500).iterator(), (some, soFar) -> {
                if (soFar.answered() == 2_000) {
                    throw new IllegalArgumentException("canary: disk full");
                }
            });

            assertThat(failure.kind()).isEqualTo(Kind.LISTENER);
            assertThat(failure).hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.summary().answered()).isEqualTo(1_000);
            assertThat(failure.summary().outcomes()).isEqualTo(Map.of(Outcome.CREATED, 1_000L));
            assertThat(failure.summary().read()).isEqualTo(2_000);
            assertThat(store.commits).as("the part is carried out").hasValue(2);
        }

        @Test
        void whereTheStoreDoesEvenIfTheRequestsDidAMomentBefore() {
            store.load = query -> {
                throw down();
            };
            ImportFailedException failure = failure(TornRequests.after(users(5)), listener);

            assertThat(failure.kind()).isEqualTo(Kind.STORE);
            assertThat(failure.summary().answered()).isZero();
            assertThat(failure.getSuppressed()).singleElement().isInstanceOf(NoSuchElementException.class);
        }

        @Test
        void whenTheResolverIsClosed() {
            ImportFailedException failure = failure(users(2_500).iterator(), (some, soFar) -> resolver.close());

            assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
            assertThat(failure.summary().answered()).isEqualTo(1_000);
            assertThat(store.commits).hasValue(1);
        }

        @Test
        void withAnAccountThatOutlivesTheProcess() throws Exception {
            ImportFailedException failure = failure(TornRequests.after(users(3)), listener);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(failure);
            Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            assertThat(back).isInstanceOfSatisfying(ImportFailedException.class, read -> {
                assertThat(read.summary()).isEqualTo(failure.summary());
                assertThat(read.kind()).isEqualTo(Kind.REQUEST);
            });
        }
    }

    @Nested
    class GoesOn {
        @Test
        void afterALostRaceByItself() {
            AtomicInteger lost = new AtomicInteger();
            store.commit =
                    plan -> lost.getAndIncrement() % 2 == 0 ? new CommitResult.Conflicted() : store.memory.commit(plan);

            ImportSummary summary = resolver.resolveAll(users(1_500).iterator(), listener);

            assertThat(summary.outcomes()).isEqualTo(Map.of(Outcome.CREATED, 1_500L));
            assertThat(store.commits).hasValue(4);
        }

        @Test
        void whereItStoppedAndEndsAsIfItNeverHad() {
            List<ResolveRequest> requests = users(3_500);
            store.commit = plan -> {
                CommitResult result = store.memory.commit(plan);
                if (store.commits.get() == 3) {
                    throw down();
                }
                return result;
            };
            ImportFailedException failure = failure(requests.iterator(), listener);
            store.commit = store.memory::commit;
            int from = (int) failure.summary().answered();

            ImportSummary rest =
                    resolver.resolveAll(requests.subList(from, requests.size()).iterator(), listener);

            assertThat(from).isEqualTo(2_000);
            assertThat(rest.outcomes())
                    .as("the part without an answer was carried out")
                    .isEqualTo(Map.of(Outcome.MATCHED, 1_000L, Outcome.CREATED, 500L));
            assertThat(answers).hasSize(3_500);
            assertThat(answers.stream().map(Resolution::profileId).distinct()).hasSize(3_500);
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
    }
}
