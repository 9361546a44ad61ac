package io.identitystitch.torture;

import io.identitystitch.torture.Recorded.Answer;
import io.identitystitch.torture.State.IdentifierRow;
import io.identitystitch.torture.State.ProfileRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is one person. What was acknowledged is the least that must be joined, and together with what is in doubt the most
 * that may be.
 */
final class PersonJudges {
    private PersonJudges() {}

    /** Union-find of the acknowledged calls is at least as fine as what is stored. */
    static Verdict nothingLost(History history, State state) {
        Tally tally = new Tally("acknowledged together, stored together (0 lost)");
        for (Recorded call : history.calls()) {
            if (!history.isPromised(call) || !call.hasOracle()) {
                continue;
            }
            for (int[] keys : call.requests()) {
                Set<@Nullable UUID> persons = new HashSet<>();
                Arrays.stream(keys).forEach(key -> persons.add(state.person(key)));
                tally.check(
                        persons.size() == 1 && !persons.contains(null),
                        () -> call.id() + " " + names(history, keys) + " belong to " + persons);
            }
        }
        return tally.verdict();
    }

    /** What is stored is at least as fine as union-find of the acknowledged calls and those in doubt. */
    static Verdict nobodyOverMerged(History history, State state) {
        DisjointSets oracle = new DisjointSets();
        Set<Integer> mentioned = new HashSet<>();
        for (Recorded call : history.calls()) {
            if (call.hasOracle()) {
                for (int[] keys : call.requests()) {
                    for (int key : keys) {
                        mentioned.add(key);
                        oracle.join(keys[0], key);
                    }
                }
            }
        }
        Tally tally = new Tally("stored together, seen together (0 over-merged)");
        Map<UUID, Integer> anyKey = new HashMap<>();
        for (IdentifierRow row : state.identifiers()) {
            UUID owner = row.owner();
            if (owner == null
                    || !PersonWorkloads.TENANTS.contains(history.keys().tenant(row.key()))) {
                continue;
            }
            int other = anyKey.computeIfAbsent(state.root(owner), root -> row.key());
            tally.check(
                    mentioned.contains(row.key()) && oracle.find(row.key()) == oracle.find(other),
                    () -> names(history, row.key(), other) + " are one person, which no call says");
        }
        return tally.verdict();
    }

    /** The keys that only one call in doubt ever mentioned are all there, as one person, or none is. */
    static Verdict doubtfulCallsAllOrNothing(History history, State state) {
        Tally tally = new Tally("a call in doubt was done whole or not at all");
        int[] mentions = new int[history.keys().size()];
        history.calls().forEach(call -> call.keys().distinct().forEach(key -> mentions[key]++));
        for (Recorded call : history.calls()) {
            if (call.acknowledged() || !call.hasOracle()) {
                continue;
            }
            int[] own = call.keys().filter(key -> mentions[key] == 1).toArray();
            long there = Arrays.stream(own)
                    .filter(key -> state.identifier(key) != null)
                    .count();
            if (own.length > 1) {
                tally.check(
                        there == 0 || there == own.length,
                        () -> call.id() + ": " + there + " of " + names(history, own) + " are stored");
            }
        }
        return tally.verdict();
    }

    /** Every id that was ever returned leads to the person of the keys it was returned for, in that tenant only. */
    static Verdict returnedIdsResolve(History history, State state) {
        Tally tally = new Tally("returned ids resolve to the person of their keys");
        for (Recorded call : history.calls()) {
            for (int i = 0; history.isPromised(call) && i < call.answers().size(); i++) {
                Answer answer = call.answers().get(i);
                UUID id = answer.profile();
                if (id == null || call.kind() == Step.Kind.SIGN_OUT) {
                    continue;
                }
                ProfileRow row = state.profile(id);
                boolean right = row != null && row.tenant().equals(call.tenant());
                for (int key : call.used(i)) {
                    IdentifierRow identifier = state.identifier(key);
                    // Devices change hands; everything else stays with its person.
                    if (call.hasOracle() || identifier == null || identifier.persistent()) {
                        right = right && state.root(id).equals(state.person(key));
                    }
                }
                int request = i;
                tally.check(
                        right,
                        () -> call.id() + " was told " + answer.outcome() + " " + id + ", which is now "
                                + state.root(id)
                                + ", for " + names(history, call.used(request)) + " of "
                                + Arrays.stream(call.used(request))
                                        .mapToObj(state::person)
                                        .toList());
            }
        }
        return tally.verdict();
    }

    static String names(History history, int... keys) {
        return Arrays.stream(keys).mapToObj(history.keys()::name).toList().toString();
    }
}
