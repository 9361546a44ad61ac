package io.identitystitch.plan;

/**
 * What a steward's act comes to.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the kind of answer
 * @param answer the answer, true once the plan is committed
 * @param plan the plan; empty where nothing changes
 */
public record StewardDecision<T>(T answer, ResolutionPlan plan) {}
