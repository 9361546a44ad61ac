/**
 * What a storage writer implements: two methods that resolve, and the reads that show what is stored.
 */
@NullMarked
package io.identitystitch.spi;

import org.jspecify.annotations.NullMarked;
