package io.identitystitch.jdbc;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays the steps of a history through the facade, as a host and its stewards would do. */
final class HistoryPlayer {
    private final IdentityResolver identities;
    private final Steward steward;
    private final List<MergeId> merges = new ArrayList<>();

    HistoryPlayer(IdentityResolver identities) {
        this.identities = identities;
        this.steward = identities.steward();
    }

    void play(Step step) {
        if (step instanceof Step.Seen seen) {
            Resolution answer = identities.resolve(seen.request());
            if (answer instanceof Resolution.Resolved resolved) {
                merges.addAll(resolved.details().merges());
            }
        } else if (step instanceof Step.SignedOut out) {
            identities.signedOut(out.device().value(), out.at());
        } else if (step instanceof Step.KeptApart apart) {
            steward.neverLink(apart.one(), apart.other(), "two persons");
        } else if (step instanceof Step.Joined joined) {
            both(joined.one(), joined.other()).ifPresent(two -> steward.merge(two.get(0), two.get(1), "one person"));
        } else if (step instanceof Step.Undone undone && !merges.isEmpty()) {
            steward.undo(merges.get(undone.number() % merges.size()), "two persons");
        } else if (step instanceof Step.Reassigned moved) {
            both(moved.identifier(), moved.to())
                    .ifPresent(two -> steward.reassign(moved.identifier(), two.get(0), two.get(1), "somebody else's"));
        } else if (step instanceof Step.Split split) {
            steward.split(split.identifiers(), "somebody else's");
        }
    }

    private Optional<List<ProfileId>> both(Identifier one, Identifier other) {
        return identities.find(one).flatMap(a -> identities.find(other).map(b -> List.of(a.ownerId(), b.ownerId())));
    }
}
