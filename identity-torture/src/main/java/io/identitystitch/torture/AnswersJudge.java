package io.identitystitch.torture;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Match;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.torture.Recorded.Answer;
import java.util.Random;
import java.util.UUID;

/** Asks the library for a sample of what callers know, and compares with the tables. */
final class AnswersJudge implements Judge {
    private final IdentityStore store;
    private final int sample;
    private final Random random;

    AnswersJudge(IdentityStore store, int sample, long seed) {
        this.store = store;
        this.sample = sample;
        this.random = new Random(seed);
    }

    @Override
    public Verdict judge(History history, State state) {
        Tally tally = new Tally("the library answers what the tables say");
        try (Caller caller = new Caller(store)) {
            for (int i = 0; i < sample && !history.calls().isEmpty(); i++) {
                Recorded call =
                        history.calls().get(random.nextInt(history.calls().size()));
                check(caller.resolver(call.tenant()), call, history, state, tally);
            }
        }
        return tally.verdict();
    }

    private static void check(IdentityResolver resolver, Recorded call, History history, State state, Tally tally) {
        for (Answer answer : call.answers()) {
            UUID id = answer.profile();
            if (id != null) {
                UUID told = resolver.profile(ProfileId.of(id))
                        .map(Profile::id)
                        .map(ProfileId::value)
                        .orElse(null);
                tally.check(state.root(id).equals(told), () -> call.id() + ": profile " + id + " is " + told);
            }
        }
        call.keys().forEach(key -> {
            String name = history.keys().name(key);
            UUID told = resolver.find(Caller.identifier(name.substring(name.indexOf(' ') + 1)))
                    .map(Match::profileId)
                    .map(ProfileId::value)
                    .orElse(null);
            UUID stored = state.person(key);
            tally.check(
                    stored == null ? told == null : stored.equals(told),
                    () -> call.id() + ": " + name + " is " + told + " and not " + stored);
        });
    }
}
