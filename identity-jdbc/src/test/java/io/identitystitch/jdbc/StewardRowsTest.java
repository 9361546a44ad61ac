package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.UndoResult;
import io.identitystitch.policy.IdentifierHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How many rows stewards write. */
class StewardRowsTest {
    private final DataSource dataSource = TestStores.migrated(Dialect.POSTGRESQL);
    private final IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
            .hasher(IdentifierHasher.sha256())
            .build();

    private ProfileId seen(String... addresses) {
        ResolveRequest.Builder request = ResolveRequest.builder();
        for (String address : addresses) {
            request.email(address + "@mail.example");
        }
        return identities.resolve(request.build()).profileId().orElseThrow();
    }

    private record Written(int byMerge, int byUndo) {}

    private Written mergeAndUndo(ProfileId into, ProfileId from) {
        Steward steward = identities.steward();
        AtomicReference<MergeResult.Merged> merged = new AtomicReference<>();
        int byMerge = RowsWritten.by(
                dataSource, () -> merged.set((MergeResult.Merged) steward.merge(into, from, "the same person")));
        int byUndo = RowsWritten.by(
                dataSource,
                () -> assertThat(steward.undo(merged.get().merge(), "not the same person"))
                        .isInstanceOf(UndoResult.Undone.class));
        return new Written(byMerge, byUndo);
    }

    @Test
    void anUndoWritesAsManyRowsAsTheMergeDid() {
        Written written = mergeAndUndo(seen("ann"), seen("bob"));
        assertThat(written.byUndo()).isEqualTo(written.byMerge()).isEqualTo(6);
    }

    @Test
    void theSameOfAPersonOfSeveralProfiles() {
        ProfileId ann = seen("ann");
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            addresses.add("bob." + i);
            seen("bob." + i);
        }
        ProfileId bob = seen(addresses.toArray(new String[0]));
        Written written = mergeAndUndo(ann, bob);
        assertThat(written.byMerge()).isEqualTo(6 + 4);
        assertThat(written.byUndo()).isEqualTo(written.byMerge());
    }
}
