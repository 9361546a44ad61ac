package io.identitystitch.plan;

import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence as it is and as it shall be.
 *
 * <p>Immutable and thread-safe.
 *
 * @param before the stored state; null where there is none
 * @param after the new state, of the same key and owner
 */
public record EvidenceChange(@Nullable EvidenceState before, EvidenceState after) {}
