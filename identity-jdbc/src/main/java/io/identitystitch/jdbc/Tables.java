package io.identitystitch.jdbc;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** The tables, in one schema or in that of the connection. Columns as in the scripts of {@code schema}. */
final class Tables {
    final Tenant tenant;
    final Type type;
    final Profile profile;
    final Redirect redirect;
    final Link link;
    final Interval interval;
    final EdgeTable edge;
    final NeverLinkTable neverLink;
    final Conflict conflict;
    final TouchTable touch;
    final TraitTable trait;
    final Evidence evidence;
    final Change change;
    final ActTable act;
    final ErasedTable erased;
    final KinTable kin;
    final RefusedTable refused;
    final BackfillTable backfill;
    final SignalTable signal;
    final OpenSignalTable openSignal;
    final SignalTaskTable signalTask;
    final ColdSignalTable coldSignal;
    final ColdVisitorTable coldVisitor;
    final SchemaVersion schemaVersion;

    private final @Nullable Schema schema;

    Tables(@Nullable String schemaName) {
        schema = schemaName == null ? null : DSL.schema(DSL.quotedName(schemaName));
        tenant = new Tenant(DSL.name("id_tenant"), schema, null);
        type = new Type(DSL.name("id_type"), schema, null);
        profile = new Profile(DSL.name("id_profile"), schema, null);
        redirect = new Redirect(DSL.name("id_redirect"), schema, null);
        link = new Link(DSL.name("id_identifier"), schema, null);
        interval = new Interval(DSL.name("id_interval"), schema, null);
        edge = new EdgeTable(DSL.name("id_edge"), schema, null);
        neverLink = new NeverLinkTable(DSL.name("id_never_link"), schema, null);
        conflict = new Conflict(DSL.name("id_conflict"), schema, null);
        touch = new TouchTable(DSL.name("id_touch"), schema, null);
        trait = new TraitTable(DSL.name("id_trait"), schema, null);
        evidence = new Evidence(DSL.name("id_evidence"), schema, null);
        change = new Change(DSL.name("id_change"), schema, null);
        act = new ActTable(DSL.name("id_act"), schema, null);
        erased = new ErasedTable(DSL.name("id_erased"), schema, null);
        kin = new KinTable(DSL.name("id_kin"), schema, null);
        refused = new RefusedTable(DSL.name("id_refused"), schema, null);
        backfill = new BackfillTable(DSL.name("id_backfill"), schema, null);
        signal = new SignalTable(DSL.name("id_signal"), schema, null);
        openSignal = new OpenSignalTable(DSL.name("id_signal_open"), schema, null);
        signalTask = new SignalTaskTable(DSL.name("id_signal_task"), schema, null);
        coldSignal = new ColdSignalTable(DSL.name("id_cold_signal"), schema, null);
        coldVisitor = new ColdVisitorTable(DSL.name("id_cold_visitor"), schema, null);
        schemaVersion = new SchemaVersion(DSL.name("id_schema_version"), schema, null);
    }

    /** A table's name as it is written in SQL. */
    String sql(Table<?> table) {
        return schema == null ? table.getName() : '"' + schema.getName() + "\"." + table.getName();
    }

    /** Numbers of tenants. */
    static final class Tenant extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> id = createField(DSL.name("id"), SQLDataType.INTEGER);
        final TableField<Record, String> name = createField(DSL.name("name"), SQLDataType.VARCHAR);

        private Tenant(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Tenant as(String alias) {
            return new Tenant(DSL.name(alias), null, this);
        }
    }

    /** Numbers of identifier types. */
    static final class Type extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Short> id = createField(DSL.name("id"), SQLDataType.SMALLINT);
        final TableField<Record, String> name = createField(DSL.name("name"), SQLDataType.VARCHAR);

        private Type(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Type as(String alias) {
            return new Type(DSL.name(alias), null, this);
        }
    }

    /** Profiles. */
    static final class Profile extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> id = createField(DSL.name("id"), SQLDataType.UUID);
        final TableField<Record, Boolean> isRoot = createField(DSL.name("is_root"), SQLDataType.BOOLEAN);
        final TableField<Record, Boolean> known = createField(DSL.name("known"), SQLDataType.BOOLEAN);
        final TableField<Record, Boolean> guarded = createField(DSL.name("guarded"), SQLDataType.BOOLEAN);
        final TableField<Record, Boolean> locked = createField(DSL.name("locked"), SQLDataType.BOOLEAN);
        final TableField<Record, Long> version = createField(DSL.name("version"), SQLDataType.BIGINT);
        final TableField<Record, Instant> createdAt = createField(DSL.name("created_at"), SQLDataType.INSTANT);

        private Profile(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Profile as(String alias) {
            return new Profile(DSL.name(alias), null, this);
        }
    }

    /** Who answers for an absorbed profile. */
    static final class Redirect extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> absorbed = createField(DSL.name("absorbed"), SQLDataType.UUID);
        final TableField<Record, UUID> root = createField(DSL.name("root"), SQLDataType.UUID);
        final TableField<Record, Boolean> known = createField(DSL.name("known"), SQLDataType.BOOLEAN);
        final TableField<Record, Instant> mergedAt = createField(DSL.name("merged_at"), SQLDataType.INSTANT);

        private Redirect(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Redirect as(String alias) {
            return new Redirect(DSL.name(alias), null, this);
        }
    }

    /** Whose an identifier is. */
    static final class Link extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> digest = createField(DSL.name("digest"), SQLDataType.VARBINARY);
        final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
        final TableField<Record, Instant> heldSince = createField(DSL.name("held_since"), SQLDataType.INSTANT);
        final TableField<Record, Instant> signedInAt = createField(DSL.name("signed_in_at"), SQLDataType.INSTANT);
        final TableField<Record, Boolean> verified = createField(DSL.name("verified"), SQLDataType.BOOLEAN);
        final TableField<Record, String> source = createField(DSL.name("source"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> firstSeenAt = createField(DSL.name("first_seen_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> lastSeenAt = createField(DSL.name("last_seen_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> expiresAt = createField(DSL.name("expires_at"), SQLDataType.INSTANT);
        final TableField<Record, Boolean> alias = createField(DSL.name("alias"), SQLDataType.BOOLEAN);
        final TableField<Record, Integer> sightings = createField(DSL.name("sightings"), SQLDataType.INTEGER);
        final TableField<Record, Instant> linkedAt = createField(DSL.name("linked_at"), SQLDataType.INSTANT);
        final TableField<Record, Short> viaType = createField(DSL.name("via_type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> viaDigest = createField(DSL.name("via_digest"), SQLDataType.VARBINARY);
        final TableField<Record, String> context = createField(DSL.name("context"), SQLDataType.VARCHAR);
        final TableField<Record, String> valueKey = createField(DSL.name("value_key"), SQLDataType.VARCHAR);
        final TableField<Record, byte[]> valueBytes = createField(DSL.name("value_bytes"), SQLDataType.VARBINARY);

        private Link(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Link as(String alias) {
            return new Link(DSL.name(alias), null, this);
        }
    }

    /** Intervals that are over. */
    static final class Interval extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> digest = createField(DSL.name("digest"), SQLDataType.VARBINARY);
        final TableField<Record, Instant> heldUntil = createField(DSL.name("held_until"), SQLDataType.INSTANT);
        final TableField<Record, Instant> heldFrom = createField(DSL.name("held_from"), SQLDataType.INSTANT);
        final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
        final TableField<Record, Instant> closedAt = createField(DSL.name("closed_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> linkedAt = createField(DSL.name("linked_at"), SQLDataType.INSTANT);

        private Interval(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Interval as(String alias) {
            return new Interval(DSL.name(alias), null, this);
        }
    }

    /** Merges. */
    static final class EdgeTable extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> id = createField(DSL.name("id"), SQLDataType.UUID);
        final TableField<Record, UUID> ownerA = createField(DSL.name("owner_a"), SQLDataType.UUID);
        final TableField<Record, UUID> ownerB = createField(DSL.name("owner_b"), SQLDataType.UUID);
        final TableField<Record, Short> aType = createField(DSL.name("a_type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> aDigest = createField(DSL.name("a_digest"), SQLDataType.VARBINARY);
        final TableField<Record, Short> bType = createField(DSL.name("b_type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> bDigest = createField(DSL.name("b_digest"), SQLDataType.VARBINARY);
        final TableField<Record, String> source = createField(DSL.name("source"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> observedAt = createField(DSL.name("observed_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> mergedAt = createField(DSL.name("merged_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> undoneAt = createField(DSL.name("undone_at"), SQLDataType.INSTANT);

        private EdgeTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public EdgeTable as(String alias) {
            return new EdgeTable(DSL.name(alias), null, this);
        }
    }

    /** Pairs that stay apart. */
    static final class NeverLinkTable extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> ownerLow = createField(DSL.name("owner_low"), SQLDataType.UUID);
        final TableField<Record, UUID> ownerHigh = createField(DSL.name("owner_high"), SQLDataType.UUID);
        final TableField<Record, String> reason = createField(DSL.name("reason"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> createdAt = createField(DSL.name("created_at"), SQLDataType.INSTANT);
        final TableField<Record, String> decidedBy = createField(DSL.name("decided_by"), SQLDataType.VARCHAR);

        private NeverLinkTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public NeverLinkTable as(String alias) {
            return new NeverLinkTable(DSL.name(alias), null, this);
        }
    }

    /** Refused merges. */
    static final class Conflict extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> id = createField(DSL.name("id"), SQLDataType.UUID);
        final TableField<Record, UUID> ownerLow = createField(DSL.name("owner_low"), SQLDataType.UUID);
        final TableField<Record, UUID> ownerHigh = createField(DSL.name("owner_high"), SQLDataType.UUID);
        final TableField<Record, UUID> returned = createField(DSL.name("returned"), SQLDataType.UUID);
        final TableField<Record, UUID> refused = createField(DSL.name("refused"), SQLDataType.UUID);
        final TableField<Record, String> reason = createField(DSL.name("reason"), SQLDataType.VARCHAR);
        final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
        final TableField<Record, Short> evidenceType = createField(DSL.name("evidence_type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> evidenceDigest =
                createField(DSL.name("evidence_digest"), SQLDataType.VARBINARY);
        final TableField<Record, String> status = createField(DSL.name("status"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> observedAt = createField(DSL.name("observed_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> createdAt = createField(DSL.name("created_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> decidedAt = createField(DSL.name("decided_at"), SQLDataType.INSTANT);
        final TableField<Record, UUID> mergeId = createField(DSL.name("merge_id"), SQLDataType.UUID);

        private Conflict(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Conflict as(String alias) {
            return new Conflict(DSL.name(alias), null, this);
        }
    }

    /** Touches. */
    static final class TouchTable extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
        final TableField<Record, String> eventId = createField(DSL.name("event_id"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> occurredAt = createField(DSL.name("occurred_at"), SQLDataType.INSTANT);
        final TableField<Record, Boolean> attributed = createField(DSL.name("attributed"), SQLDataType.BOOLEAN);
        final TableField<Record, String> fields = createField(DSL.name("fields"), SQLDataType.VARCHAR);
        final TableField<Record, byte[]> cameWith = createField(DSL.name("came_with"), SQLDataType.VARBINARY);
        final TableField<Record, Instant> recordedAt = createField(DSL.name("recorded_at"), SQLDataType.INSTANT);

        private TouchTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public TouchTable as(String alias) {
            return new TouchTable(DSL.name(alias), null, this);
        }
    }

    /** Traits. */
    static final class TraitTable extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
        final TableField<Record, String> name = createField(DSL.name("name"), SQLDataType.VARCHAR);
        final TableField<Record, byte[]> cameWithDigest =
                createField(DSL.name("came_with_digest"), SQLDataType.VARBINARY);
        final TableField<Record, String> valueJson = createField(DSL.name("value_json"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> at = createField(DSL.name("at"), SQLDataType.INSTANT);
        final TableField<Record, byte[]> cameWith = createField(DSL.name("came_with"), SQLDataType.VARBINARY);

        private TraitTable(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public TraitTable as(String alias) {
            return new TraitTable(DSL.name(alias), null, this);
        }
    }

    /** Device evidence. */
    static final class Evidence extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> digest = createField(DSL.name("digest"), SQLDataType.VARBINARY);
        final TableField<Record, UUID> owner = createField(DSL.name("owner"), SQLDataType.UUID);
        final TableField<Record, Short> seenType = createField(DSL.name("seen_type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> seenDigest = createField(DSL.name("seen_digest"), SQLDataType.VARBINARY);
        final TableField<Record, Short> confidence = createField(DSL.name("confidence"), SQLDataType.SMALLINT);
        final TableField<Record, Instant> firstSeenAt = createField(DSL.name("first_seen_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> lastSeenAt = createField(DSL.name("last_seen_at"), SQLDataType.INSTANT);
        final TableField<Record, Instant> expiresAt = createField(DSL.name("expires_at"), SQLDataType.INSTANT);

        private Evidence(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Evidence as(String alias) {
            return new Evidence(DSL.name(alias), null, this);
        }
    }

    /** What changed of answers already given. */
    static final class Change extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> tenant = createField(DSL.name("tenant"), SQLDataType.INTEGER);
        final TableField<Record, Short> kind = createField(DSL.name("kind"), SQLDataType.SMALLINT);
        final TableField<Record, UUID> profile = createField(DSL.name("profile"), SQLDataType.UUID);
        final TableField<Record, UUID> other = createField(DSL.name("other"), SQLDataType.UUID);
        final TableField<Record, Short> type = createField(DSL.name("type"), SQLDataType.SMALLINT);
        final TableField<Record, byte[]> digest = createField(DSL.name("digest"), SQLDataType.VARBINARY);
        final TableField<Record, Instant> at = createField(DSL.name("at"), SQLDataType.INSTANT);

        private Change(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public Change as(String alias) {
            return new Change(DSL.name(alias), null, this);
        }
    }

    /** The scripts that were run. */
    static final class SchemaVersion extends TableImpl<Record> {
        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> version = createField(DSL.name("version"), SQLDataType.INTEGER);
        final TableField<Record, String> checksum = createField(DSL.name("checksum"), SQLDataType.VARCHAR);
        final TableField<Record, Instant> appliedAt = createField(DSL.name("applied_at"), SQLDataType.INSTANT);

        private SchemaVersion(Name name, @Nullable Schema schema, @Nullable Table<Record> aliased) {
            super(name, schema, aliased);
        }

        @Override
        public SchemaVersion as(String alias) {
            return new SchemaVersion(DSL.name(alias), null, this);
        }
    }
}
