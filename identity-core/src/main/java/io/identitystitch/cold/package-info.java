/**
 * The file-system cold store: signals of visitors whom nobody knows yet, compressed, in folders by tenant and UTC day, found again by
 * visitor.
 */
@NullMarked
package io.identitystitch.cold;

import org.jspecify.annotations.NullMarked;
