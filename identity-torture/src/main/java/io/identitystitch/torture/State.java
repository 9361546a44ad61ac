package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables, read in one moment. Not thread-safe. */
final class State {
    /** A profile as stored. */
    record ProfileRow(String tenant, UUID id, boolean root, boolean known) {}

    /** Who answers for an absorbed profile. */
    record RedirectRow(String tenant, UUID absorbed, UUID root) {}

    /** Whose an identifier is. */
    record IdentifierRow(
            int key, boolean persistent, @Nullable UUID owner) {}

    /** Why two owners are one person. */
    record EdgeRow(String tenant, UUID a, UUID b) {}

    private final List<ProfileRow> profiles = new ArrayList<>();
    private final List<RedirectRow> redirects = new ArrayList<>();
    private final List<IdentifierRow> identifiers = new ArrayList<>();
    private final List<EdgeRow> edges = new ArrayList<>();
    private final Set<UUID> ownersWithFacts = new HashSet<>();
    private final Set<UUID> announcedMerges = new HashSet<>();

    private final Map<UUID, ProfileRow> profilesById = new HashMap<>();
    private final Map<UUID, UUID> rootsByAbsorbed = new HashMap<>();
    private final Map<Integer, IdentifierRow> identifiersByKey = new HashMap<>();

    List<ProfileRow> profiles() {
        return profiles;
    }

    List<RedirectRow> redirects() {
        return redirects;
    }

    List<IdentifierRow> identifiers() {
        return identifiers;
    }

    List<EdgeRow> edges() {
        return edges;
    }

    /** Owners of closed intervals, touches, traits and device evidence. */
    Set<UUID> ownersWithFacts() {
        return ownersWithFacts;
    }

    /** Absorbed profiles of which the change log tells. */
    Set<UUID> announcedMerges() {
        return announcedMerges;
    }

    @Nullable
    ProfileRow profile(UUID id) {
        return profilesById.get(id);
    }

    @Nullable
    IdentifierRow identifier(int key) {
        return identifiersByKey.get(key);
    }

    /** The profile that answers for an owner; the owner itself where it was not absorbed. */
    UUID root(UUID owner) {
        return rootsByAbsorbed.getOrDefault(owner, owner);
    }

    /** The person that has a key; null where nobody does. */
    @Nullable
    UUID person(int key) {
        IdentifierRow row = identifiersByKey.get(key);
        return row == null || row.owner() == null ? null : root(row.owner());
    }

    State add(ProfileRow row) {
        profiles.add(row);
        profilesById.put(row.id(), row);
        return this;
    }

    State add(RedirectRow row) {
        redirects.add(row);
        rootsByAbsorbed.put(row.absorbed(), row.root());
        return this;
    }

    State add(IdentifierRow row) {
        identifiers.add(row);
        identifiersByKey.put(row.key(), row);
        return this;
    }

    State add(EdgeRow row) {
        edges.add(row);
        return this;
    }

    State addFactOf(UUID owner) {
        ownersWithFacts.add(owner);
        return this;
    }

    State addAnnounced(UUID absorbed) {
        announcedMerges.add(absorbed);
        return this;
    }
}
