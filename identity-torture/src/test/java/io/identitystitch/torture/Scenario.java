package io.identitystitch.torture;

import io.identitystitch.torture.Recorded.Answer;
import io.identitystitch.torture.State.EdgeRow;
import io.identitystitch.torture.State.IdentifierRow;
import io.identitystitch.torture.State.ProfileRow;
import io.identitystitch.torture.State.RedirectRow;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A history and tables made by hand, with profiles that are named by small numbers. */
final class Scenario {
    static final String TENANT = PersonWorkloads.TENANTS.get(0);
    static final String OFFICE = DeviceWorkloads.TENANTS.get(0);

    final Keys keys = new Keys();
    final State state = new State();
    History history = new History(keys);
    private int calls;

    static UUID id(int profile) {
        return new UUID(0, profile);
    }

    Scenario root(int profile) {
        return root(TENANT, profile);
    }

    Scenario root(String tenant, int profile) {
        state.add(new ProfileRow(tenant, id(profile), true, true));
        return this;
    }

    /** An absorbed profile, with the edge that joins it to its root. */
    Scenario absorbed(int profile, int root) {
        absorbedWithoutEdge(profile, root);
        return edge(profile, root);
    }

    Scenario absorbedWithoutEdge(int profile, int root) {
        state.add(new ProfileRow(TENANT, id(profile), false, true));
        state.addAnnounced(id(profile));
        return redirect(profile, root);
    }

    Scenario redirect(int profile, int root) {
        state.add(new RedirectRow(TENANT, id(profile), id(root)));
        return this;
    }

    Scenario edge(int a, int b) {
        state.add(new EdgeRow(TENANT, id(a), id(b)));
        return this;
    }

    Scenario key(String key, int owner) {
        return key(TENANT, key, owner);
    }

    Scenario key(String tenant, String key, int owner) {
        boolean persistent = !key.startsWith("device_id") && !key.startsWith("anonymous_id");
        state.add(new IdentifierRow(keys.of(tenant, key), persistent, owner == 0 ? null : id(owner)));
        return this;
    }

    /** An acknowledged call. */
    Scenario told(int profile, String... request) {
        return toldThat("LINKED", profile, request);
    }

    Scenario toldThat(String outcome, int profile, String... request) {
        history.add(call(TENANT, 0, "hot", answer(outcome, profile), request));
        return this;
    }

    /** From here on the calls were made on a store that shows commits before they last. */
    Scenario whereReadsMayBeLost() {
        history = history.whereReadsMayBeLost();
        return this;
    }

    Scenario inDoubt(String... request) {
        history.add(call(TENANT, 0, "hot", List.of(), request));
        return this;
    }

    /** An acknowledged call of a member of a household. */
    Scenario signIn(long at, String outcome, int profile, String... request) {
        history.add(call(OFFICE, at, "household", answer(outcome, profile), request));
        return this;
    }

    Scenario signInInDoubt(long at, String... request) {
        history.add(call(OFFICE, at, "household", List.of(), request));
        return this;
    }

    private static List<Answer> answer(String outcome, int profile) {
        return List.of(new Answer(outcome, id(profile), List.of()));
    }

    private Recorded call(String tenant, long at, String workload, List<Answer> answers, String... request) {
        int[] numbers = Stream.of(request).mapToInt(key -> keys.of(tenant, key)).toArray();
        return new Recorded("c" + ++calls, tenant, workload, Step.Kind.RESOLVE, at, List.of(numbers), answers, false);
    }
}
