package io.identitystitch.quickstart.docs;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalHandler;
import io.identitystitch.SignalOptions;
import io.identitystitch.cold.FileColdStore;
import io.identitystitch.jdbc.JdbcColdStore;
import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** The code of the pages on signals and cold storage, so that it compiles. {@link DocumentationTest} compares them. */
final class SignalSnippets {
    /** An event as the host's own code has it. */
    record Event(String id, Instant time, String json) {}

    private SignalSnippets() {}

    static SignalResult accept(IdentityStore store, Path folder, SignalHandler carts, Event event, String cookie) {
        IdentityResolver identities = IdentityResolver.builder(store)
                .policy(IdentityPolicy.leads())
                .signals(SignalOptions.builder()
                        .coldStore(FileColdStore.builder(folder).open())
                        .handler(carts)
                        .build())
                .build();

        SignalResult result = identities
                .signals()
                .accept(Signal.builder("added_to_cart")
                        .eventId(event.id())
                        .occurredAt(event.time())
                        .anonymousId(cookie)
                        .payload(event.json())
                        .build());
        return result;
    }

    static SignalHandler carts() {
        SignalHandler carts = (person, signal, transaction) -> {
            Connection connection = transaction.unwrap(Connection.class).orElseThrow();
            if (signal.signal().type().equals("added_to_cart")) {
                addToCart(connection, person, signal.signal().json());
            }
        };
        return carts;
    }

    private static void addToCart(Connection connection, ProfileId person, String json) {}

    static List<ColdStore> stores(DataSource dataSource) {
        ColdStore inDatabase = JdbcColdStore.create(dataSource);
        ColdStore inFiles = FileColdStore.open(Path.of("/var/lib/shop/cold"));
        return List.of(inDatabase, inFiles);
    }
}
