/**
 * The decision: from what was observed and what is stored to what must change. Pure: no I/O, no clock, no randomness; equal
 * input gives an equal plan.
 */
@NullMarked
package io.identitystitch.plan;

import org.jspecify.annotations.NullMarked;
