package io.identitystitch.torture;

import io.identitystitch.torture.State.EdgeRow;
import io.identitystitch.torture.State.IdentifierRow;
import io.identitystitch.torture.State.ProfileRow;
import io.identitystitch.torture.State.RedirectRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What always holds of the tables, whatever was called. */
final class GraphJudges {
    private GraphJudges() {}

    /** An absorbed profile has one redirect, to a root of its tenant; a root has none. */
    static Verdict redirectsAreOneStep(History history, State state) {
        Tally tally = new Tally("absorbed profiles point at a root, in one step");
        Map<UUID, Integer> counts = new HashMap<>();
        for (RedirectRow redirect : state.redirects()) {
            counts.merge(redirect.absorbed(), 1, Integer::sum);
            ProfileRow root = state.profile(redirect.root());
            tally.check(
                    root != null && root.root() && root.tenant().equals(redirect.tenant()),
                    () -> redirect + " leads to " + root);
        }
        for (ProfileRow profile : state.profiles()) {
            int count = counts.getOrDefault(profile.id(), 0);
            tally.check(count == (profile.root() ? 0 : 1), () -> profile + " has " + count + " redirects");
        }
        return tally.verdict();
    }

    /** No edge closes a circle, and what edges join is what has one root. */
    static Verdict edgesAreForestOfRoots(History history, State state) {
        Tally tally = new Tally("edges are a forest whose trees are the persons");
        Map<UUID, Integer> numbers = new HashMap<>();
        state.profiles().forEach(profile -> numbers.put(profile.id(), numbers.size()));
        DisjointSets trees = new DisjointSets();
        for (EdgeRow edge : state.edges()) {
            Integer a = numbers.get(edge.a());
            Integer b = numbers.get(edge.b());
            boolean joins = a != null && b != null && trees.join(a, b);
            tally.check(
                    joins && state.root(edge.a()).equals(state.root(edge.b())),
                    () -> edge + (joins ? " joins two roots" : " closes a circle"));
        }
        for (RedirectRow redirect : state.redirects()) {
            Integer absorbed = numbers.get(redirect.absorbed());
            Integer root = numbers.get(redirect.root());
            tally.check(
                    absorbed != null && root != null && trees.find(absorbed) == trees.find(root),
                    () -> "no path of edges: " + redirect);
        }
        return tally.verdict();
    }

    /** A key is stored once, and its owner is a profile of its tenant. */
    static Verdict identifiersHaveOneOwner(History history, State state) {
        Tally tally = new Tally("identifiers are unique and have an owner in their tenant");
        Set<Integer> seen = new HashSet<>();
        for (IdentifierRow row : state.identifiers()) {
            UUID owner = row.owner();
            ProfileRow profile = owner == null ? null : state.profile(owner);
            boolean right = owner == null
                    ? !row.persistent()
                    : profile != null && profile.tenant().equals(history.keys().tenant(row.key()));
            tally.check(seen.add(row.key()) && right, () -> history.keys().name(row.key()) + " of " + profile);
        }
        return tally.verdict();
    }

    /** A person has an identifier, had one, or has a fact. */
    static Verdict rootsAreNotEmpty(History history, State state) {
        Tally tally = new Tally("no root without identifier, interval or fact");
        Set<UUID> filled = new HashSet<>();
        state.identifiers().forEach(row -> addRoot(filled, state, row));
        state.ownersWithFacts().forEach(owner -> filled.add(state.root(owner)));
        for (ProfileRow profile : state.profiles()) {
            if (profile.root()) {
                tally.check(filled.contains(profile.id()), () -> profile + " has nothing");
            }
        }
        return tally.verdict();
    }

    /** A root is marked as known where one of its owners has a persistent identifier. */
    static Verdict knownIsWhoHasAPersistentKey(History history, State state) {
        Tally tally = new Tally("known is who has a persistent identifier");
        Set<UUID> known = new HashSet<>();
        state.identifiers().stream().filter(IdentifierRow::persistent).forEach(row -> addRoot(known, state, row));
        for (ProfileRow profile : state.profiles()) {
            if (profile.root()) {
                tally.check(
                        profile.known() == known.contains(profile.id()),
                        () -> profile + (profile.known() ? " has no" : " has a") + " persistent identifier");
            }
        }
        return tally.verdict();
    }

    /** Caches hear of merges by the change log. */
    static Verdict mergesAreAnnounced(History history, State state) {
        Tally tally = new Tally("every merge stands in the change log");
        for (RedirectRow redirect : state.redirects()) {
            tally.check(
                    state.announcedMerges().contains(redirect.absorbed()),
                    () -> "no change row for " + redirect.absorbed());
        }
        return tally.verdict();
    }

    private static void addRoot(Set<UUID> roots, State state, IdentifierRow row) {
        UUID owner = row.owner();
        if (owner != null) {
            roots.add(state.root(owner));
        }
    }
}
