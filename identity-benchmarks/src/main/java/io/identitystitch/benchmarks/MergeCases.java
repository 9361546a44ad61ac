package io.identitystitch.benchmarks;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.UndoResult;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Two turn out to be one. */
final class MergeCases {
    private static final int DEVICES = 9;

    private MergeCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (int threads : new int[] {1, 8}) {
            cases.add(Case.of(
                    "merge-" + threads,
                    "Merge of two known persons of 10 identifiers each, " + SignInCases.threads(threads),
                    course -> merge(course, threads)));
        }
        cases.add(Case.of("undo-1", "Undo of a merge beside the merge, 1 thread", MergeCases::undo));
        cases.add(Case.of(
                "hub-32", "Merges of anonymous profiles into one person, 32 threads", course -> hub(course, false)));
        cases.add(Case.of(
                "hub-exclusive-32",
                "The same where each absorbed profile has a value of an exclusive type, 32 threads",
                course -> hub(course, true)));
        return cases;
    }

    /** Limits as a host lifts them that knows why: those of types that do not make a person known. */
    static IdentityPolicy unlimited() {
        IdentityPolicy policy = IdentityPolicy.defaults();
        IdentityPolicyBuilder unlimited = policy.toBuilder();
        for (TypeRule rule : policy.rules()) {
            if (rule.isEphemeral()) {
                unlimited.type(rule.toBuilder().unlimited().build());
            }
        }
        return unlimited.build();
    }

    private static int operations(Case.Course course) {
        return course.options().quick() ? 40 : 500;
    }

    private static Population pairs(int threads, int round, int operations) {
        return new Population("merge" + threads + "r" + round, 2 * operations, true, DEVICES);
    }

    private static Measured merge(Case.Course course, int threads) throws Exception {
        int operations = operations(course) * threads;
        try (Sides sides = Sides.of(course.world(), threads)) {
            Stitch stitch = sides.stitch();
            StoredFunctions functions = sides.functions();
            SeparateStatements separate = sides.separate();
            return Measured.of(course.made(threads, operations)
                    .run(
                            List.of(
                                    sides.ours((round, index) ->
                                                    merge(stitch, pairs(threads, round, operations), index))
                                            .using((round, all) -> stitch.load(pairs(threads, round, all))),
                                    sides.functions((round, index) -> {
                                                Population pairs = pairs(threads, round, operations);
                                                functions.signIn(
                                                        pairs.email(2L * index), pairs.anonymousId(2L * index + 1, 0));
                                            })
                                            .using((round, all) ->
                                                    BaselineRows.load(functions.pool(), pairs(threads, round, all))),
                                    sides.separate((round, index) -> {
                                                Population pairs = pairs(threads, round, operations);
                                                separate.signIn(
                                                        pairs.email(2L * index), pairs.anonymousId(2L * index + 1, 0));
                                            })
                                            .using((round, all) ->
                                                    BaselineRows.load(separate.pool(), pairs(threads, round, all)))),
                            course.out()));
        }
    }

    private static Resolution merge(Stitch stitch, Population pairs, int index) throws Errors.WrongAnswer {
        return stitch.resolve(meeting(pairs, index), Outcome.MERGED);
    }

    static ResolveRequest meeting(Population pairs, int index) {
        return ResolveRequest.builder()
                .email(pairs.email(2L * index))
                .email(pairs.email(2L * index + 1))
                .build();
    }

    private static Measured undo(Case.Course course) throws Exception {
        int operations = operations(course);
        AtomicReferenceArray<MergeId> merges = new AtomicReferenceArray<>(operations);
        try (Stitch stitch = course.world().stitch(1)) {
            return Measured.of(course.made(1, operations)
                    .run(
                            List.of(
                                    new Way(
                                            "undo",
                                            stitch.pool(),
                                            (round, all) -> {
                                                Population pairs = population("undo", round, all);
                                                stitch.load(pairs);
                                                for (int i = 0; i < all; i++) {
                                                    Resolution.Merged merged =
                                                            (Resolution.Merged) merge(stitch, pairs, i);
                                                    merges.set(
                                                            i,
                                                            merged.details()
                                                                    .merges()
                                                                    .get(0));
                                                }
                                            },
                                            (round, index) -> undo(stitch, merges.get(index))),
                                    new Way(
                                            "merge",
                                            stitch.pool(),
                                            (round, all) -> stitch.load(population("again", round, all)),
                                            (round, index) ->
                                                    merge(stitch, population("again", round, operations), index))),
                            course.out()));
        }
    }

    private static Population population(String name, int round, int operations) {
        return new Population(name + "r" + round, 2 * operations, true, DEVICES);
    }

    private static void undo(Stitch stitch, MergeId merge) throws Errors.WrongAnswer {
        UndoResult result = stitch.resolver().steward().undo(merge, "measured");
        if (!(result instanceof UndoResult.Undone)) {
            throw new Errors.WrongAnswer(result.getClass().getSimpleName());
        }
    }

    private static Measured hub(Case.Course course, boolean exclusive) throws Exception {
        int threads = 32;
        int operations = 4 * course.options().millis() + threads * 5;
        IdentifierType seat = IdentifierType.of("seat");
        IdentityPolicy policy = !exclusive
                ? unlimited()
                : unlimited().toBuilder()
                        .type(TypeRule.ephemeral(seat).exclusive().build())
                        .build();
        String name = exclusive ? "exclusive" : "hub";
        try (Stitch stitch = course.world().stitch(threads, policy);
                StoredFunctions functions = course.world().functions(threads)) {
            List<Way> ways = new ArrayList<>();
            ways.add(new Way(
                    Way.OURS,
                    stitch.pool(),
                    (round, all) -> {
                        Population hub = new Population(name + "r" + round, 1, true, 1);
                        stitch.load(hub);
                        stitch.load(new Population(name + "v" + round, all, false, 1));
                        if (exclusive) {
                            seats(stitch, seat, name + "v" + round, all);
                        }
                    },
                    (round, index) -> {
                        Resolution resolution = stitch.resolver()
                                .resolve(ResolveRequest.builder()
                                        .email(Keys.email(name + "r" + round, 0))
                                        .anonymousId(Keys.anonymousId(name + "v" + round, index))
                                        .build());
                        boolean asked = resolution.outcome() == Outcome.MERGED
                                || (exclusive && resolution.outcome() == Outcome.LINKED);
                        if (!asked) {
                            throw new Errors.WrongAnswer(resolution.outcome().name());
                        }
                    }));
            if (!exclusive) {
                ways.add(new Way(
                        Way.FUNCTIONS,
                        functions.pool(),
                        (round, all) -> {
                            BaselineRows.load(functions.pool(), new Population(name + "r" + round, 1, true, 1));
                            BaselineRows.load(functions.pool(), new Population(name + "v" + round, all, false, 1));
                        },
                        (round, index) -> functions.signIn(
                                Keys.email(name + "r" + round, 0), Keys.anonymousId(name + "v" + round, index))));
            }
            return Measured.of(new Contest(
                            threads, course.options().rounds(), course.options().millis(), operations, 5)
                    .run(ways, course.out()));
        }
    }

    private static void seats(Stitch stitch, IdentifierType seat, String group, int count) {
        for (int from = 0; from < count; from += 500) {
            List<ResolveRequest> requests = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 500); i++) {
                requests.add(ResolveRequest.builder()
                        .anonymousId(Keys.anonymousId(group, i))
                        .identifier(seat, "seat" + i + group)
                        .build());
            }
            stitch.resolver().resolveAll(requests);
        }
    }
}
