package io.identitystitch.torture;

import java.util.List;

/** Compares what was acknowledged with what is stored, or what is stored with what always holds. */
@FunctionalInterface
interface Judge {
    Verdict judge(History history, State state);

    /** The judges of every run. */
    static List<Judge> ofAnyRun() {
        return List.of(
                PersonJudges::nothingLost,
                PersonJudges::nobodyOverMerged,
                PersonJudges::doubtfulCallsAllOrNothing,
                PersonJudges::returnedIdsResolve,
                GraphJudges::redirectsAreOneStep,
                GraphJudges::edgesAreForestOfRoots,
                GraphJudges::identifiersHaveOneOwner,
                GraphJudges::rootsAreNotEmpty,
                GraphJudges::knownIsWhoHasAPersistentKey,
                GraphJudges::mergesAreAnnounced,
                DeviceJudges::oneAccountEach,
                DeviceJudges::deviceOfLatestSignIn,
                Judge::callersAreToldOnlyThatTheStoreIsAway);
    }

    private static Verdict callersAreToldOnlyThatTheStoreIsAway(History history, State state) {
        List<String> failures = history.failures();
        return new Verdict(
                "no error to a caller but that the store is away",
                history.calls().size(),
                failures.size(),
                failures.subList(0, Math.min(5, failures.size())));
    }
}
