package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Two stores that are told the same and must answer the same: the one under test and the one in memory. */
final class TwinStore extends ForwardingIdentityStore {
    private final InMemoryIdentityStore reference;
    private Instant stamp = Instant.EPOCH;

    /** All profiles that were made. */
    final Set<ProfileId> profiles = new TreeSet<>();

    /** How many loads were compared, and how many of them were lean. */
    int loads;

    int lean;
    int commits;

    TwinStore(IdentityStore tested) {
        super(tested);
        reference = InMemoryIdentityStore.create(() -> stamp);
    }

    InMemoryIdentityStore reference() {
        return reference;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        IdentitySnapshot answer = super.load(query);
        IdentitySnapshot expected = reference.load(query);
        assertThat(query.mayBeRefused(answer)).isEqualTo(query.mayBeRefused(expected));
        assertThat(query.mayBeRefused(expected) ? answer : withRefusalsOf(expected, answer))
                .isEqualTo(expected);
        loads++;
        lean += answer.isLean() ? 1 : 0;
        return answer;
    }

    /** A store may leave them out where they cannot matter. */
    private static IdentitySnapshot withRefusalsOf(IdentitySnapshot expected, IdentitySnapshot answer) {
        IdentitySnapshot.Builder builder = answer.toBuilder();
        expected.conflicts().forEach(builder::conflict);
        expected.apart().forEach(builder::apart);
        return builder.build();
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        CommitResult answer = super.commit(plan);
        if (answer instanceof CommitResult.Committed committed) {
            Map<ProfileId, Instant> stamps = committed.createdAt();
            profiles.addAll(stamps.keySet());
            stamp = stamps.isEmpty()
                    ? Instant.now().truncatedTo(ChronoUnit.MICROS)
                    : stamps.values().iterator().next();
        }
        assertThat(reference.commit(plan)).as(() -> plan.toString()).isEqualTo(answer);
        commits++;
        return answer;
    }
}
