package io.identitystitch.jdbc;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.spi.PersonRecord;
import io.identitystitch.spi.StoredProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The stored parts of one person. */
final class PersonReader {
    private static final String IDENTIFIERS = "identifiers";
    private static final int CHUNK = 500;

    private final Reading reading;
    private final Tables tables;
    private final DSLContext dsl;
    private final int tenant;
    private final UUID root;
    private final @Nullable Instant askedMergedAt;

    private PersonReader(Reading reading, UUID root, @Nullable Instant askedMergedAt) {
        this.reading = reading;
        this.tables = reading.tables();
        this.dsl = reading.dsl();
        this.tenant = reading.tenant();
        this.root = root;
        this.askedMergedAt = askedMergedAt;
    }

    /** The person of a profile; null where the profile is unknown. */
    static @Nullable PersonReader find(@Nullable Reading reading, ProfileId id) {
        Record2<UUID, Instant> row = reading == null
                ? null
                : answersFor(reading.database(), reading.connection(), reading.tenant(), id.value());
        return reading == null || row == null ? null : new PersonReader(reading, row.value1(), row.value2());
    }

    /** Gives every record of the person. */
    void export(Consumer<? super PersonRecord> records) throws SQLException {
        new PersonExport(reading, members(), records).run();
    }

    static @Nullable Record2<UUID, Instant> answersFor(Database database, Connection connection, int tenant, UUID id) {
        Tables.Profile profile = database.tables().profile.as("p");
        Tables.Redirect redirect = database.tables().redirect.as("r");
        return database.on(connection, 0)
                .select(DSL.coalesce(redirect.root, profile.id), redirect.mergedAt)
                .from(profile)
                .leftJoin(redirect)
                .on(redirect.tenant.eq(profile.tenant).and(redirect.absorbed.eq(profile.id)))
                .where(profile.tenant.eq(tenant).and(profile.id.eq(id)))
                .fetchOne();
    }

    StoredProfile read(FirstTouchPolicy firstTouch) throws SQLException {
        Tables.Profile profile = tables.profile;
        Record row = dsl.select(profile.known, profile.createdAt)
                .from(profile)
                .where(profile.tenant.eq(tenant).and(profile.id.eq(root)))
                .fetchSingle();
        Instant createdAt = row.get(profile.createdAt);
        Page<ProfileIdentifier> identifiers = identifiers(PageRequest.FIRST);
        PersonFacts facts = new PersonFacts(reading.database(), reading.connection(), reading.names(), members());
        return new StoredProfile(
                new ProfileId(root),
                row.get(profile.known),
                createdAt,
                updatedAt(createdAt),
                Optional.ofNullable(askedMergedAt),
                identifiers,
                mergedAt(identifiers),
                facts.traits(),
                facts.first(firstTouch),
                facts.last(),
                facts.evidence());
    }

    /** The owners of the person, each with when it was absorbed. */
    private Members members() {
        return new Members(tables, tenant, root);
    }

    private Instant updatedAt(Instant createdAt) {
        Members members = members();
        Tables.Link link = tables.link.as("i");
        Instant linked = members.join(dsl.select(DSL.max(link.linkedAt)), link, link.tenant, link.owner)
                .fetchSingle()
                .value1();
        Tables.Redirect redirect = tables.redirect;
        Instant merged = dsl.select(DSL.max(redirect.mergedAt))
                .from(redirect)
                .where(redirect.tenant.eq(tenant).and(redirect.root.eq(root)))
                .fetchSingle()
                .value1();
        return Stream.of(Optional.ofNullable(linked), Optional.ofNullable(merged))
                .flatMap(Optional::stream)
                .filter(moment -> moment.isAfter(createdAt))
                .max(Instant::compareTo)
                .orElse(createdAt);
    }

    private Map<ProfileId, Instant> mergedAt(Page<ProfileIdentifier> identifiers) {
        Set<ProfileId> owners = new HashSet<>();
        identifiers.items().forEach(identifier -> owners.add(identifier.ownerId()));
        Map<ProfileId, Instant> moments = new HashMap<>();
        Tables.Redirect redirect = tables.redirect;
        for (List<UUID> ids : Chunks.uuids(owners, CHUNK)) {
            dsl.select(redirect.absorbed, redirect.mergedAt)
                    .from(redirect)
                    .where(Chunks.has(redirect.tenant, redirect.absorbed, tenant, ids))
                    .forEach(row -> moments.put(new ProfileId(row.value1()), row.value2()));
        }
        return moments;
    }

    /** A cursor stays good when its person is merged: it may name any profile of the person. */
    Page<ProfileIdentifier> identifiers(PageRequest page) throws SQLException {
        Members members = members();
        Tables.Link link = tables.link.as("i");
        Tables.Type type = tables.type.as("t");
        Field<String> name = DSL.field(DSL.select(type.name).from(type).where(type.id.eq(link.type)));
        Field<String> typeName = reading.database().dialect() == Dialect.POSTGRESQL
                ? name.collate(DSL.collation(DSL.quotedName("C")))
                : name;
        Condition after = DSL.noCondition();
        if (page.after().isPresent()) {
            Cursors.Parts parts = Cursors.parts(page.after().get(), IDENTIFIERS, reading.tenantId(), 3);
            Record2<UUID, Instant> subject =
                    answersFor(reading.database(), reading.connection(), tenant, Positions.uuid(parts.subject()));
            if (subject == null || !subject.value1().equals(root)) {
                throw Cursors.refusal();
            }
            Instant at = Positions.moment(parts.position().get(0));
            String lastName = parts.position().get(1);
            byte[] digest = Positions.bytes(parts.position().get(2));
            after = link.linkedAt
                    .gt(at)
                    .or(link.linkedAt
                            .eq(at)
                            .and(typeName.gt(lastName).or(typeName.eq(lastName).and(link.digest.gt(digest)))));
        }
        List<ProfileIdentifier> found = new ArrayList<>();
        for (Record row : members.join(dsl.select(link.fields()), link, link.tenant, link.owner)
                .and(after)
                .orderBy(link.linkedAt, typeName, link.digest)
                .limit(page.limit() + 1)
                .fetch()) {
            found.add(reading.identifier(row, link));
        }
        return page(reading.tenantId(), new ProfileId(root), found, page);
    }

    /** From one identifier more than the page takes, if there are more. */
    static Page<ProfileIdentifier> page(
            TenantId tenant, ProfileId root, List<ProfileIdentifier> found, PageRequest request) {
        return Pages.cut(
                found,
                request,
                last -> Cursors.of(
                        IDENTIFIERS,
                        tenant,
                        root.toString(),
                        Positions.of(last.linkedAt()),
                        last.type().name(),
                        Positions.of(last.key().digest().bytes())));
    }
}
