package io.identitystitch;

import io.identitystitch.model.ExportResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.PersonRecord;
import io.identitystitch.spi.PersonRecord.Member;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * One export as it is written: the person's own fields, then an array for each kind of record, also where it is empty. Not
 * thread-safe.
 */
final class ExportDocument {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final TenantId tenant;
    private final Instant at;
    private final OutputStream out;
    private final Deque<String> ahead = new ArrayDeque<>(PersonRecord.KINDS);
    private final SortedMap<String, Long> counts = new TreeMap<>();

    private @Nullable JsonGenerator json;
    private @Nullable ProfileId root;

    ExportDocument(TenantId tenant, Instant at, OutputStream out) {
        this.tenant = tenant;
        this.at = at;
        this.out = out;
    }

    /** The first record is the root, and the records of one kind come in one piece, the kinds in their order. */
    void add(PersonRecord record) {
        JsonGenerator generator = json == null ? begin((Member) record) : json;
        String kind = record.kind();
        while (!counts.containsKey(kind)) {
            next(generator);
        }
        generator.writeStartObject();
        new ExportFields(generator).write(record);
        generator.writeEndObject();
        counts.merge(kind, 1L, Long::sum);
    }

    private JsonGenerator begin(Member first) {
        JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
        generator.writeStartObject();
        generator.writeStringProperty("tenant", tenant.toString());
        generator.writeStringProperty("profile", first.id().toString());
        generator.writeBooleanProperty("known", first.known());
        generator.writeBooleanProperty("locked", first.locked());
        generator.writeStringProperty("exported_at", at.toString());
        json = generator;
        root = first.id();
        return generator;
    }

    /** Ends one array, if there was one, and begins the next. */
    private void next(JsonGenerator generator) {
        if (!counts.isEmpty()) {
            generator.writeEndArray();
        }
        String kind = ahead.remove();
        generator.writeArrayPropertyStart(kind);
        counts.put(kind, 0L);
    }

    ExportResult end() {
        JsonGenerator generator = Objects.requireNonNull(json, "an export begins with the root");
        for (int left = ahead.size(); left > 0; left--) {
            next(generator);
        }
        generator.writeEndArray();
        generator.writeEndObject();
        generator.close();
        return new ExportResult.Exported(Objects.requireNonNull(root), counts);
    }
}
