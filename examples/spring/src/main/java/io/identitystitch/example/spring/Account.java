package io.identitystitch.example.spring;

/**
 * An account of the host.
 *
 * @param id its id, made by the host
 * @param login what its user signs in with; nobody else may have it
 * @param email an address
 */
record Account(String id, String login, String email) {}
