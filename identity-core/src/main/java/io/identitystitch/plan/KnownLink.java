package io.identitystitch.plan;

import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An identifier that somebody holds: what is stored of it and who answers for its owner, in one small object, for stores that keep many
 * of them at hand.
 *
 * <p>Immutable and thread-safe.
 */
public final class KnownLink {
    private static final long NONE = Long.MAX_VALUE;

    private final ProfileId owner;
    private final ProfileId root;
    private final LinkSource source;
    private final boolean verified;
    private final boolean alias;
    private final int sightings;
    private final long heldSince;
    private final long signedInAt;
    private final long firstSeenAt;
    private final long lastSeenAt;
    private final long expiresAt;

    private KnownLink(LinkState state, ProfileId root) {
        this.owner = Objects.requireNonNull(state.owner(), "a known link has an owner");
        this.root = root;
        source = state.source();
        verified = state.verified();
        alias = state.alias();
        sightings = state.sightings();
        heldSince = Micros.of(state.heldSince());
        signedInAt = orNone(state.signedInAt());
        firstSeenAt = Micros.of(state.firstSeenAt());
        lastSeenAt = Micros.of(state.lastSeenAt());
        expiresAt = orNone(state.expiresAt());
    }

    private KnownLink(KnownLink link, ProfileId root) {
        this.root = root;
        owner = link.owner;
        source = link.source;
        verified = link.verified;
        alias = link.alias;
        sightings = link.sightings;
        heldSince = link.heldSince;
        signedInAt = link.signedInAt;
        firstSeenAt = link.firstSeenAt;
        lastSeenAt = link.lastSeenAt;
        expiresAt = link.expiresAt;
    }

    /**
     * A link.
     *
     * @param state what is stored of the identifier
     * @param root the root of its owner
     * @return the link
     * @throws NullPointerException if nobody owns it
     */
    public static KnownLink of(LinkState state, ProfileId root) {
        return new KnownLink(state, root);
    }

    private static long orNone(@Nullable Instant moment) {
        return moment == null ? NONE : Micros.of(moment);
    }

    private static @Nullable Instant orNull(long micros) {
        return micros == NONE ? null : Micros.toInstant(micros);
    }

    /**
     * The profile that it was observed on.
     *
     * @return the owner of its row
     */
    public ProfileId owner() {
        return owner;
    }

    /**
     * Who answers for that profile.
     *
     * @return the root of the owner
     */
    public ProfileId root() {
        return root;
    }

    /**
     * The same link of an owner that has another root.
     *
     * @param newRoot the root
     * @return the link
     */
    public KnownLink withRoot(ProfileId newRoot) {
        return new KnownLink(this, newRoot);
    }

    /**
     * What is stored of it.
     *
     * @return its row
     */
    public LinkState state() {
        return new LinkState(
                owner,
                Micros.toInstant(heldSince),
                orNull(signedInAt),
                verified,
                source,
                Micros.toInstant(firstSeenAt),
                Micros.toInstant(lastSeenAt),
                orNull(expiresAt),
                alias,
                sightings);
    }

    /**
     * Whether a store can have it: nobody is seen for the last time before the first.
     *
     * @return false for what was corrupted on its way
     */
    public boolean isPossible() {
        return firstSeenAt <= lastSeenAt;
    }

    /** Whether it has stopped to match, at a moment in microseconds. */
    boolean isExpired(long now) {
        return expiresAt <= now && expiresAt != NONE;
    }

    boolean verified() {
        return verified;
    }

    /** In microseconds. */
    long firstSeenAt() {
        return firstSeenAt;
    }

    /** In microseconds. */
    long lastSeenAt() {
        return lastSeenAt;
    }

    boolean isSignedIn() {
        return signedInAt != NONE;
    }

    /** In microseconds, where {@link #isSignedIn}. */
    long signedInAt() {
        return signedInAt;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof KnownLink other && root.equals(other.root) && state().equals(other.state());
    }

    @Override
    public int hashCode() {
        return owner.hashCode() * 31 + Long.hashCode(lastSeenAt);
    }

    /** The owner and its root. */
    @Override
    public String toString() {
        return "KnownLink[" + owner + ", root=" + root + "]";
    }
}
