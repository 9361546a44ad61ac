package io.identitystitch.model;

/**
 * Where the next page of a list begins. Opaque: it is good for the list, tenant and subject that it came from, and for
 * nothing else.
 *
 * <p>Immutable and thread-safe.
 *
 * @param text the text to hand back
 */
public record Cursor(String text) {}
