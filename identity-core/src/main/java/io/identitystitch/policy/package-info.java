/**
 * The rules of stitching as data: what each type of identifier may do, how values are normalised and which ones stand for
 * nobody. The rules are applied in one place only, the planner.
 */
@NullMarked
package io.identitystitch.policy;

import org.jspecify.annotations.NullMarked;
