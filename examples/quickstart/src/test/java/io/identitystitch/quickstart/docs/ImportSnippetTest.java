package io.identitystitch.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ResolveRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page on the first steps says of going on after a stop. */
class ImportSnippetTest {
    @Test
    void goesOnFromWhereItStopped() {
        List<ResolveRequest> customers = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            customers.add(ResolveRequest.builder().imported().userId("u-" + i).build());
        }
        List<Long> checkpoints = new ArrayList<>();
        try (IdentityResolver identities =
                IdentityResolver.builder(InMemoryIdentityStore.create()).build()) {
            Snippets snippets = new Snippets(identities, null);
            customers.set(1_700, null);
            long stopped = snippets.importFrom(customers, 0, checkpoints::add);
            assertThat(stopped).isEqualTo(1_700);

            customers.set(1_700, ResolveRequest.builder().userId("u-1700").build());
            assertThat(snippets.importFrom(customers, stopped, checkpoints::add))
                    .isEqualTo(2_500);
            assertThat(checkpoints).containsExactly(1_000L, 1_700L, 2_500L);
        }
    }
}
