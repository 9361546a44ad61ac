package io.identitystitch.benchmarks;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import java.util.ArrayList;
import java.util.List;

/** A thousand pairs in one call. */
final class BatchCases {
    static final String ONE_TRANSACTION = "(a) a thousand calls in one transaction";
    static final String CALL_BY_CALL = "(a) a thousand calls";
    private static final int PAIRS = 1_000;

    private BatchCases() {}

    static List<Case> all() {
        return List.of(
                Case.of("batch-known", "resolveAll of 1,000 known pairs, 1 thread", BatchCases::known),
                Case.of("batch-new", "resolveAll of 1,000 new pairs, durable, 1 thread", BatchCases::create));
    }

    private static Measured known(Case.Course course) throws Exception {
        Population persons = course.world().persons();
        try (Stitch stitch = course.world().stitch(1);
                StoredFunctions functions = course.world().functions(1)) {
            return Measured.of(new Contest(
                            1, course.options().rounds(), course.options().millis(), 10_000, 2)
                    .run(
                            List.of(
                                    new Way(Way.OURS, stitch.pool(), (round, index) -> {
                                        List<ResolveRequest> requests = new ArrayList<>(PAIRS);
                                        for (int i = 0; i < PAIRS; i++) {
                                            int person = Keys.person(round, index * PAIRS + i, persons.count());
                                            requests.add(ResolveRequest.builder()
                                                    .email(persons.email(person))
                                                    .anonymousId(persons.anonymousId(person, 0))
                                                    .build());
                                        }
                                        all(stitch, requests, Outcome.MATCHED);
                                    }),
                                    new Way(CALL_BY_CALL, functions.pool(), (round, index) -> {
                                        for (int i = 0; i < PAIRS; i++) {
                                            int person = Keys.person(round, index * PAIRS + i, persons.count());
                                            functions.signIn(persons.email(person), persons.anonymousId(person, 0));
                                        }
                                    }),
                                    new Way(Way.ONE_STATEMENT, functions.pool(), (round, index) -> {
                                        String[] emails = new String[PAIRS];
                                        String[] anonymousIds = new String[PAIRS];
                                        for (int i = 0; i < PAIRS; i++) {
                                            int person = Keys.person(round, index * PAIRS + i, persons.count());
                                            emails[i] = persons.email(person);
                                            anonymousIds[i] = persons.anonymousId(person, 0);
                                        }
                                        OneStatement.find(functions.pool(), emails, anonymousIds);
                                    })),
                            course.out()));
        }
    }

    private static Measured create(Case.Course course) throws Exception {
        try (Stitch stitch = course.world().stitch(1);
                StoredFunctions functions = course.world().functions(1)) {
            return Measured.of(new Contest(
                            1, course.options().rounds(), 2 * course.options().millis(), 40, 1)
                    .run(
                            List.of(
                                    new Way(Way.OURS, stitch.pool(), (round, index) -> {
                                        Population pairs = new Population("batch-r" + round, 0, true, 1);
                                        all(
                                                stitch,
                                                pairs.requests(index * PAIRS, (index + 1) * PAIRS),
                                                Outcome.CREATED);
                                    }),
                                    new Way(
                                            CALL_BY_CALL,
                                            functions.pool(),
                                            (round, index) -> functions.signInAll(
                                                    new Population("calls-r" + round, 0, true, 1),
                                                    index * PAIRS,
                                                    (index + 1) * PAIRS,
                                                    false)),
                                    new Way(
                                            ONE_TRANSACTION,
                                            functions.pool(),
                                            (round, index) -> functions.signInAll(
                                                    new Population("transaction-r" + round, 0, true, 1),
                                                    index * PAIRS,
                                                    (index + 1) * PAIRS,
                                                    true))),
                            course.out()));
        }
    }

    private static void all(Stitch stitch, List<ResolveRequest> requests, Outcome expected) throws Errors.WrongAnswer {
        for (Resolution resolution : stitch.resolver().resolveAll(requests)) {
            if (resolution.outcome() != expected) {
                throw new Errors.WrongAnswer(resolution.outcome().name());
            }
        }
    }
}
