package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The new rows of identifiers. */
final class Links {
    private Links() {}

    /** An identifier that nobody had. */
    static LinkChange created(Call call, Working working, ObservedIdentifier key, boolean signIn) {
        Instant at = call.observation.observedAt();
        Instant signedInAt = signIn && call.rule(key).isEphemeral() ? at : null;
        return change(call, working, key, null, row(call, working, key, at, signedInAt));
    }

    /** An identifier that somebody else had, or nobody any more. */
    static LinkChange moved(Call call, Working working, ObservedIdentifier key, LinkState before, boolean signIn) {
        Instant at = call.observation.observedAt();
        boolean register = signIn && call.rule(key).isEphemeral();
        Instant since = before.owner() == null && at.isBefore(before.heldSince()) ? before.heldSince() : at;
        Instant signedInAt = register ? at : before.owner() == null ? before.signedInAt() : null;
        return change(call, working, key, before, row(call, working, key, since, signedInAt));
    }

    /** The same holder, seen again; null where nothing worth a write has changed. */
    static @Nullable LinkChange renewed(Call call, ObservedIdentifier key, LinkState before, boolean signIn) {
        Instant at = call.observation.observedAt();
        TypeRule rule = call.rule(key);
        KnownLink known = KnownLink.of(before, Objects.requireNonNull(before.owner()));
        long moment = Micros.of(at);
        if (!isRenewalDue(call.policy, rule, known, key.verified(), signIn, moment)) {
            return null;
        }
        boolean earlier = at.isBefore(before.firstSeenAt());
        boolean registers = registers(call.policy, rule, known, signIn, moment);
        boolean seenLater = at.isAfter(before.lastSeenAt());
        LinkState after = new LinkState(
                before.owner(),
                before.heldSince(),
                registers ? at : before.signedInAt(),
                before.verified() || key.verified(),
                before.source(),
                earlier ? at : before.firstSeenAt(),
                seenLater ? at : before.lastSeenAt(),
                seenLater ? expiry(rule, at) : before.expiresAt(),
                before.alias(),
                before.sightings() + (seenLater ? 1 : 0));
        return new LinkChange(
                key.key(), key.identifier(), before, after, null, rule.isPersistent(), java.util.Map.of());
    }

    /** Whether a sighting by the same holder, at a moment in microseconds, changes anything worth a write. */
    static boolean isRenewalDue(
            IdentityPolicy policy, TypeRule rule, KnownLink before, boolean verified, boolean signIn, long at) {
        return (verified && !before.verified())
                || at < before.firstSeenAt()
                || isDue(policy, before.lastSeenAt(), at)
                || registers(policy, rule, before, signIn, at);
    }

    /** Whether it is a sign-in with a device, later than the one that is recorded. */
    private static boolean registers(IdentityPolicy policy, TypeRule rule, KnownLink before, boolean signIn, long at) {
        return signIn && rule.isEphemeral() && (!before.isSignedIn() || isDue(policy, before.signedInAt(), at));
    }

    /** Whether a later sighting is far enough from the recorded one to be recorded. */
    static boolean isDue(IdentityPolicy policy, Instant recorded, Instant at) {
        return isDue(policy, Micros.of(recorded), Micros.of(at));
    }

    private static boolean isDue(IdentityPolicy policy, long recorded, long at) {
        return at > recorded && at - recorded >= Micros.of(policy.lastSeenGranularity());
    }

    static @Nullable Instant expiry(TypeRule rule, Instant seenAt) {
        return rule.timeToLive().map(seenAt::plus).orElse(null);
    }

    private static LinkState row(
            Call call, Working working, ObservedIdentifier key, Instant since, @Nullable Instant signedInAt) {
        Instant at = call.observation.observedAt();
        return new LinkState(
                working.base,
                since,
                signedInAt,
                key.verified(),
                call.observation.source(),
                at,
                at,
                expiry(call.rule(key), at),
                working.count(key.type()) > 0,
                1);
    }

    private static LinkChange change(
            Call call, Working working, ObservedIdentifier key, @Nullable LinkState before, LinkState after) {
        ObservedIdentifier anchor = working.anchor;
        IdentifierKey via = anchor == null || anchor.key().equals(key.key()) ? null : anchor.key();
        return new LinkChange(
                key.key(),
                key.identifier(),
                before,
                after,
                via,
                call.rule(key).isPersistent(),
                call.observation.context());
    }
}
