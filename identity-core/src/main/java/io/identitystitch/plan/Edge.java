package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One merge: the evidence that two owners are one person.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the merge's id
 * @param a the owner that the call's new facts went to
 * @param b the owner that was found to be the same person
 * @param keyA the identifier of {@code a} that justified it; null where the owner was created by the call
 * @param keyB the identifier of {@code b} that justified it; null for a human's decision
 * @param source who said so
 * @param observedAt the event time of the call
 */
public record Edge(
        MergeId id,
        ProfileId a,
        ProfileId b,
        @Nullable IdentifierKey keyA,
        @Nullable IdentifierKey keyB,
        LinkSource source,
        Instant observedAt) {}
