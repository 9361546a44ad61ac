package io.identitystitch.torture;

import io.identitystitch.torture.Recorded.Answer;
import io.identitystitch.torture.State.IdentifierRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The laws of exclusive types and shared devices. */
final class DeviceJudges {
    /** Outcomes of calls whose writes are more than a renewal. */
    private static final Set<String> WRITTEN = Set.of("CREATED", "LINKED", "MERGED");

    private static final Comparator<SignIn> LATEST = Comparator.comparingLong(SignIn::at);

    private DeviceJudges() {}

    /** Nobody has two values of an exclusive type. */
    static Verdict oneAccountEach(History history, State state) {
        Tally tally = new Tally("never two user ids in one person");
        Map<UUID, List<Integer>> accounts = new HashMap<>();
        for (IdentifierRow row : state.identifiers()) {
            UUID owner = row.owner();
            if (owner != null && history.keys().type(row.key()).equals("user_id")) {
                accounts.computeIfAbsent(state.root(owner), root -> new ArrayList<>())
                        .add(row.key());
            }
        }
        accounts.forEach((root, keys) -> tally.check(
                keys.size() == 1,
                () -> root + " has "
                        + PersonJudges.names(
                                history,
                                keys.stream().mapToInt(Integer::intValue).toArray())));
        return tally.verdict();
    }

    /**
     * A device is with the person who signed in with it last, by the time of the sign-in. Calls in doubt may count or not;
     * so may a repeated sign-in that changed nothing but its date, for that is written where it can be without failing the
     * call.
     */
    static Verdict deviceOfLatestSignIn(History history, State state) {
        Tally tally = new Tally("a device is with its latest sign-in");
        Map<Integer, List<SignIn>> signIns = signIns(history, state);
        signIns.forEach((device, all) -> {
            SignIn latest = all.stream().filter(SignIn::certain).max(LATEST).orElse(null);
            if (latest == null) {
                return;
            }
            Set<@Nullable UUID> possible = new HashSet<>();
            all.stream().filter(signIn -> signIn.at() >= latest.at()).forEach(signIn -> possible.add(signIn.person()));
            tally.check(
                    possible.contains(state.person(device)),
                    () -> history.keys().name(device) + " is with " + state.person(device) + " and not with " + possible
                            + ", see " + latest.call());
        });
        return tally.verdict();
    }

    private record SignIn(String call, long at, boolean certain, UUID person) {}

    private static Map<Integer, List<SignIn>> signIns(History history, State state) {
        Map<Integer, List<SignIn>> signIns = new HashMap<>();
        for (Recorded call : history.calls()) {
            if (!call.workload().equals("household")) {
                continue;
            }
            int[] keys = call.used(0);
            int[] persistent = ofKind(history, keys, true);
            for (int device : ofKind(history, keys, false)) {
                for (UUID person : persons(call, persistent, state)) {
                    boolean certain = call.acknowledged()
                            && WRITTEN.contains(call.answers().get(0).outcome());
                    signIns.computeIfAbsent(device, any -> new ArrayList<>())
                            .add(new SignIn(call.id(), call.observedAt(), certain, person));
                }
            }
        }
        return signIns;
    }

    /** Who signed in: the person returned, or whoever it may have been. */
    private static List<UUID> persons(Recorded call, int[] persistent, State state) {
        if (persistent.length == 0) {
            return List.of();
        }
        if (call.acknowledged()) {
            Answer answer = call.answers().get(0);
            return answer.profile() == null ? List.of() : List.of(state.root(answer.profile()));
        }
        return Arrays.stream(persistent)
                .mapToObj(state::person)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static int[] ofKind(History history, int[] keys, boolean persistent) {
        return Arrays.stream(keys)
                .filter(key -> {
                    String type = history.keys().type(key);
                    return persistent ? type.equals("user_id") || type.equals("email") : type.equals("device_id");
                })
                .toArray();
    }
}
