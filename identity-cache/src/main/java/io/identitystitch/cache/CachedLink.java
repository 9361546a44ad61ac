package io.identitystitch.cache;

import io.identitystitch.plan.KnownLink;

/**
 * Whose an identifier was when it was read.
 *
 * @param link its link
 * @param sentAt when the read was sent, by {@link System#nanoTime}: it saw whatever was committed before
 */
record CachedLink(KnownLink link, long sentAt) {
    boolean isSentBefore(long moment) {
        return sentAt - moment <= 0;
    }
}
