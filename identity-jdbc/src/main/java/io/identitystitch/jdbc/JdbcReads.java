package io.identitystitch.jdbc;

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
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The reads beside resolving. Thread-safe where the access is. */
final class JdbcReads implements IdentityReads {
    private static final int CHUNK = 500;
    private static final String CONFLICTS = "conflicts";
    private static final String OWNERS = "owners";

    private final Database database;
    private final Tables tables;
    private final ValueCodec codec;
    private final Access access;
    private final StatementChoice statements;
    private final StewardPages pages;

    JdbcReads(Database database, ValueCodec codec, StatementChoice statements, Access access) {
        this.database = database;
        this.tables = database.tables();
        this.codec = codec;
        this.access = access;
        this.statements = statements;
        this.pages = new StewardPages(database, access);
    }

    @Override
    public Optional<StoredProfile> profile(TenantId tenant, ProfileId id, FirstTouchPolicy firstTouch) {
        PostgresProfile inOne = statements.profile();
        if (inOne != null) {
            return access.readOnce(connection -> inOne.read(connection, access.names(), tenant, id, firstTouch));
        }
        return access.read(connection -> {
            PersonReader person = PersonReader.find(reading(connection, tenant), id);
            return person == null ? Optional.empty() : Optional.of(person.read(firstTouch));
        });
    }

    @Override
    public Page<ProfileIdentifier> identifiers(TenantId tenant, ProfileId id, PageRequest page) {
        return access.read(connection -> {
            PersonReader person = PersonReader.find(reading(connection, tenant), id);
            if (person != null) {
                return person.identifiers(page);
            }
            if (page.after().isPresent()) {
                throw Cursors.refusal();
            }
            return new Page<>(List.of(), Optional.empty());
        });
    }

    @Override
    public Optional<Erasure> erasure(TenantId tenant, ProfileId id) {
        ErasedTable erased = tables.erased;
        return access.readOnce(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            Record row = number == null
                    ? null
                    : on(connection)
                            .select(erased.fields())
                            .from(erased)
                            .where(erased.tenant.eq(number).and(erased.id.eq(id.value())))
                            .fetchOne();
            return row == null
                    ? Optional.empty()
                    : Optional.of(
                            new Erasure(id, row.get(erased.at), row.get(erased.decidedBy), row.get(erased.reason)));
        });
    }

    @Override
    public SortedMap<String, Long> records(TenantId tenant, ProfileId id) {
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            Record2<UUID, Instant> root =
                    number == null ? null : PersonReader.answersFor(database, connection, number, id.value());
            return number == null || root == null
                    ? new TreeMap<>()
                    : new RecordCounts(database, connection, number).count(root.value1());
        });
    }

    @Override
    public Page<ConflictRecord> openConflicts(TenantId tenant, PageRequest page) {
        Tables.Conflict conflict = tables.conflict;
        Condition after = page.after()
                .map(cursor -> {
                    List<String> position =
                            Cursors.parts(cursor, CONFLICTS, tenant, 2).position();
                    Instant at = Positions.moment(position.get(0));
                    UUID id = Positions.uuid(position.get(1));
                    return conflict.createdAt
                            .gt(at)
                            .or(conflict.createdAt.eq(at).and(conflict.id.gt(id)));
                })
                .orElse(DSL.noCondition());
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            List<ConflictRecord> found = new ArrayList<>();
            if (number != null) {
                for (Record row : on(connection)
                        .select(conflict.fields())
                        .from(conflict)
                        .where(conflict.tenant.eq(number))
                        .and(conflict.status.eq(ConflictStatus.OPEN.name()))
                        .and(after)
                        // As the index has it, or H2 sorts all of them.
                        .orderBy(conflict.tenant, conflict.status, conflict.createdAt, conflict.id)
                        .limit(page.limit() + 1)
                        .fetch()) {
                    found.add(StewardRows.conflict(tables.conflict, access.names(), connection, row));
                }
            }
            return Pages.cut(
                    found,
                    page,
                    last -> Cursors.of(
                            CONFLICTS,
                            tenant,
                            "",
                            Positions.of(last.at()),
                            last.id().value()));
        });
    }

    @Override
    public Map<ProfileId, ProfileId> roots(TenantId tenant, Collection<ProfileId> owners) {
        TreeSet<ProfileId> wanted = new TreeSet<>(owners);
        Tables.Profile profile = tables.profile.as("p");
        Tables.Redirect redirect = tables.redirect.as("r");
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            Map<ProfileId, ProfileId> roots = new HashMap<>();
            if (number != null) {
                for (List<UUID> ids : Chunks.uuids(wanted, CHUNK)) {
                    on(connection)
                            .select(profile.id, DSL.coalesce(redirect.root, profile.id))
                            .from(profile)
                            .leftJoin(redirect)
                            .on(redirect.tenant.eq(profile.tenant).and(redirect.absorbed.eq(profile.id)))
                            .where(Chunks.has(profile.tenant, profile.id, number, ids))
                            .forEach(row -> roots.put(new ProfileId(row.value1()), new ProfileId(row.value2())));
                }
            }
            return Map.copyOf(roots);
        });
    }

    @Override
    public Page<ProfileId> owners(TenantId tenant, ProfileId root, PageRequest page) {
        UUID after = page.after()
                .map(cursor -> {
                    Cursors.Parts parts = Cursors.parts(cursor, OWNERS, tenant, 1);
                    if (!parts.subject().equals(root.toString())) {
                        throw Cursors.refusal();
                    }
                    return Positions.uuid(parts.position().get(0));
                })
                .orElse(null);
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            List<ProfileId> found = number == null ? List.of() : owners(connection, number, root, after, page.limit());
            return Pages.cut(found, page, last -> Cursors.of(OWNERS, tenant, root.toString(), last));
        });
    }

    @Override
    public StewardSnapshot persons(StewardQuery query) {
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, query.tenant());
            return number == null
                    ? StewardSnapshot.EMPTY
                    : new StewardLoad(database, statements.probe(), connection, access.names(), number, query).load();
        });
    }

    @Override
    public boolean export(TenantId tenant, ProfileId id, Consumer<? super PersonRecord> records) {
        return access.read(connection -> {
            PersonReader person = PersonReader.find(reading(connection, tenant), id);
            if (person != null) {
                person.export(records);
            }
            return person != null;
        });
    }

    @Override
    public PastOwners asOf(TenantId tenant, Collection<ProfileId> owners, Instant at, int most) {
        return access.read(connection -> {
            Reading reading = reading(connection, tenant);
            return reading == null
                    ? new PastOwners(List.of(), List.of(), List.of())
                    : new PastReader(reading, at).read(owners, most);
        });
    }

    @Override
    public Optional<ProfileId> holder(TenantId tenant, IdentifierKey key, Instant at) {
        return access.read(connection -> {
            Reading reading = reading(connection, tenant);
            access.names().lookUp(connection, List.of(key.type()));
            Short type = access.names().knownType(key.type());
            return reading == null || type == null
                    ? Optional.empty()
                    : new PastReader(reading, at).holder(type, key.digest().bytes());
        });
    }

    private @Nullable Reading reading(Connection connection, TenantId tenant) {
        return Reading.of(database, codec, connection, access.names(), tenant);
    }

    @Override
    public Page<MergeRecord> merges(TenantId tenant, ProfileId id, PageRequest page) {
        return pages.merges(tenant, id, page);
    }

    @Override
    public Page<Act> acts(TenantId tenant, ProfileId id, PageRequest page) {
        return pages.acts(tenant, id, page);
    }

    @Override
    public Optional<LinkRecord> link(TenantId tenant, IdentifierKey key) {
        return access.read(connection -> {
            Integer number = access.names().tenant(connection, tenant);
            access.names().lookUp(connection, List.of(key.type()));
            Short type = access.names().knownType(key.type());
            if (number == null || type == null) {
                return Optional.empty();
            }
            return pages.link(connection, number, type, key);
        });
    }

    private List<ProfileId> owners(Connection connection, int tenant, ProfileId root, @Nullable UUID after, int limit) {
        Tables.Profile profile = tables.profile;
        Tables.Redirect redirect = tables.redirect;
        List<ProfileId> owners = new ArrayList<>();
        DSLContext dsl = on(connection);
        dsl.select(profile.id)
                .from(profile)
                .where(profile.tenant
                        .eq(tenant)
                        .and(profile.id.eq(root.value()))
                        .and(profile.isRoot))
                .and(beyond(profile.id, after))
                .forEach(row -> owners.add(new ProfileId(row.value1())));
        dsl.select(redirect.absorbed)
                .from(redirect)
                .where(redirect.tenant.eq(tenant).and(redirect.root.eq(root.value())))
                .and(beyond(redirect.absorbed, after))
                .orderBy(redirect.absorbed)
                .limit(limit + 1)
                .forEach(row -> owners.add(new ProfileId(row.value1())));
        return owners.stream().sorted().limit(limit + 1L).toList();
    }

    private static Condition beyond(Field<UUID> id, @Nullable UUID after) {
        return after == null ? DSL.noCondition() : id.gt(after);
    }

    private DSLContext on(Connection connection) {
        return database.on(connection, 0);
    }
}
