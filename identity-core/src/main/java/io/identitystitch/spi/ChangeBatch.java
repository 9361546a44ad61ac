package io.identitystitch.spi;

import java.util.List;

/**
 * What a read of a {@link ChangeFeed} gave.
 *
 * <p>Immutable and thread-safe.
 *
 * @param changes the changes, in the order in which those of one profile or identifier happened
 * @param restarted whether changes may be missing, so that whoever keeps answers has to forget them
 */
public record ChangeBatch(List<IdentityChange> changes, boolean restarted) {
    /**
     * Copies the list.
     *
     * @param changes the changes, in the order in which those of one profile or identifier happened
     * @param restarted whether changes may be missing, so that whoever keeps answers has to forget them
     */
    public ChangeBatch {
        changes = List.copyOf(changes);
    }
}
