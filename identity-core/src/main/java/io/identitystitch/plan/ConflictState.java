package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;

/**
 * What is stored of a refused merge.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id its id
 * @param reason why it was refused
 * @param type the type whose limit the union would break
 * @param status what became of it
 */
public record ConflictState(ConflictId id, ConflictReason reason, IdentifierType type, ConflictStatus status) {}
