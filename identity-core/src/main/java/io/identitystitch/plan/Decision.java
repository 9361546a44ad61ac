package io.identitystitch.plan;

import io.identitystitch.model.Resolution;

/**
 * What the planner decided.
 *
 * <p>Immutable and thread-safe.
 *
 * @param resolution the answer, true once the plan is committed
 * @param plan the plan; empty where nothing changes
 */
public record Decision(Resolution resolution, ResolutionPlan plan) {}
