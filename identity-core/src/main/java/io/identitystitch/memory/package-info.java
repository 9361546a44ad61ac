/**
 * A store in the memory of one process: for tests, for a first try, and for what need not outlive the process.
 */
@NullMarked
package io.identitystitch.memory;

import org.jspecify.annotations.NullMarked;
