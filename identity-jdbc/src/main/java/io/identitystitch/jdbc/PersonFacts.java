package io.identitystitch.jdbc;

import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.FirstTouchPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The facts of one person, over all of its owners. */
final class PersonFacts {
    static final int MAX_EVIDENCE = 1000;

    private final Tables tables;
    private final Connection connection;
    private final DSLContext dsl;
    private final Names names;
    private final Members members;

    PersonFacts(Database database, Connection connection, Names names, Members members) {
        this.tables = database.tables();
        this.connection = connection;
        this.dsl = database.on(connection, 0);
        this.names = names;
        this.members = members;
    }

    List<Trait> traits() {
        Tables.TraitTable trait = tables.trait.as("f");
        List<Trait> traits = new ArrayList<>();
        members.join(dsl.select(trait.name, trait.valueJson, trait.at), trait, trait.tenant, trait.owner)
                .orderBy(trait.name, trait.at, trait.owner, trait.cameWithDigest)
                .forEach(row -> traits.add(new Trait(row.value1(), JsonText.parse(row.value2()), row.value3())));
        return traits;
    }

    /** With {@code FIRST_MERGED} the root comes first, then what it absorbed in order of the merges. */
    Optional<Touch> first(FirstTouchPolicy policy) {
        Tables.TouchTable touch = tables.touch.as("f");
        if (policy == FirstTouchPolicy.EARLIEST) {
            return touch(touch, touch.occurredAt.asc(), touch.eventId.asc());
        }
        return touch(
                touch,
                DSL.when(members.mergedAt().isNull(), 0).otherwise(1).asc(),
                members.mergedAt().asc(),
                members.owner().asc(),
                touch.occurredAt.asc(),
                touch.eventId.asc());
    }

    Optional<Touch> last() {
        Tables.TouchTable touch = tables.touch.as("f");
        return touch(touch, touch.occurredAt.desc(), touch.eventId.desc());
    }

    private Optional<Touch> touch(Tables.TouchTable touch, OrderField<?>... order) {
        return members.join(dsl.select(touch.eventId, touch.occurredAt, touch.fields), touch, touch.tenant, touch.owner)
                .and(touch.attributed)
                .orderBy(order)
                .limit(1)
                .fetchOptional()
                .map(row -> new Touch(row.value1(), row.value2(), true, new TreeMap<>(StringMaps.read(row.value3()))));
    }

    List<DeviceEvidence> evidence() throws SQLException {
        Tables.Evidence evidence = tables.evidence.as("f");
        List<DeviceEvidence> found = new ArrayList<>();
        for (Record row : members.join(dsl.select(evidence.fields()), evidence, evidence.tenant, evidence.owner)
                .orderBy(evidence.lastSeenAt.desc(), evidence.type, evidence.digest, evidence.owner)
                .limit(MAX_EVIDENCE)
                .fetch()) {
            found.add(new DeviceEvidence(
                    new IdentifierKey(
                            names.type(connection, row.get(evidence.type)), Digest.of(row.get(evidence.digest))),
                    new ProfileId(row.get(evidence.owner)),
                    Optional.ofNullable(key(row.get(evidence.seenType), row.get(evidence.seenDigest))),
                    row.get(evidence.confidence),
                    row.get(evidence.firstSeenAt),
                    row.get(evidence.lastSeenAt),
                    Optional.ofNullable(row.get(evidence.expiresAt))));
        }
        return found;
    }

    private @Nullable IdentifierKey key(@Nullable Short type, byte @Nullable [] digest) throws SQLException {
        return type == null || digest == null
                ? null
                : new IdentifierKey(names.type(connection, type), Digest.of(digest));
    }
}
