package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A trait to be kept in place of the one before.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner
 * @param trait the trait
 * @param replaces the stored one that it is better than by its rule; null where there is none
 * @param cameWith the identifiers of its call, in order
 */
public record NewTrait(
        ProfileId owner,
        Trait trait,
        @org.jspecify.annotations.Nullable Trait replaces,
        List<IdentifierKey> cameWith) {
    /**
     * Copies the list.
     *
     * @param owner the owner
     * @param trait the trait
     * @param replaces the stored one that it is better than by its rule; null where there is none
     * @param cameWith the identifiers of its call, in order
     */
    public NewTrait {
        cameWith = List.copyOf(cameWith);
    }

    /**
     * Where it is kept.
     *
     * @return the place
     */
    public TraitRef ref() {
        return new TraitRef(owner, trait.name(), digest(cameWith));
    }

    /**
     * The digest of a set of identifiers.
     *
     * @param keys the identifiers, in order
     * @return SHA-256 over their types and digests
     */
    public static Digest digest(List<IdentifierKey> keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (IdentifierKey key : keys) {
            bytes.writeBytes(key.type().name().getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
            bytes.writeBytes(key.digest().bytes());
        }
        return Digest.sha256(bytes.toByteArray());
    }
}
