package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.policy.TypeRuleBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A snapshot made by hand, and the plan for what is observed against it. Profile n was created n days after the first. */
final class Situation {
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /** When links were made unless a test says otherwise. */
    static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

    private static final long FIRST_NEW = 1000;

    final IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
    IdentityPolicy policy = IdentityPolicy.defaults();
    Instant observedAt = NOW;

    private final Map<Integer, Member> members = new TreeMap<>();

    /** A profile of the snapshot. */
    final class Member {
        final ProfileId id;
        private final ProfileId root;
        private final boolean known;
        private final Map<IdentifierType, Integer> counts = new HashMap<>();
        private boolean guarded;
        private boolean locked;

        private Member(int number, int root, boolean known) {
            this.id = profile(number);
            this.root = profile(root);
            this.known = known;
        }

        /** It has an identifier since yesterday. */
        Member has(Identifier identifier) {
            return has(identifier, YESTERDAY, null);
        }

        Member signedIn(Identifier device, Instant at) {
            return has(device, YESTERDAY, at);
        }

        Member has(Identifier identifier, Instant since, Instant signedInAt) {
            return has(
                    identifier,
                    link(id, since, signedInAt, policy.rule(identifier.type()).assertedByHost()));
        }

        Member verified(Identifier identifier) {
            return has(identifier, link(id, YESTERDAY, null, true));
        }

        Member has(Identifier identifier, LinkState state) {
            snapshot.link(key(identifier), state);
            return counting(identifier.type(), 1);
        }

        /** It has further identifiers of a type that the call does not bring. */
        Member counting(IdentifierType type, int more) {
            rootMember().counts.merge(type, more, Integer::sum);
            return this;
        }

        Member locked() {
            rootMember().locked = true;
            return this;
        }

        private Member rootMember() {
            return root.equals(id) ? this : members.get((int) root.value().getLeastSignificantBits());
        }
    }

    Situation with(IdentityPolicy policy) {
        this.policy = policy;
        return this;
    }

    /** A situation under the default policy with these rules in place of its own. */
    Situation with(TypeRule... rules) {
        IdentityPolicyBuilder builder = policy.toBuilder();
        Arrays.stream(rules).forEach(builder::type);
        return with(builder.build());
    }

    TypeRuleBuilder rule(IdentifierType type) {
        return policy.rule(type).toBuilder();
    }

    Member known(int number) {
        return add(number, number, true);
    }

    Member anonymous(int number) {
        return add(number, number, false);
    }

    /** A profile that a root absorbed. */
    Member absorbed(int number, int root) {
        return add(number, root, false);
    }

    private Member add(int number, int root, boolean known) {
        Member member = new Member(number, root, known);
        members.put(number, member);
        return member;
    }

    /** Two roots are never to be linked. */
    Situation apart(int a, int b) {
        snapshot.apart(ProfilePair.of(profile(a), profile(b)));
        members.get(a).guarded = true;
        members.get(b).guarded = true;
        return this;
    }

    Situation conflict(int a, int b, ConflictStatus status) {
        snapshot.conflict(
                ProfilePair.of(profile(a), profile(b)),
                new ConflictState(
                        new ConflictId(new UUID(9, 9)), ConflictReason.EXCLUSIVE, IdentifierType.USER_ID, status));
        return this;
    }

    IdentitySnapshot build() {
        members.forEach((number, member) -> {
            snapshot.owner(member.id, new OwnerState(member.root, createdAt(number)));
            if (member.root.equals(member.id)) {
                snapshot.root(
                        member.id,
                        new RootState(
                                createdAt(number), member.known, 7, member.counts, member.guarded, member.locked));
            }
        });
        return snapshot.build();
    }

    Decision plan(Identifier... identifiers) {
        return plan(observation(identifiers));
    }

    Decision plan(Observation observation) {
        AtomicLong next = new AtomicLong(FIRST_NEW);
        return new Planner(policy).plan(observation, build(), () -> new UUID(0, next.getAndIncrement()));
    }

    Observation observation(Identifier... identifiers) {
        return observation(List.of(), List.of(), identifiers);
    }

    Observation observation(List<Touch> touches, List<Trait> traits, Identifier... identifiers) {
        List<ObservedIdentifier> linkable = new ArrayList<>();
        List<ObservedIdentifier> evidence = new ArrayList<>();
        for (Identifier identifier : identifiers) {
            boolean asserted = policy.rule(identifier.type()).assertedByHost();
            ObservedIdentifier observed = new ObservedIdentifier(identifier, key(identifier), asserted);
            boolean isEvidence = identifier.type().equals(IdentifierType.FINGERPRINT)
                    || identifier.type().equals(IdentifierType.BEHAVIORAL);
            (isEvidence ? evidence : linkable).add(observed);
        }
        linkable.sort((a, b) -> a.key().compareTo(b.key()));
        return new Observation(
                TenantId.DEFAULT,
                linkable,
                evidence,
                List.of(),
                observedAt,
                NOW,
                LinkSource.IDENTIFY,
                Optional.empty(),
                traits,
                touches,
                List.of(),
                Map.of(),
                List.of());
    }

    static LinkState link(ProfileId owner, Instant since, Instant signedInAt, boolean verified) {
        return new LinkState(
                owner, since, signedInAt, verified, LinkSource.IDENTIFY, since, NOW.minusSeconds(60), null, false, 1);
    }

    static Instant createdAt(int number) {
        return Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofDays(number));
    }

    static ProfileId profile(long number) {
        return ProfileId.of(new UUID(0, number));
    }

    /** The profile that a plan creates. */
    static ProfileId created() {
        return profile(FIRST_NEW);
    }

    static IdentifierKey key(Identifier identifier) {
        return new IdentifierKey(
                identifier.type(), Digest.sha256(identifier.value().getBytes(StandardCharsets.UTF_8)));
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

    static Identifier cookie(String value) {
        return Identifier.of(IdentifierType.ANONYMOUS_ID, value);
    }

    static Identifier device(String value) {
        return Identifier.of(IdentifierType.DEVICE_ID, value);
    }

    static Identifier fingerprint(String value) {
        return Identifier.of(IdentifierType.FINGERPRINT, value);
    }
}
