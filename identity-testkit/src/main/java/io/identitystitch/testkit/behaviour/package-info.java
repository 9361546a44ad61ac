/**
 * What stitching means, as tests through the facade: a second contract beside that of the stores, run on every one of them.
 *
 * <p>A test carries the numbers of the statements that it shows as JUnit tags, so that {@code mvn test -Dgroups=S0-21} runs
 * what shows one statement. The page {@code docs/behaviours.md} lists them all.
 */
@NullMarked
package io.identitystitch.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
