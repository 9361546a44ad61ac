package io.identitystitch.cold;

import io.identitystitch.model.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where everything is: {@code org/{tenant}/anonymous/{date}/}.
 *
 * <p>Immutable and thread-safe.
 */
final class Folders {
    private final Path root;
    private final FileOperations files;

    Folders(Path root, FileOperations files) {
        this.root = root;
        this.files = files;
    }

    Path root() {
        return root;
    }

    Path anonymous(TenantId tenant) {
        return root.resolve("org").resolve(TenantFolder.name(tenant)).resolve("anonymous");
    }

    boolean exists(TenantId tenant) {
        return files.exists(anonymous(tenant));
    }

    /** The file whose lock is the tenant's. */
    Path lock(TenantId tenant) {
        return root.resolve("org").resolve(TenantFolder.name(tenant)).resolve("anonymous.lock");
    }

    Day day(TenantId tenant, LocalDate date) {
        return new Day(tenant, date, anonymous(tenant).resolve(date.toString()));
    }

    /** The days that a tenant has, in order. */
    List<Day> days(TenantId tenant) throws IOException {
        List<Day> days = new ArrayList<>();
        for (String name : files.list(anonymous(tenant))) {
            date(name).ifPresent(date -> days.add(day(tenant, date)));
        }
        days.sort(Comparator.comparing(Day::date));
        return days;
    }

    List<TenantId> tenants() throws IOException {
        List<TenantId> tenants = new ArrayList<>();
        for (String name : files.list(root.resolve("org"))) {
            TenantFolder.tenant(name).ifPresent(tenants::add);
        }
        return tenants;
    }

    /** The day whose folder has this name; none if no day's has. */
    static Optional<LocalDate> date(String name) {
        try {
            LocalDate date = LocalDate.parse(name);
            return date.toString().equals(name) ? Optional.of(date) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
