package io.identitystitch.example.spring;

import io.identitystitch.ResolutionEvent;
import io.identitystitch.ResolutionFailure;
import io.identitystitch.ResolutionListener;
import java.util.ArrayList;
import java.util.List;

/** Keeps what listeners were told, in a word each. Thread-safe. */
final class Heard implements ResolutionListener {
    private final List<String> words = new ArrayList<>();

    @Override
    public synchronized void resolved(ResolutionEvent event) {
        words.add(event.resolution().outcome().name());
    }

    @Override
    public synchronized void failed(ResolutionFailure failure) {
        words.add(failure.kind().name());
    }

    /** What was heard since the last time. */
    synchronized List<String> drain() {
        List<String> drained = List.copyOf(words);
        words.clear();
        return drained;
    }
}
