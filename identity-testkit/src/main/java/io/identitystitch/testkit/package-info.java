/**
 * What a store is tested with: a contract that any store passes in a subclass of a few lines, random histories that shrink
 * to the smallest one that fails, an oracle, and a clock and ids that tests decide on.
 */
@NullMarked
package io.identitystitch.testkit;

import org.jspecify.annotations.NullMarked;
