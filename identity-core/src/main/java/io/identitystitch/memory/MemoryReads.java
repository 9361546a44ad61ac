package io.identitystitch.memory;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkRecord;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.PastOwners;
import io.identitystitch.spi.PersonRecord;
import io.identitystitch.spi.StoredProfile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reads beside resolving. */
final class MemoryReads implements IdentityReads {
    private final InMemoryIdentityStore store;

    MemoryReads(InMemoryIdentityStore store) {
        this.store = store;
    }

    @Override
    public Optional<StoredProfile> profile(TenantId tenantId, ProfileId id, FirstTouchPolicy firstTouch) {
        return store.read(tenantId, tenant -> {
            ProfileRow asked = tenant.profiles.get(id);
            if (asked == null) {
                return Optional.empty();
            }
            Page<ProfileIdentifier> identifiers = identifiers(tenantId, tenant, asked, PageRequest.FIRST);
            return Optional.of(new ProfileReader(tenant, asked).read(identifiers, firstTouch));
        });
    }

    @Override
    public Page<ProfileIdentifier> identifiers(TenantId tenantId, ProfileId id, PageRequest page) {
        return store.read(tenantId, tenant -> identifiers(tenantId, tenant, tenant.profiles.get(id), page));
    }

    /** A cursor stays good when its person is merged: it may name any profile of the person. */
    private static Page<ProfileIdentifier> identifiers(
            TenantId tenantId, Tenant tenant, @Nullable ProfileRow asked, PageRequest page) {
        ProfileRow root = asked == null ? null : tenant.profile(asked.root);
        Stream<LinkRow> rows = root == null ? Stream.empty() : links(tenant, root);
        PagedList<LinkRow> list = new PagedList<>(
                "identifiers",
                tenantId,
                root == null ? "" : root.id.toString(),
                subject -> root != null && root.members().contains(ProfileId.of(subject)),
                row -> sortable(row.linkedAt()) + sortable(row.key()));
        Page<LinkRow> found = list.page(rows, page);
        return new Page<>(found.items().stream().map(MemoryReads::identifier).toList(), found.next());
    }

    @Override
    public Page<ConflictRecord> openConflicts(TenantId tenantId, PageRequest page) {
        Function<ConflictRecord, String> position =
                record -> sortable(record.at()) + record.id().value();
        PagedList<ConflictRecord> list = new PagedList<>("conflicts", tenantId, "", String::isEmpty, position);
        return store.read(
                tenantId,
                tenant -> list.page(
                        tenant.conflicts.values().stream().filter(record -> record.status() == ConflictStatus.OPEN),
                        page));
    }

    @Override
    public Map<ProfileId, ProfileId> roots(TenantId tenantId, Collection<ProfileId> owners) {
        return store.read(tenantId, tenant -> {
            Map<ProfileId, ProfileId> roots = new HashMap<>();
            for (ProfileId owner : owners) {
                ProfileRow row = tenant.profiles.get(owner);
                if (row != null) {
                    roots.put(owner, row.root);
                }
            }
            return Map.copyOf(roots);
        });
    }

    @Override
    public Page<ProfileId> owners(TenantId tenantId, ProfileId root, PageRequest page) {
        String subject = root.toString();
        PagedList<ProfileId> list = new PagedList<>("owners", tenantId, subject, subject::equals, ProfileId::toString);
        return store.read(tenantId, tenant -> {
            ProfileRow row = tenant.profiles.get(root);
            return list.page(row == null ? Stream.empty() : row.members().stream(), page);
        });
    }

    @Override
    public StewardSnapshot persons(StewardQuery query) {
        return store.read(query.tenant(), tenant -> new StewardReader(tenant, query).read());
    }

    @Override
    public Page<MergeRecord> merges(TenantId tenantId, ProfileId id, PageRequest page) {
        return store.read(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            PagedList<MergeRecord> list = new PagedList<>(
                    "merges",
                    tenantId,
                    root == null ? "" : root.id.toString(),
                    subject -> root != null && root.members().contains(ProfileId.of(subject)),
                    merge -> sortable(merge.mergedAt()) + merge.id());
            return list.page(root == null ? Stream.empty() : StewardReader.merges(tenant, root), page);
        });
    }

    @Override
    public Page<Act> acts(TenantId tenantId, ProfileId id, PageRequest page) {
        return store.read(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            PagedList<Act> list = new PagedList<>(
                    "acts",
                    tenantId,
                    root == null ? "" : root.id.toString(),
                    subject -> root != null && root.members().contains(ProfileId.of(subject)),
                    act -> sortable(act.at()) + act.id());
            Stream<Act> acts = root == null
                    ? Stream.empty()
                    : tenant.acts.stream()
                            .filter(act -> root.members().contains(act.a())
                                    || root.members().contains(act.b()));
            return list.page(acts, page);
        });
    }

    @Override
    public Optional<Erasure> erasure(TenantId tenantId, ProfileId id) {
        return store.read(tenantId, tenant -> Optional.ofNullable(tenant.erased.get(id)));
    }

    @Override
    public SortedMap<String, Long> records(TenantId tenantId, ProfileId id) {
        return store.read(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            return root == null ? Collections.emptySortedMap() : new PersonExport(tenant, root).count();
        });
    }

    /** Outside the lock, for the one who takes the records may be slow. */
    @Override
    public boolean export(TenantId tenantId, ProfileId id, Consumer<? super PersonRecord> records) {
        List<PersonRecord> all = store.read(tenantId, tenant -> {
            ProfileRow root = root(tenant, id);
            return root == null ? List.of() : new PersonExport(tenant, root).records();
        });
        all.forEach(records);
        return !all.isEmpty();
    }

    @Override
    public PastOwners asOf(TenantId tenantId, Collection<ProfileId> owners, Instant at, int most) {
        return store.read(tenantId, tenant -> new PastReader(tenant, at).read(owners, most));
    }

    @Override
    public Optional<ProfileId> holder(TenantId tenantId, IdentifierKey key, Instant at) {
        return store.read(tenantId, tenant -> new PastReader(tenant, at).holder(key));
    }

    @Override
    public Optional<LinkRecord> link(TenantId tenantId, IdentifierKey key) {
        return store.read(
                tenantId,
                tenant -> Optional.ofNullable(tenant.links.get(key))
                        .filter(row -> row.state().owner() != null)
                        .map(row -> new LinkRecord(
                                key,
                                row.owner(),
                                Optional.ofNullable(row.via()),
                                row.state().source(),
                                row.state().firstSeenAt(),
                                row.linkedAt())));
    }

    private static @Nullable ProfileRow root(Tenant tenant, ProfileId id) {
        ProfileRow asked = tenant.profiles.get(id);
        return asked == null ? null : tenant.profile(asked.root);
    }

    static Stream<LinkRow> links(Tenant tenant, ProfileRow root) {
        return tenant.members(root).stream()
                .flatMap(member -> member.keys.stream())
                .map(tenant::link);
    }

    static ProfileIdentifier identifier(LinkRow row) {
        return new ProfileIdentifier(
                row.key(),
                Optional.of(row.value()),
                row.owner(),
                row.state().source(),
                row.state().verified(),
                row.state().firstSeenAt(),
                row.state().lastSeenAt(),
                row.linkedAt(),
                Optional.ofNullable(row.state().expiresAt()),
                row.state().alias(),
                row.state().sightings(),
                row.context());
    }

    /** Sixteen digits whose order is that of the moments. */
    private static String sortable(Instant moment) {
        return HexFormat.of().toHexDigits(ChronoUnit.MICROS.between(Instant.EPOCH, moment) ^ Long.MIN_VALUE);
    }

    private static String sortable(IdentifierKey key) {
        return key.type().name() + ' ' + HexFormat.of().formatHex(key.digest().bytes());
    }
}
