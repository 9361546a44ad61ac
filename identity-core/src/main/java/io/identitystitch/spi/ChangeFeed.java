package io.identitystitch.spi;

/**
 * Tells, on each node, what any node has changed of answers already given.
 *
 * <p>The first read begins: it gives nothing, says that it restarted, and from the moment at which it was sent no change is missed.
 * Each further read gives every change that was committed before it was sent and has not been given yet. A change may be given
 * twice. A feed keeps its place in memory; each reader has one of its own.
 *
 * <p>Not thread-safe.
 */
@FunctionalInterface
public interface ChangeFeed {
    /**
     * Reads on.
     *
     * @return what was committed since
     * @throws IdentityStoreException if the store cannot answer; the next read gives what this one would have given
     */
    ChangeBatch read();
}
