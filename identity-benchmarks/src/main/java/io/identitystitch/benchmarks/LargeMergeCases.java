package io.identitystitch.benchmarks;

import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Merges of somebody with very much. Each round is one merge of persons who were made for it. */
final class LargeMergeCases {
    private static final int MANY = 100_000;
    private static final int TOUCHES_PER_CALL = 1_000;

    private LargeMergeCases() {}

    static List<Case> all() {
        return List.of(
                Case.of(
                        "merge-100k-links",
                        "Merge where the absorbed person has 100,000 identifiers, 1 thread",
                        LargeMergeCases::links),
                Case.of(
                        "merge-100k-facts",
                        "Merge where the absorbed profile has 100,000 touches, 1 thread",
                        LargeMergeCases::facts));
    }

    private static int many(Case.Course course) {
        return course.options().quick() ? MANY / 20 : MANY;
    }

    private static Measured links(Case.Course course) throws Exception {
        return merge(
                course,
                MergeCases.unlimited(),
                stitch -> new Way(
                        Way.OURS,
                        stitch.pool(),
                        (round, operations) -> {
                            stitch.load(small("links", round));
                            stitch.load(large(course, round, true));
                        },
                        (round, index) -> stitch.resolve(
                                ResolveRequest.builder()
                                        .email(small("links", round).email(0))
                                        .email(large(course, round, true).email(0))
                                        .build(),
                                Outcome.MERGED)),
                functions -> new Way(
                        Way.FUNCTIONS,
                        functions.pool(),
                        (round, operations) -> {
                            BaselineRows.load(functions.pool(), small("links", round));
                            BaselineRows.load(functions.pool(), large(course, round, true));
                        },
                        (round, index) -> functions.signIn(
                                small("links", round).email(0),
                                large(course, round, true).anonymousId(0, 0))));
    }

    private static Measured merge(
            Case.Course course,
            IdentityPolicy policy,
            Function<Stitch, Way> ours,
            Function<StoredFunctions, Way> functions)
            throws Exception {
        try (Stitch stitch = course.world().stitch(1, policy);
                StoredFunctions stored = course.world().functions(1)) {
            return Measured.of(
                    course.slow(1, 0).run(List.of(ours.apply(stitch), functions.apply(stored)), course.out()));
        }
    }

    private static Population small(String name, int round) {
        return new Population("small" + name + round, 1, true, 1);
    }

    private static Population large(Case.Course course, int round, boolean known) {
        return new Population("large" + round, 1, known, many(course));
    }

    private static Measured facts(Case.Course course) throws Exception {
        return merge(
                course,
                IdentityPolicy.defaults(),
                stitch -> new Way(
                        Way.OURS,
                        stitch.pool(),
                        (round, operations) -> {
                            stitch.load(small("facts", round));
                            touches(course, stitch, "visitor" + round, many(course));
                        },
                        (round, index) -> stitch.signIn(
                                small("facts", round).email(0),
                                Keys.anonymousId("visitor" + round, 0),
                                Outcome.MERGED)),
                functions -> new Way(
                        Way.FUNCTIONS,
                        functions.pool(),
                        (round, operations) -> BaselineRows.visitor(
                                functions.pool(), Keys.anonymousId("visitor" + round, 0), many(course)),
                        (round, index) ->
                                functions.mergeIntoUser(Keys.anonymousId("visitor" + round, 0), new UUID(round, 17))));
    }

    private static void touches(Case.Course course, Stitch stitch, String group, int count) {
        for (int from = 0; from < count; from += TOUCHES_PER_CALL) {
            List<Touch> touches = new ArrayList<>();
            ResolveRequest.Builder request = ResolveRequest.builder().anonymousId(Keys.anonymousId(group, 0));
            for (int i = from; i < Math.min(count, from + TOUCHES_PER_CALL); i++) {
                touches.add(Touch.attributed(
                        course.world().clock().instant().minus(Duration.ofMillis(i)),
                        Map.of("utm_source", "news" + i)));
            }
            touches.forEach(request::touch);
            stitch.resolver().resolve(request.build());
        }
    }
}
