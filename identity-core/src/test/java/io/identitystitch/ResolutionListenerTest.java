package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners hear, and that whatever they do is no business of the caller. */
class ResolutionListenerTest extends SpoiltStoreFixture {
    @Nested
    class OfAnswers {
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
    class OfFailures {
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
