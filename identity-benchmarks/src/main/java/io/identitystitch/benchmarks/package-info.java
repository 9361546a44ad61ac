/**
 * What the figures of the documentation are taken with: the library beside hand-written ways of doing the same, on one server,
 * in turns.
 */
@NullMarked
package io.identitystitch.benchmarks;

import org.jspecify.annotations.NullMarked;
