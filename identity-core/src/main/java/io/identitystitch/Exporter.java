package io.identitystitch;

import io.identitystitch.model.ExportResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.exc.JacksonIOException;

/** Writes what is kept of a person. */
final class Exporter {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    Exporter(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    ExportResult export(ProfileId profile, OutputStream out) throws IOException {
        IdentityReads reads = store.reads();
        ExportDocument document = new ExportDocument(tenant, core.now(), out);
        try {
            if (reads.export(tenant, profile, document::add)) {
                return document.end();
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
        return reads.erasure(tenant, profile)
                .<ExportResult>map(ExportResult.Erased::new)
                .orElseGet(ExportResult.Unknown::new);
    }
}
