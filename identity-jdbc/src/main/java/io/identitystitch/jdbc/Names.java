package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Record1;
import org.jspecify.annotations.Nullable;

/**
 * The small numbers that stand for tenants and types in the tables. Numbers never change, so what was read once is kept; that
 * something has no number is not kept.
 *
 * <p>Thread-safe.
 */
final class Names {
    private final Database database;
    private final @Nullable Names committed;
    private final Map<TenantId, Integer> tenants = new ConcurrentHashMap<>();
    private final Map<Integer, TenantId> tenantsByNumber = new ConcurrentHashMap<>();
    private final Map<IdentifierType, Short> types = new ConcurrentHashMap<>();
    private final Map<Short, IdentifierType> typesByNumber = new ConcurrentHashMap<>();

    Names(Database database) {
        this(database, null);
    }

    private Names(Database database, @Nullable Names committed) {
        this.database = database;
        this.committed = committed;
    }

    /** A view for one host transaction: it finds what is known here, and keeps what it learns to itself. */
    Names forTransaction() {
        return new Names(database, this);
    }

    /** Forgets what was learned, which a roll-back may have undone. */
    void forget() {
        tenants.clear();
        tenantsByNumber.clear();
        types.clear();
        typesByNumber.clear();
    }

    /** The number of a tenant; null where it has none. */
    @Nullable
    Integer tenant(Connection connection, TenantId tenant) {
        Integer number = knownTenant(tenant);
        if (number != null) {
            return number;
        }
        Tables.Tenant table = database.tables().tenant;
        Record1<Integer> row = database.on(connection, 0)
                .select(table.id)
                .from(table)
                .where(table.name.eq(tenant.value()))
                .fetchOne();
        if (row == null) {
            return null;
        }
        tenants.put(tenant, row.value1());
        return row.value1();
    }

    /** The tenant with a number that was read from the tables. */
    TenantId tenant(Connection connection, int number) throws SQLException {
        TenantId tenant = tenantsByNumber.get(number);
        if (tenant == null) {
            Tables.Tenant table = database.tables().tenant;
            Record1<String> row = database.on(connection, 0)
                    .select(table.name)
                    .from(table)
                    .where(table.id.eq(number))
                    .fetchOne();
            if (row == null) {
                throw new SQLException("a tenant has no name", SqlStates.BROKEN);
            }
            tenant = TenantId.of(row.value1());
            tenantsByNumber.put(number, tenant);
        }
        return tenant;
    }

    /** The number of a tenant, which gets one if it has none. */
    int register(Connection connection, TenantId tenant) throws SQLException {
        Integer number = tenant(connection, tenant);
        if (number == null) {
            Tables.Tenant table = database.tables().tenant;
            Inserts insert = Inserts.into(table, table.name);
            insert.add(tenant.value());
            insert.run(database.on(connection, 0));
            number = tenant(connection, tenant);
        }
        if (number == null) {
            throw invisible();
        }
        return number;
    }

    /** The number of a type; null where it is not known here. */
    @Nullable
    Short knownType(IdentifierType type) {
        Short number = committed == null ? null : committed.knownType(type);
        return number != null ? number : types.get(type);
    }

    /** Learns the numbers of all types. */
    void preload(Connection connection) {
        Tables.Type table = database.tables().type;
        database.on(connection, 0)
                .select(table.id, table.name)
                .from(table)
                .forEach(row -> learn(row.value1(), IdentifierType.of(row.value2())));
    }

    /** Looks up those of the types that are not known here; says whether there was one to be learned. */
    boolean lookUp(Connection connection, Collection<IdentifierType> wanted) {
        List<String> missing = missing(wanted);
        if (missing.isEmpty()) {
            return false;
        }
        Tables.Type table = database.tables().type;
        database.on(connection, 0)
                .select(table.id, table.name)
                .from(table)
                .where(table.name.in(missing))
                .forEach(row -> learn(row.value1(), IdentifierType.of(row.value2())));
        return missing(wanted).size() < missing.size();
    }

    /** Sees to it that each of the types has a number. */
    void register(Connection connection, Collection<IdentifierType> wanted) throws SQLException {
        lookUp(connection, wanted);
        List<String> missing = missing(wanted);
        if (missing.isEmpty()) {
            return;
        }
        Tables.Type table = database.tables().type;
        Inserts insert = Inserts.into(table, table.name);
        missing.forEach(insert::add);
        insert.run(database.on(connection, 0));
        lookUp(connection, wanted);
        if (!missing(wanted).isEmpty()) {
            throw invisible();
        }
    }

    /** The type with a number that was read from the tables. */
    IdentifierType type(Connection connection, short number) throws SQLException {
        IdentifierType type = knownType(number);
        if (type == null) {
            Tables.Type table = database.tables().type;
            Record1<String> row = database.on(connection, 0)
                    .select(table.name)
                    .from(table)
                    .where(table.id.eq(number))
                    .fetchOne();
            if (row == null) {
                throw new SQLException("a type has no name", SqlStates.BROKEN);
            }
            type = IdentifierType.of(row.value1());
            learn(number, type);
        }
        return type;
    }

    private @Nullable IdentifierType knownType(short number) {
        IdentifierType type = committed == null ? null : committed.knownType(number);
        return type != null ? type : typesByNumber.get(number);
    }

    private @Nullable Integer knownTenant(TenantId tenant) {
        Integer number = committed == null ? null : committed.knownTenant(tenant);
        return number != null ? number : tenants.get(tenant);
    }

    private List<String> missing(Collection<IdentifierType> wanted) {
        if (areKnown(wanted)) {
            return List.of();
        }
        return wanted.stream()
                .filter(type -> knownType(type) == null)
                .map(IdentifierType::name)
                .distinct()
                .sorted()
                .toList();
    }

    /** As nearly always. */
    private boolean areKnown(Collection<IdentifierType> wanted) {
        for (IdentifierType type : wanted) {
            if (knownType(type) == null) {
                return false;
            }
        }
        return true;
    }

    private void learn(short number, IdentifierType type) {
        types.put(type, number);
        typesByNumber.put(number, type);
    }

    /** Another transaction registered the name; this one, at a higher isolation level, does not see it. */
    private static SQLException invisible() {
        return new SQLException("registered in a transaction that this one does not see", SqlStates.SERIALIZATION);
    }
}
