/**
 * The words of identity stitching as immutable values: tenants, profiles, identifiers, observations, facts and answers.
 *
 * <p>Nothing here does I/O, reads a clock or prints a value that could be personal data.
 */
@NullMarked
package io.identitystitch.model;

import org.jspecify.annotations.NullMarked;
