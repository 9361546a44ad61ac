/**
 * The first steps with identity-stitch: a story of one person over three devices, and an importer that tells how many
 * people are in a file of CSV or JSON Lines, or makes the people up.
 */
@NullMarked
package io.identitystitch.quickstart;

import org.jspecify.annotations.NullMarked;
