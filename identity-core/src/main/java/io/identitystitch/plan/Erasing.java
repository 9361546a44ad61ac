package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.ErasedIdentifiers;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A person to erase, or some of its facts.
 *
 * <p>A store deletes every row of every owner, and whatever rows of others hold of the identifiers that the person has: where
 * they came from, what facts came with, who had them before; signals of others that came with one of them go as a whole. As with an {@link Undoing}, the same version and the same number of
 * owners are the same owners. Writers that were under way must fail: nothing of the person may be stored afterwards.
 *
 * <p>Where identifiers are refused, a store leaves a mark of each identifier that goes with the person, in the same transaction.
 * It ends when the time has passed since then; one that is there already ends no earlier than before. Marks of the tenant that
 * have ended go on that occasion, for nothing else removes them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root the root of the person
 * @param owners all of its owners, the root included
 * @param facts how many touches, traits, pieces of evidence and signals are deleted where the person itself stays for now
 * @param words who erases the person and why; null to delete only facts
 * @param identifiers what becomes of the identifiers of the person, when they are seen again
 */
public record Erasing(
        ProfileId root,
        SortedSet<ProfileId> owners,
        int facts,
        @Nullable StewardWords words,
        ErasedIdentifiers identifiers) {
    /**
     * Copies the set.
     *
     * @param root the root of the person
     * @param owners all of its owners, the root included
     * @param facts how many touches, traits, pieces of evidence and signals are deleted where the person itself stays for now
     * @param words who erases the person and why; null to delete only facts
     * @param identifiers what becomes of the identifiers of the person, when they are seen again
     */
    public Erasing {
        owners = Collections.unmodifiableSortedSet(new TreeSet<>(owners));
    }

    /**
     * Whether the person goes.
     *
     * @return whether this is more than a part of its facts
     */
    public boolean isWhole() {
        return words != null;
    }
}
