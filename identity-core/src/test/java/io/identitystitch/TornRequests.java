package io.identitystitch;

import io.identitystitch.model.ResolveRequest;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Requests that end with an exception instead of an end. */
final class TornRequests implements Iterator<ResolveRequest> {
    private final Iterator<ResolveRequest> good;

    private TornRequests(Iterator<ResolveRequest> good) {
        this.good = good;
    }

    static TornRequests after(Iterable<ResolveRequest> good) {
        return new TornRequests(good.iterator());
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public ResolveRequest next() {
        if (!good.hasNext()) {
            throw new NoSuchElementException("canary: the file is torn");
        }
        return good.next();
    }
}
