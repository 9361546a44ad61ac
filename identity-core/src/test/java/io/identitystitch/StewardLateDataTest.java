package io.identitystitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Calls that arrive after a steward's decision and are dated before it. */
class StewardLateDataTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private final IdentityResolver resolver = IdentityResolver.builder(InMemoryIdentityStore.create(now::get))
            .clock(now::get)
            .build();
    private final Steward steward = resolver.steward();

    private ResolveRequest.Builder request() {
        return ResolveRequest.builder(now::get);
    }

    private Resolution.Resolved seen(ResolveRequest.Builder request) {
        return (Resolution.Resolved) resolver.resolve(request.build());
    }

    private void pass(Duration duration) {
        now.updateAndGet(moment -> moment.plus(duration));
    }

    @Test
    void aCallFromBeforeAnUndoDoesNotJoinTheTwo() {
        Instant before = now.get();
        seen(request().email("ann@x.org"));
        seen(request().phone("+12025550100"));
        Resolution.Resolved together = seen(request().email("ann@x.org").phone("+12025550100"));
        pass(Duration.ofHours(1));
        steward.undo(together.details().merges().get(0), "a shared phone");
        Resolution late =
                seen(request().email("ann@x.org").phone("+12025550100").observedAt(before));
        assertThat(late).isInstanceOf(Resolution.Matched.class);
        assertThat(late.ignored()).extracting(IgnoredIdentifier::reason).containsExactly(IgnoreReason.KEPT_APART);
    }

    @Test
    void aVisitFromBeforeADeviceWasReassignedIsThatOfWhoHadIt() {
        ProfileId ann = seen(request().email("ann@x.org").anonymousId("tablet")).id();
        ProfileId bob = seen(request().email("bob@x.org")).id();
        pass(Duration.ofHours(1));
        Instant visit = now.get();
        pass(Duration.ofHours(1));
        steward.reassign(Identifier.of(IdentifierType.ANONYMOUS_ID, "tablet"), ann, bob, "it is his");
        pass(Duration.ofHours(1));
        seen(request()
                .anonymousId("tablet")
                .observedAt(visit)
                .touch(Touch.attributed(visit, Map.of("source", "late"))));
        seen(request().anonymousId("tablet").touch(Touch.attributed(now.get(), Map.of("source", "now"))));
        assertThat(resolver.profile(ann).orElseThrow().lastTouch().orElseThrow().fields())
                .containsEntry("source", "late");
        assertThat(resolver.profile(bob)
                        .orElseThrow()
                        .firstTouch()
                        .orElseThrow()
                        .fields())
                .containsEntry("source", "now");
    }

    @Test
    void anAddressThatWasTakenAwayIsLinkedByALateCall() {
        Instant before = now.get();
        Identifier old = Identifier.of(IdentifierType.EMAIL, "ann@x.org");
        ProfileId ann = seen(request().email("ann@x.org").userId("ann")).id();
        pass(Duration.ofHours(1));
        steward.changeIdentifier(old, Identifier.of(IdentifierType.EMAIL, "ann@y.org"), "she moved");
        assertThat(resolver.find(old)).isEmpty();
        seen(request().email("ann@x.org").userId("ann").observedAt(before));
        assertThat(resolver.find(old))
                .hasValueSatisfying(match -> assertThat(match.profileId()).isEqualTo(ann));
    }
}
