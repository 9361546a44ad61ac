package io.identitystitch.torture;

import java.util.List;

/**
 * One call to make.
 *
 * @param kind what kind of call
 * @param tenant its tenant
 * @param workload the name of the workload that it comes from
 * @param observedAt when the visitor is said to have been seen, microseconds since 1970
 * @param requests the identifiers of each request, as {@code type:value}; one unless it is a batch
 */
record Step(Kind kind, String tenant, String workload, long observedAt, List<List<String>> requests) {
    /** Which method is called. */
    enum Kind {
        RESOLVE,
        BATCH,
        SIGN_OUT
    }
}
