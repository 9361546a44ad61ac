/**
 * A fault harness: several JVMs write through the library while processes are killed, connections are cut and the server
 * crashes; afterwards judges compare what was acknowledged with what is stored.
 */
@NullMarked
package io.identitystitch.torture;

import org.jspecify.annotations.NullMarked;
