package io.identitystitch.benchmarks;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Somebody comes back: the path that most calls take. */
final class SignInCases {
    private SignInCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (int threads : new int[] {1, 8, 32}) {
            cases.add(Case.of(
                    "sign-in-" + threads,
                    "Repeat sign-in of a known pair (e-mail, anonymous id), " + threads(threads),
                    course -> signIn(course, threads)));
        }
        cases.add(Case.of("hot-pair-32", "Repeat sign-in of one and the same pair, 32 threads", SignInCases::hotPair));
        cases.add(Case.of("known-id-1", "One known anonymous id, 1 thread", SignInCases::knownId));
        cases.add(Case.of(
                "stale-sign-in-1",
                "Sign-in of a known pair whose last-seen date is old enough to be written, 1 thread",
                SignInCases::stale));
        return cases;
    }

    static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private static Measured signIn(Case.Course course, int threads) throws Exception {
        Population persons = course.world().persons();
        try (Sides sides = Sides.of(course.world(), threads)) {
            return Measured.of(course.reads(threads)
                    .run(
                            List.of(
                                    sides.ours((round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        sides.stitch()
                                                .signIn(
                                                        persons.email(person),
                                                        persons.anonymousId(person, 0),
                                                        Outcome.MATCHED);
                                    }),
                                    sides.functions((round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        sides.functions().signIn(persons.email(person), persons.anonymousId(person, 0));
                                    }),
                                    sides.separate((round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        sides.separate().signIn(persons.email(person), persons.anonymousId(person, 0));
                                    }),
                                    new Way(Way.READ_ONLY, sides.functions().pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        sides.functions()
                                                .findBoth(persons.email(person), persons.anonymousId(person, 0));
                                    }),
                                    new Way(
                                            Way.LEAST,
                                            sides.functions().pool(),
                                            (round, index) -> sides.functions().nothing())),
                            course.out()));
        }
    }

    /** Everybody is the same person, as with a link in a newsletter that was forwarded, or a load test. */
    private static Measured hotPair(Case.Course course) throws Exception {
        int threads = 32;
        String email = course.world().persons().email(7);
        String anonymousId = course.world().persons().anonymousId(7, 0);
        try (Sides sides = Sides.of(course.world(), threads)) {
            return Measured.of(new Contest(
                            threads, course.options().rounds(), course.options().millis(), 1_000_000, 2)
                    .run(
                            List.of(
                                    sides.ours((round, index) ->
                                            sides.stitch().signIn(email, anonymousId, Outcome.MATCHED)),
                                    sides.functions(
                                            (round, index) -> sides.functions().signIn(email, anonymousId)),
                                    new Way(
                                            "(a) with an update for each row, in order",
                                            sides.functions().pool(),
                                            (round, index) -> sides.functions().signInInOrder(email, anonymousId)),
                                    sides.separate(
                                            (round, index) -> sides.separate().signIn(email, anonymousId))),
                            course.out()));
        }
    }

    private static Measured knownId(Case.Course course) throws Exception {
        Population persons = course.world().persons();
        try (Stitch stitch = course.world().stitch(1);
                StoredFunctions functions = course.world().functions(1)) {
            return Measured.of(course.reads(1)
                    .run(
                            List.of(
                                    new Way(Way.OURS, stitch.pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        stitch.resolve(
                                                ResolveRequest.builder()
                                                        .anonymousId(persons.anonymousId(person, 0))
                                                        .build(),
                                                Outcome.MATCHED);
                                    }),
                                    new Way(Way.FUNCTIONS, functions.pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        functions.visit(persons.anonymousId(person, 0));
                                    }),
                                    new Way("(c) one read-only call", functions.pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        functions.find("anonymous_id", persons.anonymousId(person, 0));
                                    })),
                            course.out()));
        }
    }

    /** A clock that runs ahead makes every sign-in the first of its hour. */
    private static Measured stale(Case.Course course) throws Exception {
        Population persons = course.world().persons();
        int[] current = new int[1];
        InstantSource steady = course.world().clock();
        InstantSource clock = () -> steady.instant().plus(Duration.ofHours(2L + 2L * current[0]));
        try (Stitch stitch = new Stitch(
                        course.world().server().pool("stale", 1, "public"), IdentityPolicy.defaults(), clock);
                StoredFunctions functions = course.world().functions(1)) {
            return Measured.of(course.writes(1)
                    .run(
                            List.of(
                                    new Way(
                                            Way.OURS,
                                            stitch.pool(),
                                            (round, operations) -> current[0] = round,
                                            (round, index) -> {
                                                int person = Keys.person(round, index, persons.count());
                                                stitch.signIn(
                                                        persons.email(person),
                                                        persons.anonymousId(person, 0),
                                                        Outcome.MATCHED);
                                            }),
                                    new Way(Way.FUNCTIONS, functions.pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        functions.signIn(persons.email(person), persons.anonymousId(person, 0));
                                    })),
                            course.out()));
        }
    }
}
