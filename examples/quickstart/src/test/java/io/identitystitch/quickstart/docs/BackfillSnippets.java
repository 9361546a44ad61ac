package io.identitystitch.quickstart.docs;

import io.identitystitch.jdbc.BackfillRequest;
import io.identitystitch.jdbc.BackfillResult;
import io.identitystitch.jdbc.EventBackfill;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.jdbc.StampedNow;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.quickstart.docs.Snippets.Account;
import io.identitystitch.quickstart.docs.Snippets.Log;
import java.sql.Connection;
import java.time.Instant;

/** The code of the page on back-fills, so that it compiles. {@link DocumentationTest} compares the two. */
final class BackfillSnippets {
    private static final Log log = (format, values) -> {};

    private final EventBackfill backfill;

    BackfillSnippets(EventBackfill backfill) {
        this.backfill = backfill;
    }

    static EventBackfill backfill(JdbcIdentityStore store) {
        EventBackfill backfill = EventBackfill.builder(store, "web.events")
                .keyColumn("id")
                .anonymousIdColumn("anonymous_id")
                .userIdColumn("user_id")
                .eventTimeColumn("occurred_at")
                .listener(chunk -> log.info("{} rows, {}", chunk.stamped(), chunk.elapsed()))
                .build();
        return backfill;
    }

    void afterSignIn(Resolution resolution, Account account, String cookie) {
        if (resolution instanceof Resolution.Resolved known) {
            backfill.enqueue(BackfillRequest.builder(known.ownerId(), account.id())
                    .anonymousId(cookie)
                    .build());
        }
    }

    void everyFewSeconds() {
        for (BackfillResult result : backfill.resume()) {
            log.info("{}: {} rows in {}", result.end(), result.stamped(), result.elapsed());
        }
    }

    void signedIn(Connection connection, BackfillRequest request) {
        StampedNow now = backfill.stampNow(connection, request, 100);
        if (now.more()) {
            backfill.enqueue(connection, request);
        }
    }

    static BackfillRequest shared(ProfileId owner, Account account, Instant gotIt, Instant gaveItAway) {
        BackfillRequest request = BackfillRequest.builder(owner, account.id())
                .anonymousId("cookie-phone")
                .anonymousIdBetween("cookie-tablet", gotIt, gaveItAway)
                .build();
        return request;
    }
}
