package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Retries, renewals, batches, previews and listeners: what the facade adds to the planner and the store. */
class ResolutionLoopTest {
    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private final SpoiltStore store = new SpoiltStore();
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

    private IdentityResolverBuilder builder() {
        return IdentityResolver.builder(store).clock(now::get);
    }

    private ResolveRequest.Builder user(String id) {
        return ResolveRequest.builder(now::get).userId(id);
    }

    private void nextDay() {
        now.set(now.get().plus(Duration.ofDays(1)));
    }

    private static IdentityStoreException down() {
        return new IdentityStoreException(Kind.UNAVAILABLE, "down", null);
    }

    @Nested
    class Contention {
        @Test
        void isGivenUpAfterTheLastAttempt() {
            store.commit = plan -> new CommitResult.Conflicted();
            IdentityResolver resolver = builder().maxAttempts(3).build();
            assertThatThrownBy(() -> resolver.resolve(user("canary").build()))
                    .isInstanceOfSatisfying(
                            ContendedResolutionException.class,
                            e -> assertThat(e.attempts()).isEqualTo(3))
                    .hasMessageNotContaining("canary");
            assertThat(store.loads).hasValue(3);
            assertThat(store.commits).hasValue(3);
        }

        @Test
        void isOverWhenAnAttemptSucceedsAndTheAnswerIsThatOfTheLastLook() {
            AtomicInteger lost = new AtomicInteger();
            IdentityResolver rival =
                    IdentityResolver.builder(store.memory).clock(now::get).build();
            store.commit = plan -> {
                if (lost.getAndIncrement() == 0) {
                    rival.resolve(user("u").build());
                }
                return store.memory.commit(plan);
            };
            List<ResolutionEvent> heard = new ArrayList<>();
            Resolution answer =
                    builder().listener(heard::add).build().resolve(user("u").build());
            assertThat(answer).isInstanceOf(Resolution.Matched.class);
            assertThat(heard).singleElement().satisfies(event -> {
                assertThat(event.attempts()).isEqualTo(2);
                assertThat(event.requests()).isOne();
                assertThat(event.duration()).isPositive();
            });
        }

        @Test
        void reachesBatchesAndSignOutsToo() {
            IdentityResolver resolver = builder().maxAttempts(2).build();
            resolver.resolve(user("u").anonymousId("v").build());
            nextDay();
            store.commit = plan -> new CommitResult.Conflicted();
            assertThatThrownBy(() -> resolver.resolveAll(List.of(user("new").build())))
                    .isInstanceOf(ContendedResolutionException.class);
            assertThatThrownBy(() -> resolver.signedOut("v")).isInstanceOf(ContendedResolutionException.class);
        }

        @Test
        void overADateAloneIsNoReasonToTryAgain() {
            IdentityResolver resolver = builder().build();
            ProfileId id = resolver.resolve(user("u").build()).profileId().orElseThrow();
            nextDay();
            store.reset();
            store.commit = plan -> new CommitResult.Conflicted();
            assertThat(resolver.resolve(user("u").build()).profileId()).contains(id);
            assertThat(store.commits).hasValue(1);
        }
    }

    @Nested
    class ADateThatCannotBeWritten {
        @Test
        void failsNoCall() {
            IdentityResolver resolver = builder().build();
            ProfileId id = resolver.resolve(user("u").build()).profileId().orElseThrow();
            nextDay();
            store.commit = plan -> {
                throw down();
            };
            assertThat(resolver.resolve(user("u").build()).profileId()).contains(id);
        }

        @Test
        void failsNoBatchEither() {
            IdentityResolver resolver = builder().build();
            ProfileId id = resolver.resolve(user("u").build()).profileId().orElseThrow();
            nextDay();
            store.commit = plan -> {
                throw down();
            };
            assertThat(resolver.resolveAll(List.of(user("u").build())))
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.profileId()).contains(id));
        }

        @Test
        void isNotConfusedWithALinkThatCannotBeWritten() {
            IdentityResolver resolver = builder().build();
            resolver.resolve(user("u").build());
            nextDay();
            store.commit = plan -> {
                throw down();
            };
            assertThatThrownBy(() -> resolver.resolve(user("u").anonymousId("v").build()))
                    .isInstanceOfSatisfying(
                            IdentityStoreException.class,
                            e -> assertThat(e.isRetryable()).isTrue());
        }
    }

    @Nested
    class InTheBackground {
        private final List<Runnable> later = new ArrayList<>();
        private final IdentityResolver resolver = builder()
                .lastSeenUpdates(LastSeenUpdates.IN_BACKGROUND)
                .executor(later::add)
                .build();

        @Test
        void onlyDatesAreWritten() {
            resolver.resolve(user("u").build());
            assertThat(later).isEmpty();
            nextDay();
            resolver.resolve(user("u").anonymousId("v").build());
            assertThat(later).as("a link is more than a date").isEmpty();
            nextDay();
            resolver.resolve(user("u").build());
            assertThat(later).hasSize(1);
        }

        @Test
        void aFailureIsContained() {
            resolver.resolve(user("u").build());
            nextDay();
            resolver.resolve(user("u").build());
            store.commit = plan -> {
                throw new IllegalStateException("broken driver");
            };
            later.forEach(Runnable::run);
            assertThat(store.commits).hasValue(2);
        }

        @Test
        void theDatesOfABatchWaitToo() {
            resolver.resolve(user("u").build());
            nextDay();
            store.reset();
            resolver.resolveAll(List.of(user("u").build()));
            assertThat(store.commits).hasValue(0);
            assertThat(later).hasSize(1);
        }
    }

    @Nested
    class Batches {
        @Test
        void ofUpToAThousandAreOneReadAndOneWrite() {
            List<ResolveRequest> requests = new ArrayList<>();
            for (int i = 0; i < 1_001; i++) {
                requests.add(user("u-" + i % 700).anonymousId("v-" + i).build());
            }
            List<Resolution> answers = builder().build().resolveAll(requests);
            assertThat(answers).hasSize(1_001);
            assertThat(answers.get(700).profileId()).isEqualTo(answers.get(0).profileId());
            assertThat(store.loads).hasValue(2);
            assertThat(store.commits).hasValue(2);
        }

        @Test
        void ofKnownPeopleAreOneRead() {
            IdentityResolver resolver = builder().build();
            List<ResolveRequest> requests =
                    List.of(user("a").build(), user("b").build(), user("a").build());
            resolver.resolveAll(requests);
            store.reset();
            assertThat(resolver.resolveAll(requests)).allMatch(Resolution.Matched.class::isInstance);
            assertThat(store.loads).hasValue(1);
            assertThat(store.commits).hasValue(0);
        }

        @Test
        void ofNothingUsableAskNothing() {
            IdentityResolver resolver = builder().build();
            assertThat(resolver.resolveAll(List.of())).isEmpty();
            assertThat(resolver.resolveAll(
                            List.of(user("null").build(), user(" ").build())))
                    .hasSize(2)
                    .allMatch(Resolution.Unidentified.class::isInstance);
            assertThat(store.loads).hasValue(0);
        }

        @Test
        void keepUsableAndUselessRequestsInOrder() {
            List<Resolution> answers = builder()
                    .build()
                    .resolveAll(List.of(
                            user("null").build(),
                            user("u").build(),
                            user("").build(),
                            user("u").build()));
            assertThat(answers)
                    .extracting(Resolution::outcome)
                    .containsExactly(Outcome.UNIDENTIFIED, Outcome.CREATED, Outcome.UNIDENTIFIED, Outcome.MATCHED);
        }
    }

    @Nested
    class Previews {
        @Test
        void tellWhatWouldBeDoneAndDoNothing() {
            List<ResolutionEvent> heard = new ArrayList<>();
            IdentityResolver resolver = builder().listener(heard::add).build();
            ProfileId user = resolver.resolve(user("u").build()).profileId().orElseThrow();
            resolver.resolve(ResolveRequest.builder(now::get).anonymousId("v").build());
            Profile before = resolver.profile(user).orElseThrow();
            store.reset();
            heard.clear();
            ResolveRequest merge = user("u").anonymousId("v").email("ann@x.org").build();
            Resolution preview = resolver.preview(merge);
            assertThat(preview).isInstanceOf(Resolution.Merged.class);
            assertThat(store.commits).hasValue(0);
            assertThat(heard).isEmpty();
            assertThat(resolver.profile(user)).contains(before);
            assertThat(resolver.find(Identifier.of(IdentifierType.EMAIL, "ann@x.org")))
                    .isEmpty();
            assertThat(resolver.resolve(merge).profileId()).isEqualTo(preview.profileId());
            assertThat(resolver.preview(user("null").build())).isInstanceOf(Resolution.Unidentified.class);
        }
    }

    @Nested
    class Listeners {
        @Test
        void hearOfEveryAnsweredRequest() {
            List<Outcome> heard = new ArrayList<>();
            IdentityResolver resolver = builder()
                    .listener(event -> heard.add(event.resolution().outcome()))
                    .build();
            resolver.resolve(user("u").build());
            resolver.resolve(user("u").build());
            resolver.resolve(user("null").build());
            resolver.resolveAll(List.of(user("v").build(), user("null").build()));
            resolver.resolveAll(List.of(user("null").build()));
            assertThat(heard)
                    .containsExactly(
                            Outcome.CREATED,
                            Outcome.MATCHED,
                            Outcome.UNIDENTIFIED,
                            Outcome.CREATED,
                            Outcome.UNIDENTIFIED,
                            Outcome.UNIDENTIFIED);
        }

        @Test
        void hearOfItWhenOthersCanSeeIt() {
            IdentityResolver other = IdentityResolver.builder(store.memory).build();
            List<Boolean> visible = new ArrayList<>();
            IdentityResolver resolver = builder()
                    .listener(event -> visible.add(
                            other.profile(event.resolution().profileId().orElseThrow())
                                    .isPresent()))
                    .build();
            resolver.resolve(user("u").build());
            assertThat(visible).containsExactly(true);
        }

        @Test
        void thatThrowFailNothingAndSilenceNobody() {
            List<ResolutionEvent> heard = new ArrayList<>();
            IdentityResolver resolver = builder()
                    .listener(event -> {
                        throw new IllegalStateException("broken listener");
                    })
                    .listener(event -> {
                        throw new NoClassDefFoundError("half deployed");
                    })
                    .listener(heard::add)
                    .build();
            assertThat(resolver.resolve(user("u").build()).profileId()).isPresent();
            assertThat(heard).hasSize(1);
        }

        @Test
        void areToldThatTheRequestsOfABatchShareItsCost() {
            List<ResolutionEvent> heard = new ArrayList<>();
            IdentityResolver resolver = builder().listener(heard::add).build();
            resolver.resolveAll(
                    List.of(user("a").build(), user("null").build(), user("b").build()));
            assertThat(heard).hasSize(3).allSatisfy(event -> {
                assertThat(event.requests()).isEqualTo(3);
                assertThat(event.duration()).isEqualTo(heard.get(0).duration());
            });
        }
    }

    @Nested
    class ListenersOfFailures {
        private final List<ResolutionEvent> answered = new ArrayList<>();
        private final List<ResolutionFailure> failed = new ArrayList<>();
        private final ResolutionListener ear = new ResolutionListener() {
            @Override
            public void resolved(ResolutionEvent event) {
                answered.add(event);
            }

            @Override
            public void failed(ResolutionFailure failure) {
                failed.add(failure);
            }
        };

        private void commitThrows(RuntimeException e) {
            store.commit = plan -> {
                throw e;
            };
        }

        private ResolutionFailure onlyFailure() {
            assertThat(answered).isEmpty();
            assertThat(failed).hasSize(1);
            return failed.get(0);
        }

        @ParameterizedTest
        @EnumSource
        void hearWhatTheStoreSaysOfItself(Kind kind) {
            commitThrows(new IdentityStoreException(kind, "no", null));
            IdentityResolver resolver = builder().listener(ear).build().forTenant(TenantId.of("other"));
            assertThatThrownBy(() -> resolver.resolve(user("canary").build()))
                    .isInstanceOf(IdentityStoreException.class);
            ResolutionFailure failure = onlyFailure();
            assertThat(failure.tenant()).isEqualTo(TenantId.of("other"));
            assertThat(failure.kind().name()).isEqualTo(kind.name());
            assertThat(failure.duration()).isPositive();
            assertThat(failure.attempts()).isOne();
            assertThat(failure.requests()).isOne();
            assertThat(failure.toString()).doesNotContain("canary");
        }

        @Test
        void hearOfAStoreThatCannotBeRead() {
            store.load = query -> {
                throw down();
            };
            IdentityResolver resolver = builder().listener(ear).build();
            assertThatThrownBy(() -> resolver.resolve(user("u").build())).isInstanceOf(IdentityStoreException.class);
            assertThat(onlyFailure().kind()).isEqualTo(ResolutionFailure.Kind.UNAVAILABLE);
        }

        @Test
        void hearOfContentionWithTheNumberOfAttempts() {
            store.commit = plan -> new CommitResult.Conflicted();
            IdentityResolver resolver = builder().maxAttempts(3).listener(ear).build();
            assertThatThrownBy(() -> resolver.resolve(user("u").build()))
                    .isInstanceOf(ContendedResolutionException.class);
            assertThat(onlyFailure().kind()).isEqualTo(ResolutionFailure.Kind.CONTENDED);
            assertThat(onlyFailure().attempts()).isEqualTo(3);
        }

        @Test
        void hearOfABrokenStoreToo() {
            commitThrows(new IllegalStateException("broken driver"));
            IdentityResolver resolver = builder().listener(ear).build();
            assertThatThrownBy(() -> resolver.resolve(user("u").build())).hasMessage("broken driver");
            assertThat(onlyFailure().kind()).isEqualTo(ResolutionFailure.Kind.UNEXPECTED);
        }

        @Test
        void hearHowManyRequestsOfABatchHaveNoAnswer() {
            AtomicInteger parts = new AtomicInteger();
            store.commit = plan -> {
                if (parts.getAndIncrement() > 0) {
                    throw down();
                }
                return store.memory.commit(plan);
            };
            List<ResolveRequest> requests = new ArrayList<>();
            for (int i = 0; i < 2_500; i++) {
                requests.add(user("u-" + i).build());
            }
            IdentityResolver resolver = builder().listener(ear).build();
            assertThatThrownBy(() -> resolver.resolveAll(requests)).isInstanceOf(IdentityStoreException.class);
            assertThat(answered).hasSize(1_000).allMatch(event -> event.requests() == 1_000);
            assertThat(failed)
                    .singleElement()
                    .extracting(ResolutionFailure::requests)
                    .isEqualTo(1_500);
        }

        @Test
        void hearOfADateThatCouldNotBeWrittenAsOfAnyAnswer() {
            IdentityResolver resolver = builder().listener(ear).build();
            resolver.resolve(user("u").build());
            nextDay();
            commitThrows(down());
            resolver.resolve(user("u").build());
            assertThat(answered).hasSize(2);
            assertThat(failed).isEmpty();
        }

        @Test
        void hearNothingOfACallersMistake() {
            IdentityResolver resolver = builder().listener(ear).build();
            ResolveRequest unruled = ResolveRequest.builder(now::get)
                    .identifier(IdentifierType.of("shoe_size"), "43")
                    .build();
            assertThatThrownBy(() -> resolver.resolve(unruled)).isInstanceOf(IllegalArgumentException.class);
            resolver.close();
            assertThatThrownBy(() -> resolver.resolve(user("u").build())).isInstanceOf(IllegalStateException.class);
            assertThat(answered).isEmpty();
            assertThat(failed).isEmpty();
        }

        @Test
        void thatThrowHideNothingAndSilenceNobody() {
            ResolutionListener broken = new ResolutionListener() {
                @Override
                public void resolved(ResolutionEvent event) {}

                @Override
                public void failed(ResolutionFailure failure) {
                    throw new IllegalStateException("broken listener");
                }
            };
            commitThrows(down());
            IdentityResolver resolver = builder().listener(broken).listener(ear).build();
            assertThatThrownBy(() -> resolver.resolve(user("u").build()))
                    .isInstanceOf(IdentityStoreException.class)
                    .hasMessage("down");
            assertThat(failed).hasSize(1);
        }

        @Test
        void mayHearAnswersOnly() {
            commitThrows(down());
            IdentityResolver resolver = builder().listener(answered::add).build();
            assertThatThrownBy(() -> resolver.resolve(user("u").build())).isInstanceOf(IdentityStoreException.class);
            assertThat(answered).isEmpty();
        }
    }
}
