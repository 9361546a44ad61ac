package io.identitystitch.benchmarks;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import java.util.ArrayList;
import java.util.List;

/** Somebody comes for the first time. Every call ends with a commit that waits for the disk. */
final class SignUpCases {
    private SignUpCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (int threads : new int[] {1, 8}) {
            cases.add(Case.of(
                    "sign-up-" + threads,
                    "Sign-up: a new pair (e-mail, anonymous id), durable, " + SignInCases.threads(threads),
                    course -> signUp(course, threads)));
        }
        for (int threads : new int[] {1, 8}) {
            cases.add(Case.of(
                    "new-visitor-" + threads,
                    "A new anonymous id, durable, " + SignInCases.threads(threads),
                    course -> visit(course, threads)));
        }
        cases.add(Case.of(
                "minted-visitor-1",
                "A new anonymous id of which the caller says that it is new, durable, 1 thread",
                SignUpCases::minted));
        return cases;
    }

    private static Measured signUp(Case.Course course, int threads) throws Exception {
        String group = "sign-up" + threads + "r";
        try (Sides sides = Sides.of(course.world(), threads)) {
            return Measured.of(course.writes(threads)
                    .run(
                            List.of(
                                    sides.ours((round, index) -> sides.stitch()
                                            .signIn(
                                                    Keys.email(group + round, index),
                                                    Keys.anonymousId(group + round, index),
                                                    Outcome.CREATED)),
                                    sides.functions((round, index) -> sides.functions()
                                            .signIn(
                                                    Keys.email(group + round, index),
                                                    Keys.anonymousId(group + round, index))),
                                    sides.separate((round, index) -> sides.separate()
                                            .signIn(
                                                    Keys.email(group + round, index),
                                                    Keys.anonymousId(group + round, index)))),
                            course.out()));
        }
    }

    private static Measured visit(Case.Course course, int threads) throws Exception {
        String group = "visit" + threads + "r";
        try (Sides sides = Sides.of(course.world(), threads)) {
            return Measured.of(course.writes(threads)
                    .run(
                            List.of(
                                    sides.ours((round, index) -> sides.stitch()
                                            .resolve(
                                                    ResolveRequest.builder()
                                                            .anonymousId(Keys.anonymousId(group + round, index))
                                                            .build(),
                                                    Outcome.CREATED)),
                                    sides.functions((round, index) ->
                                            sides.functions().visit(Keys.anonymousId(group + round, index))),
                                    sides.separate((round, index) ->
                                            sides.separate().visit(Keys.anonymousId(group + round, index)))),
                            course.out()));
        }
    }

    private static Measured minted(Case.Course course) throws Exception {
        String group = "minted";
        try (Stitch stitch = course.world().stitch(1);
                StoredFunctions functions = course.world().functions(1)) {
            return Measured.of(course.writes(1)
                    .run(
                            List.of(
                                    new Way(
                                            Way.OURS,
                                            stitch.pool(),
                                            (round, index) -> stitch.resolve(
                                                    ResolveRequest.builder()
                                                            .anonymousId(Keys.anonymousId(group + round, index))
                                                            .minted()
                                                            .build(),
                                                    Outcome.CREATED)),
                                    new Way(
                                            Way.FUNCTIONS,
                                            functions.pool(),
                                            (round, index) -> functions.visit(Keys.anonymousId(group + round, index)))),
                            course.out()));
        }
    }
}
