package io.identitystitch.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.IdentityResolverBuilder;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Match;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.CountingStore;
import io.identitystitch.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A tenant of its own on the store under test, and a clock that the test moves. */
final class Scene {
    /** A Monday. */
    static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private static final AtomicInteger TENANTS = new AtomicInteger();

    final SettableClock clock = SettableClock.at(BEGIN);
    final CountingStore store;
    final IdentityPolicy policy;
    final TenantId tenant = TenantId.of("behaviour-" + TENANTS.incrementAndGet());
    final IdentityResolver identities;

    Scene(IdentityStore store, IdentityPolicy policy) {
        this.store = new CountingStore(store);
        this.policy = policy;
        this.identities = resolver().build();
    }

    /** A builder of a further resolver on the same data. */
    IdentityResolverBuilder resolver() {
        return IdentityResolver.builder(store).tenant(tenant).policy(policy).clock(clock);
    }

    static Identifier email(String value) {
        return Identifier.of(IdentifierType.EMAIL, value);
    }

    static Identifier user(String value) {
        return Identifier.of(IdentifierType.USER_ID, value);
    }

    static Identifier product(String value) {
        return Identifier.of(IdentifierType.PRODUCT_USER_ID, value);
    }

    static Identifier crm(String value) {
        return Identifier.of(IdentifierType.CRM_ID, value);
    }

    static Identifier phone(String value) {
        return Identifier.of(IdentifierType.PHONE, value);
    }

    static Identifier anonymous(String value) {
        return Identifier.of(IdentifierType.ANONYMOUS_ID, value);
    }

    static Identifier device(String value) {
        return Identifier.of(IdentifierType.DEVICE_ID, value);
    }

    static Identifier domainprint(String value) {
        return Identifier.of(IdentifierType.DOMAINPRINT, value);
    }

    static Identifier fingerprint(String value) {
        return Identifier.of(IdentifierType.FINGERPRINT, value);
    }

    static Identifier behavioral(String value) {
        return Identifier.of(IdentifierType.BEHAVIORAL, value);
    }

    static Touch ad(Instant at, String source) {
        return Touch.attributed(at, Map.of("utm_source", source));
    }

    static Touch directVisit(Instant at) {
        return Touch.unattributed(at, Map.of("landing_url", "https://shop.example/"));
    }

    /** A request of these identifiers, dated now. */
    ResolveRequest.Builder request(Identifier... identifiers) {
        ResolveRequest.Builder request = ResolveRequest.builder(clock);
        for (Identifier identifier : identifiers) {
            request.identifier(identifier.type(), identifier.value());
        }
        return request;
    }

    Resolution resolve(ResolveRequest.Builder request) {
        return identities.resolve(request.build());
    }

    /** Resolves and expects somebody. */
    Resolution.Resolved resolved(ResolveRequest.Builder request) {
        Resolution resolution = resolve(request);
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return (Resolution.Resolved) resolution;
    }

    /** These identifiers are seen together now. */
    Resolution.Resolved seen(Identifier... identifiers) {
        return resolved(request(identifiers));
    }

    /** A person whose profile says that it was created at a moment. */
    ProfileId createdAt(Instant moment, Identifier... identifiers) {
        return resolved(request(identifiers).createdAt(moment).observedAt(moment))
                .id();
    }

    /** Time goes by. */
    Scene pass(Duration duration) {
        clock.tick(duration);
        return this;
    }

    Scene passDays(int days) {
        return pass(Duration.ofDays(days));
    }

    Instant now() {
        return clock.instant();
    }

    Match match(Identifier identifier) {
        return identities.find(identifier).orElseThrow();
    }

    ProfileId who(Identifier identifier) {
        return match(identifier).profileId();
    }

    boolean isUnknown(Identifier identifier) {
        return identities.find(identifier).isEmpty();
    }

    Profile profile(ProfileId id) {
        return identities.profile(id).orElseThrow();
    }

    Profile profileOf(Identifier identifier) {
        return profile(who(identifier));
    }

    ProfileIdentifier linkOf(Identifier identifier) {
        return profileOf(identifier).identifiers().stream()
                .filter(link -> link.type().equals(identifier.type())
                        && link.value().equals(java.util.Optional.of(identifier.value())))
                .findFirst()
                .orElseThrow();
    }

    /** The identifiers of a person, with their values. */
    Set<Identifier> identifiersOf(ProfileId id) {
        return profile(id).identifiers().stream()
                .map(link -> Identifier.of(link.type(), link.value().orElseThrow()))
                .collect(Collectors.toSet());
    }

    int openConflicts() {
        return identities.steward().conflicts(PageRequest.FIRST).items().size();
    }

    /** The reasons for which identifiers of a type were left out. */
    static List<IgnoreReason> reasons(Resolution resolution, IdentifierType type) {
        return resolution.ignored().stream()
                .filter(ignored -> ignored.type().equals(type))
                .map(ignored -> ignored.reason())
                .toList();
    }
}
