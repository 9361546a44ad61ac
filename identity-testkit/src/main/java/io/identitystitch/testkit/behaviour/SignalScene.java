package io.identitystitch.testkit.behaviour;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalHandler;
import io.identitystitch.SignalOptions;
import io.identitystitch.memory.InMemoryColdStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.CountingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A scene with cold storage. What is due is done when the test says so. */
final class SignalScene {
    final ColdStore coldStore = InMemoryColdStore.create();
    private final Scene scene;
    private final SignalOptions options;
    private final IdentityResolver identities;

    SignalScene(IdentityStore store, IdentityPolicy policy) {
        this(store, policy, SignalOptions.builder());
    }

    SignalScene(IdentityStore store, IdentityPolicy policy, SignalOptions.Builder options) {
        this(new Scene(store, policy), options, true);
    }

    private SignalScene(Scene scene, SignalOptions.Builder options, boolean cold) {
        this.scene = scene;
        options.pollInterval(Duration.ZERO);
        this.options = (cold ? options.coldStore(coldStore) : options).build();
        identities = restarted();
    }

    static SignalScene withoutColdStorage(IdentityStore store, IdentityPolicy policy) {
        return new SignalScene(new Scene(store, policy), SignalOptions.builder(), false);
    }

    static SignalOptions.Builder handing(SignalHandler handler) {
        return SignalOptions.builder().pause(Duration.ZERO).handler(handler);
    }

    /** A further resolver with the same options. */
    IdentityResolver restarted() {
        return scene.resolver().signals(options).build();
    }

    IdentityResolver identities() {
        return identities;
    }

    CountingStore store() {
        return scene.store;
    }

    Instant now() {
        return scene.now();
    }

    void passes() {
        scene.pass(Duration.ofMinutes(1));
    }

    void passDays(int days) {
        scene.passDays(days);
    }

    Signal.Builder signal(String type, @Nullable String eventId) {
        return Signal.builder(type).eventId(eventId).occurredAt(now());
    }

    /** A visitor looks at a page now. */
    Signal.Builder page(@Nullable String eventId, String visitor) {
        return signal("page", eventId).anonymousId(visitor);
    }

    SignalResult accept(Signal.Builder signal) {
        return identities.signals().accept(signal.build());
    }

    boolean isIdentifiable(Signal.Builder signal) {
        return identities.signals().isIdentifiable(signal.build());
    }

    /** These identifiers are seen together now. */
    ProfileId seen(Identifier... all) {
        return identities.resolve(scene.request(all).build()).profileId().orElseThrow();
    }

    ProfileId who(Identifier identifier) {
        return identities.find(identifier).orElseThrow().profileId();
    }

    boolean isUnknown(Identifier identifier) {
        return identities.find(identifier).isEmpty();
    }

    /** How many signals of a visitor are in cold storage. */
    int cold(String visitor) {
        List<Object> found = new ArrayList<>();
        IdentifierKey key = new IdentifierKey(
                IdentifierType.ANONYMOUS_ID,
                IdentifierHasher.sha256().hash(scene.tenant, IdentifierType.ANONYMOUS_ID, visitor));
        Instant from = Instant.parse("2000-01-01T00:00:00Z");
        Instant to = Instant.parse("2100-01-01T00:00:00Z");
        coldStore.scan(new ColdQuery(scene.tenant, Set.of(key), from, to, from, to), found::add);
        return found.size();
    }

    /** The event ids of a person's journey, read in small pages. */
    List<String> journey(ProfileId id) {
        return records(id).stream()
                .map(record -> record.signal().eventId().orElseThrow())
                .toList();
    }

    List<SignalRecord> records(ProfileId id) {
        List<SignalRecord> all = new ArrayList<>();
        PageRequest request = new PageRequest(2, PageRequest.FIRST.after());
        while (true) {
            Page<SignalRecord> page = identities.signals().journey(id, request);
            all.addAll(page.items());
            if (page.next().isEmpty()) {
                return all;
            }
            request = request.after(page.next().get());
        }
    }

    /** The owners of the signals of a visitor's person. */
    Set<ProfileId> owners(String visitor) {
        Set<ProfileId> owners = new TreeSet<>();
        records(who(Identifier.of(IdentifierType.ANONYMOUS_ID, visitor))).forEach(record -> owners.add(record.owner()));
        return owners;
    }
}
