package io.identitystitch.jdbc;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.ConflictState;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.OwnerState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.RootState;
import io.identitystitch.plan.TouchRef;
import io.identitystitch.plan.TraitRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of {@link PostgresLoad}: the first column tells which part of the snapshot a row is, and the part tells
 * what the others mean. Not thread-safe.
 */
final class PostgresRows {
    private static final int ORDINAL = 2;
    private static final int ID = 3;
    private static final int OTHER_ID = 4;
    private static final int AT = 5;
    private static final int AT_2 = 6;
    private static final int FIRST_SEEN = 7;
    private static final int LAST_SEEN = 8;
    private static final int EXPIRES = 9;
    private static final int FLAG = 10;
    private static final int FLAG_2 = 11;
    private static final int NUMBER = 12;
    private static final int TEXT = 13;
    private static final int BYTES = 14;
    private static final int THIRD_ID = 15;

    private record Root(Instant createdAt, boolean known, long version, boolean guarded, boolean locked) {}

    private final Connection connection;
    private final Scope scope;
    private final List<IdentifierKey> keys;
    private final List<IdentifierKey> evidence;
    private final IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
    private final List<UUID> owners = new ArrayList<>();
    private final Map<ProfileId, ProfileId> ownersOfKeys = new LinkedHashMap<>();
    private final Map<ProfileId, Root> roots = new HashMap<>();
    private final Map<ProfileId, Map<IdentifierType, Integer>> counts = new HashMap<>();

    PostgresRows(Connection connection, Scope scope, List<IdentifierKey> keys, List<IdentifierKey> evidence) {
        this.connection = connection;
        this.scope = scope;
        this.keys = keys;
        this.evidence = evidence;
    }

    void read(ResultSet row) throws SQLException {
        switch (row.getInt(1)) {
            case 0 -> readLink(row);
            case 1 -> {
                owners.add(id(row, ID).value());
                snapshot.owner(id(row, ID), new OwnerState(id(row, OTHER_ID), instant(row, AT)));
            }
            case 2 ->
                roots.put(
                        id(row, ID),
                        new Root(
                                instant(row, AT),
                                row.getBoolean(FLAG),
                                row.getLong(NUMBER),
                                row.getBoolean(FLAG_2),
                                row.getInt(ORDINAL) != 0));
            case 3 ->
                counts.computeIfAbsent(id(row, ID), root -> new HashMap<>())
                        .put(scope.type(connection, row.getShort(ORDINAL)), row.getInt(NUMBER));
            case 4 -> readConflict(row);
            case 5 -> snapshot.apart(ProfilePair.of(id(row, ID), id(row, OTHER_ID)));
            case 6 -> readEvidence(row);
            case 7 ->
                snapshot.interval(new HeldInterval(
                        keys.get(row.getInt(ORDINAL) - 1), id(row, ID), instant(row, AT), instant(row, AT_2)));
            case 8 -> readTrait(row);
            case 9 -> snapshot.touch(new TouchRef(id(row, ID), row.getString(TEXT)));
            default -> throw new SQLException("a row of no part", SqlStates.BROKEN);
        }
    }

    UUID[] owners() {
        return owners.toArray(UUID[]::new);
    }

    UUID[] roots() {
        return roots.keySet().stream().map(ProfileId::value).toArray(UUID[]::new);
    }

    /** Without roots every identifier had the same one, and the owners are told by the identifiers. */
    IdentitySnapshot snapshot() {
        if (roots.isEmpty()) {
            ownersOfKeys.forEach((owner, root) -> snapshot.owner(owner, new OwnerState(root, null)));
        }
        roots.forEach((id, root) -> snapshot.root(
                id,
                new RootState(
                        root.createdAt(),
                        root.known(),
                        root.version(),
                        counts.getOrDefault(id, Map.of()),
                        root.guarded(),
                        root.locked())));
        return snapshot.build();
    }

    private void readLink(ResultSet row) throws SQLException {
        UUID owner = row.getObject(ID, UUID.class);
        ProfileId holder = owner == null ? null : new ProfileId(owner);
        snapshot.link(
                keys.get(row.getInt(ORDINAL) - 1),
                new LinkState(
                        holder,
                        instant(row, AT),
                        instantOrNull(row, AT_2),
                        row.getBoolean(FLAG),
                        LinkSource.ofWireName(row.getString(TEXT)),
                        instant(row, FIRST_SEEN),
                        instant(row, LAST_SEEN),
                        instantOrNull(row, EXPIRES),
                        row.getBoolean(FLAG_2),
                        row.getInt(NUMBER)));
        if (holder != null) {
            ownersOfKeys.put(holder, id(row, OTHER_ID));
        }
    }

    private void readConflict(ResultSet row) throws SQLException {
        String[] words = row.getString(TEXT).split(" ", 2);
        snapshot.conflict(
                ProfilePair.of(id(row, ID), id(row, OTHER_ID)),
                new ConflictState(
                        new ConflictId(id(row, THIRD_ID).value()),
                        ConflictReason.valueOf(words[0]),
                        scope.type(connection, row.getShort(ORDINAL)),
                        ConflictStatus.valueOf(words[1])));
    }

    private void readEvidence(ResultSet row) throws SQLException {
        String seenType = row.getString(TEXT);
        byte[] seenDigest = row.getBytes(BYTES);
        IdentifierKey seenWith = seenType == null || seenDigest == null
                ? null
                : new IdentifierKey(scope.type(connection, Short.parseShort(seenType)), Digest.of(seenDigest));
        snapshot.evidence(new EvidenceState(
                evidence.get(row.getInt(ORDINAL) - 1),
                id(row, ID),
                seenWith,
                row.getInt(NUMBER),
                instant(row, FIRST_SEEN),
                instant(row, LAST_SEEN),
                instantOrNull(row, EXPIRES)));
    }

    private void readTrait(ResultSet row) throws SQLException {
        String[] words = row.getString(TEXT).split(" ", 2);
        snapshot.trait(
                new TraitRef(id(row, ID), words[0], Digest.of(row.getBytes(BYTES))),
                new Trait(words[0], JsonText.parse(words[1]), instant(row, AT)));
    }

    private static ProfileId id(ResultSet row, int column) throws SQLException {
        return new ProfileId(Objects.requireNonNull(row.getObject(column, UUID.class)));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(row, column));
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
