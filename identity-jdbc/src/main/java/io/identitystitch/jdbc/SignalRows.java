package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.util.Optional;
import org.jooq.Record;

/**
 * Rows of signals as what they stand for.
 *
 * @param payload reads envelopes
 * @param signal the table, as the query calls it
 */
record SignalRows(SignalPayload payload, SignalTable signal) {
    SignalRows(ValueCodec codec, TenantId tenant, SignalTable signal) {
        this(new SignalPayload(codec, tenant), signal);
    }

    /**
     * The signal of a row.
     *
     * @throws IdentityStoreException if its envelope cannot be read
     */
    SignalRecord read(Record row) {
        byte[] hash = row.get(signal.contentHash);
        String json = payload.read(hash, row.get(signal.valueKey), row.get(signal.valueBytes))
                .orElseThrow(() -> new IdentityStoreException(
                        Kind.BROKEN, "a signal cannot be read: the codec does not know its key", null));
        return new SignalRecord(
                new ProfileId(row.get(signal.owner)),
                new StagedSignal(
                        Digest.of(hash),
                        row.get(signal.type),
                        Optional.ofNullable(row.get(signal.eventId)),
                        row.get(signal.occurredAt),
                        row.get(signal.receivedAt),
                        row.get(signal.rehydrated),
                        json));
    }
}
