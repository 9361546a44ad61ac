package io.identitystitch.cold;

import io.identitystitch.model.TenantId;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What one tenant received on one UTC day, and the folder where it is.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param date the UTC day
 * @param folder its folder
 */
record Day(TenantId tenant, LocalDate date, Path folder) {
    /** What blocks of the day are bound to. */
    String where() {
        return tenant.value() + '/' + date;
    }

    Path file(SegmentName name, SegmentName.State state) {
        return folder.resolve(name.file(state));
    }

    Path quarantine() {
        return folder.resolve("quarantine");
    }

    byte[] seed(SegmentName name) {
        return Frame.seed(where(), name);
    }
}
