package io.identitystitch;

import io.identitystitch.model.Resolution;
import java.util.List;

/**
 * Takes the answers of an import, part by part, on the thread of the import. It belongs to the import: what it throws ends
 * the import with an {@link ImportFailedException} of kind {@link ImportFailedException.Kind#LISTENER}, unlike what a {@link
 * ResolutionListener} throws.
 *
 * <p>Called by one thread at a time, but need not be thread-safe unless it is given to several imports.
 */
@FunctionalInterface
public interface ImportListener {
    /**
     * The next part was answered. What it changed is committed, in a joined transaction with the host's commit only.
     *
     * @param answers the answers to the next requests, in their order: at most 1,000, at least 1; the list is not changed
     *     afterwards and not kept by the import
     * @param soFar how far the import is, these answers included: the first of them is that to the request with the index {@code
     *     soFar.answered() - answers.size()}
     */
    void answered(List<Resolution> answers, ImportSummary soFar);
}
