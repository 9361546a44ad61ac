package io.identitystitch.quickstart;

import io.identitystitch.model.ResolveRequest;

/**
 * Something that happens, and what the shop sees of it.
 *
 * @param place where it happens
 * @param tale what happens
 * @param request what the shop sees, and when
 */
record Scene(String place, String tale, ResolveRequest request) {}
