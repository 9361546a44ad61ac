/**
 * The facade: {@link io.identitystitch.IdentityResolver} turns what an application sees of a visitor into one person.
 */
@NullMarked
package io.identitystitch;

import org.jspecify.annotations.NullMarked;
