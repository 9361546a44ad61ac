package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of a request as they are kept: one text, encoded as the value of an anonymous id and bound to its run.
 *
 * @param codec encodes and decodes
 * @param tenant whose
 */
record BackfillPayload(ValueCodec codec, TenantId tenant) {
    private static final String USER = "user";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    /** Empty where the codec keeps no values. */
    byte[] write(UUID run, BackfillRequest request) {
        Map<String, String> map = new HashMap<>();
        map.put(USER, request.userId());
        List<Visitor> visitors = request.visitors();
        for (int i = 0; i < visitors.size(); i++) {
            Visitor visitor = visitors.get(i);
            map.put(Integer.toString(i), visitor.anonymousId());
            put(map, FROM + i, visitor.from());
            put(map, UNTIL + i, visitor.until());
        }
        return codec.encode(tenant, key(run), StringMaps.write(map));
    }

    Optional<BackfillRequest> read(UUID run, UUID profile, @Nullable String keyId, byte @Nullable [] bytes) {
        if (keyId == null || bytes == null) {
            return Optional.empty();
        }
        return codec.decode(tenant, key(run), keyId, bytes).map(text -> request(new ProfileId(profile), text));
    }

    private static BackfillRequest request(ProfileId profile, String text) {
        Map<String, String> map = StringMaps.read(text);
        BackfillRequest.Builder request = BackfillRequest.builder(profile, map.getOrDefault(USER, ""));
        for (int i = 0; ; i++) {
            String id = map.get(Integer.toString(i));
            if (id == null) {
                return request.build();
            }
            request.add(id, moment(map.get(FROM + i)), moment(map.get(UNTIL + i)));
        }
    }

    private static void put(Map<String, String> map, String name, @Nullable Instant moment) {
        if (moment != null) {
            map.put(name, moment.toString());
        }
    }

    private static @Nullable Instant moment(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static IdentifierKey key(UUID run) {
        return new IdentifierKey(
                IdentifierType.ANONYMOUS_ID, Digest.sha256(("back-fill " + run).getBytes(StandardCharsets.US_ASCII)));
    }
}
