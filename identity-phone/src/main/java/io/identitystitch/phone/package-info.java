/**
 * Telephone numbers as identifiers: one normal form for the many ways in which people write a number, by the numbering
 * plans that libphonenumber knows.
 */
@NullMarked
package io.identitystitch.phone;

import org.jspecify.annotations.NullMarked;
