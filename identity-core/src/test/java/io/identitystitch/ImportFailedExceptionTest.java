package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.identitystitch.ImportFailedException.Kind;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Where an import stops, what it says then, and how it goes on. */
class ImportFailedExceptionTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private final SpoiltStore store = new SpoiltStore();
    private final IdentityResolver resolver =
            IdentityResolver.builder(store).clock(() -> BEGIN).build();
    private final List<Resolution> answers = new ArrayList<>();

    private final ImportListener listener = (some, soFar) -> answers.addAll(some);

    private static ResolveRequest user(int number) {
        return ResolveRequest.builder(() -> BEGIN).userId("canary-" + number).build();
    }

    private static List<ResolveRequest> users(int count) {
        return IntStream.range(0, count)
                .mapToObj(ImportFailedExceptionTest::user)
                .toList();
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

    /** Requests that end with an exception instead of an end. */
    private static Iterator<ResolveRequest> breakingAfter(int count) {
        Iterator<ResolveRequest> good = users(count).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ResolveRequest next() {
                if (!good.hasNext()) {
                    throw new NoSuchElementException("canary: the file is torn");
                }
                return good.next();
            }
        };
    }

    @Nested
    class Stops {
        @Test
        void atARequestThatCannotBeReadWithAllBeforeItAnswered() {
            ImportFailedException failure = failure(breakingAfter(1_300), listener);

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
            ImportFailedException failure = failure(breakingAfter(5), listener);

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
            ImportFailedException failure = failure(breakingAfter(3), listener);
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
}
