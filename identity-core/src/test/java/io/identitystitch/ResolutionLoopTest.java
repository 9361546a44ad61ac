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
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Retries, renewals, batches and previews: what the facade adds to the planner and the store. */
class ResolutionLoopTest extends SpoiltStoreFixture {
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
}
