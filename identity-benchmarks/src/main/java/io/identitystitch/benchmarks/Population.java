package io.identitystitch.benchmarks;

import io.identitystitch.model.ResolveRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Persons to be loaded. The nth has the nth e-mail address of the group if it is known, and {@code devices} anonymous ids from
 * {@code n * devices} on.
 *
 * @param group of their keys
 * @param count how many
 * @param known whether they have an address
 * @param devices anonymous ids of each
 */
record Population(String group, int count, boolean known, int devices) {
    /** What a request may bring besides the address. */
    private static final int PER_REQUEST = 900;

    String email(long person) {
        return Keys.email(group, person);
    }

    String anonymousId(long person, int device) {
        return Keys.anonymousId(group, person * devices + device);
    }

    /** Requests that make these persons, of a range. */
    List<ResolveRequest> requests(int from, int to) {
        List<ResolveRequest> requests = new ArrayList<>();
        for (int person = from; person < to; person++) {
            int device = 0;
            do {
                ResolveRequest.Builder request = ResolveRequest.builder();
                if (known) {
                    request.email(email(person));
                } else {
                    request.anonymousId(anonymousId(person, 0));
                }
                for (int i = 0; i < PER_REQUEST && device < devices; i++) {
                    request.anonymousId(anonymousId(person, device++));
                }
                requests.add(request.build());
            } while (device < devices);
        }
        return requests;
    }
}
