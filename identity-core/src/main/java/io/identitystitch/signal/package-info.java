/**
 * What can be said of a signal by looking at it alone: its payload in canonical form (RFC 8785), the e-mail addresses in it, and the hash
 * that tells it from every other signal.
 *
 * <p>Nothing here does I/O, reads a clock or prints a value that could be personal data.
 */
@NullMarked
package io.identitystitch.signal;

import org.jspecify.annotations.NullMarked;
