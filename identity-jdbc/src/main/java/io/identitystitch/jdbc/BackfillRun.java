package io.identitystitch.jdbc;

import io.identitystitch.model.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that somebody has taken. Immutable and thread-safe.
 *
 * @param tenantId the tenant
 * @param tenant its number
 * @param id the number of the run
 * @param lease the number of the lease: another one there is somebody else's
 * @param request what is to be stamped
 * @param place where the run is
 * @param stamped how many rows were stamped
 */
record BackfillRun(
        TenantId tenantId, int tenant, UUID id, int lease, BackfillRequest request, Place place, long stamped) {
    /**
     * What comes next.
     *
     * @param pass how often all was gone through, and once more
     * @param visitor the index of the visitor
     * @param after the last key of the visitor that was looked at, null for none
     */
    record Place(int pass, int visitor, @Nullable Object after) {
        static final Place START = new Place(1, 0, null);

        Place nextVisitor() {
            return new Place(pass, visitor + 1, null);
        }

        Place nextPass() {
            return new Place(pass + 1, 0, null);
        }
    }

    BackfillRun at(Place next, int more) {
        return new BackfillRun(tenantId, tenant, id, lease, request, next, stamped + more);
    }

    boolean isThrough() {
        return place.visitor() >= request.visitors().size();
    }
}
