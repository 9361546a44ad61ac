package io.identitystitch;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.DeviceEvidence;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.spi.PersonRecord;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** The fields of each record in an export. What is not there is left out. */
final class ExportFields {
    private final JsonGenerator json;

    ExportFields(JsonGenerator json) {
        this.json = json;
    }

    void write(PersonRecord record) {
        if (record instanceof PersonRecord.Member member) {
            write(member);
        } else if (record instanceof PersonRecord.Held held) {
            write(held);
        } else if (record instanceof PersonRecord.HeldBefore before) {
            write(before);
        } else if (record instanceof PersonRecord.OwnedTrait trait) {
            write(trait);
        } else if (record instanceof PersonRecord.OwnedTouch touch) {
            write(touch);
        } else if (record instanceof PersonRecord.Evidence evidence) {
            write(evidence.evidence());
        } else if (record instanceof PersonRecord.Merge merge) {
            write(merge.merge());
        } else if (record instanceof PersonRecord.Apart apart) {
            write(apart.pair());
        } else if (record instanceof PersonRecord.Conflict conflict) {
            write(conflict.record());
            text("merge", conflict.merge());
        } else if (record instanceof PersonRecord.Done done) {
            write(done.act());
        } else if (record instanceof PersonRecord.Backfill backfill) {
            write(backfill);
        } else if (record instanceof PersonRecord.OwnedSignal signal) {
            write(signal);
        }
    }

    private void write(PersonRecord.Member member) {
        text("id", member.id());
        time("created_at", member.createdAt());
        time("merged_at", member.mergedAt());
    }

    private void write(PersonRecord.Held held) {
        ProfileIdentifier identifier = held.identifier();
        typeAndDigest(identifier.key());
        text("value", identifier.value());
        text("profile", identifier.ownerId());
        json.writeStringProperty("source", identifier.source().wireName());
        json.writeBooleanProperty("verified", identifier.verified());
        time("first_seen_at", identifier.firstSeenAt());
        time("last_seen_at", identifier.lastSeenAt());
        time("held_since", held.heldSince());
        time("signed_in_at", held.signedInAt());
        time("linked_at", identifier.linkedAt());
        time("expires_at", identifier.expiresAt());
        json.writeBooleanProperty("alias", identifier.alias());
        json.writeNumberProperty("sightings", identifier.sightings());
        key("seen_with", held.via());
        map("context", identifier.context());
    }

    private void write(PersonRecord.HeldBefore before) {
        typeAndDigest(before.key());
        text("value", before.value());
        text("profile", before.owner());
        time("from", before.from());
        time("until", before.until());
        time("linked_at", before.linkedAt());
        time("closed_at", before.closedAt());
    }

    private void write(PersonRecord.OwnedTrait trait) {
        json.writeStringProperty("name", trait.trait().name());
        json.writeName("value");
        json.writeRawValue(trait.trait().value().json());
        time("at", trait.trait().at());
        text("profile", trait.owner());
        keys("came_with", trait.cameWith());
    }

    private void write(PersonRecord.OwnedTouch touch) {
        json.writeStringProperty("event_id", touch.touch().eventId());
        time("occurred_at", touch.touch().occurredAt());
        json.writeBooleanProperty("attributed", touch.touch().attributed());
        map("fields", touch.touch().fields());
        text("profile", touch.owner());
        keys("came_with", touch.cameWith());
        time("recorded_at", touch.recordedAt());
    }

    private void write(DeviceEvidence evidence) {
        typeAndDigest(evidence.key());
        text("profile", evidence.ownerId());
        key("seen_with", evidence.seenWith());
        json.writeNumberProperty("confidence", evidence.confidence());
        time("first_seen_at", evidence.firstSeenAt());
        time("last_seen_at", evidence.lastSeenAt());
        time("expires_at", evidence.expiresAt());
    }

    private void write(MergeRecord merge) {
        text("id", merge.id());
        text("a", merge.a());
        text("b", merge.b());
        key("key_a", merge.keyA());
        key("key_b", merge.keyB());
        json.writeStringProperty("source", merge.source().wireName());
        time("observed_at", merge.observedAt());
        time("merged_at", merge.mergedAt());
        time("undone_at", merge.undoneAt());
    }

    private void write(KeptApart pair) {
        text("a", pair.a());
        text("b", pair.b());
        json.writeStringProperty("reason", pair.reason());
        text("by", pair.by());
        time("at", pair.at());
    }

    private void write(ConflictRecord conflict) {
        text("id", conflict.id());
        text("returned", conflict.returned());
        text("refused", conflict.refused());
        text("reason", conflict.reason());
        text("type", conflict.type());
        key("evidence", conflict.evidence());
        text("status", conflict.status());
        time("at", conflict.at());
        time("observed_at", conflict.observedAt());
    }

    private void write(Act act) {
        text("id", act.id());
        text("kind", act.kind());
        json.writeStringProperty("by", act.by());
        time("at", act.at());
        json.writeStringProperty("reason", act.reason());
        text("a", act.a());
        if (!act.b().equals(act.a())) {
            text("b", act.b());
        }
        text("merge", act.merge());
        text("conflict", act.conflict());
        keys("keys", act.keys());
    }

    private void write(PersonRecord.Backfill backfill) {
        text("id", backfill.id());
        text("profile", backfill.owner());
        text("target", backfill.target());
        text("user_id", backfill.userId());
        json.writeArrayPropertyStart("anonymous_ids");
        backfill.anonymousIds().forEach(json::writeString);
        json.writeEndArray();
        json.writeNumberProperty("stamped", backfill.stamped());
        time("started_at", backfill.startedAt());
        time("updated_at", backfill.updatedAt());
    }

    private void write(PersonRecord.OwnedSignal signal) {
        json.writeStringProperty(
                "content_hash", HexFormat.of().formatHex(signal.contentHash().bytes()));
        json.writeStringProperty("type", signal.type());
        text("event_id", signal.eventId());
        time("occurred_at", signal.occurredAt());
        time("received_at", signal.receivedAt());
        time("staged_at", signal.stagedAt());
        json.writeBooleanProperty("rehydrated", signal.rehydrated());
        text("profile", signal.owner());
        keys("came_with", signal.cameWith());
        signal.json().ifPresent(envelope -> {
            json.writeName("envelope");
            json.writeRawValue(envelope);
        });
    }

    private void text(String name, Object id) {
        json.writeStringProperty(name, id.toString());
    }

    private void text(String name, Optional<?> value) {
        value.ifPresent(present -> text(name, present));
    }

    private void time(String name, Instant moment) {
        text(name, moment);
    }

    private void time(String name, Optional<Instant> moment) {
        text(name, moment);
    }

    private void typeAndDigest(IdentifierKey key) {
        json.writeStringProperty("type", key.type().name());
        json.writeStringProperty("digest", HexFormat.of().formatHex(key.digest().bytes()));
    }

    private void key(String name, Optional<IdentifierKey> key) {
        key.ifPresent(present -> {
            json.writeObjectPropertyStart(name);
            typeAndDigest(present);
            json.writeEndObject();
        });
    }

    private void keys(String name, List<IdentifierKey> keys) {
        json.writeArrayPropertyStart(name);
        for (IdentifierKey key : keys) {
            json.writeStartObject();
            typeAndDigest(key);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void map(String name, Map<String, String> map) {
        json.writeObjectPropertyStart(name);
        new TreeMap<>(map).forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
