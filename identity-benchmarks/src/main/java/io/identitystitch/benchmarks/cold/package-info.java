/**
 * The figures of the file cold store.
 */
@NullMarked
package io.identitystitch.benchmarks.cold;

import org.jspecify.annotations.NullMarked;
