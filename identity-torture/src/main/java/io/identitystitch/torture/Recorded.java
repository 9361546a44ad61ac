package io.identitystitch.torture;

import io.identitystitch.model.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One call as its worker wrote it down.
 *
 * @param id its name
 * @param tenant its tenant
 * @param workload where it came from
 * @param kind which method was called
 * @param observedAt when the visitor was said to have been seen, microseconds since 1970
 * @param requests the keys of each request, by their numbers in {@link Keys}
 * @param answers one for each request; empty where the call is in doubt
 * @param quiet whether it began after everything was mended
 */
record Recorded(
        String id,
        String tenant,
        String workload,
        Step.Kind kind,
        long observedAt,
        List<int[]> requests,
        List<Answer> answers,
        boolean quiet) {
    /**
     * What was told of a request.
     *
     * @param outcome the outcome, or {@code SIGNED_OUT}
     * @param profile the profile that was returned
     * @param ignored positions of keys that were not used
     */
    record Answer(String outcome, @Nullable UUID profile, List<Integer> ignored) {}

    boolean acknowledged() {
        return !answers.isEmpty();
    }

    /** Whether an answer says that something was written; else the call found everything as it should be. */
    boolean wrote() {
        return answers.stream().anyMatch(answer -> !answer.outcome().equals(Outcome.MATCHED.name()));
    }

    /** Whether union-find tells who is who. */
    boolean hasOracle() {
        return PersonWorkloads.TENANTS.contains(tenant);
    }

    /** Every key of the call. */
    IntStream keys() {
        return requests.stream().flatMapToInt(Arrays::stream);
    }

    /** The keys of a request that were used, as far as that is known. */
    int[] used(int request) {
        int[] keys = requests.get(request);
        if (!acknowledged()) {
            return keys;
        }
        List<Integer> ignored = answers.get(request).ignored();
        return IntStream.range(0, keys.length)
                .filter(i -> !ignored.contains(i))
                .map(i -> keys[i])
                .toArray();
    }
}
