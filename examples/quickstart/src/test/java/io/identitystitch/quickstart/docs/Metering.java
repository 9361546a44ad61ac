package io.identitystitch.quickstart.docs;

import io.identitystitch.ResolutionEvent;
import io.identitystitch.ResolutionFailure;
import io.identitystitch.ResolutionListener;
import io.identitystitch.model.IgnoredIdentifier;
import java.time.Duration;

/** The code of {@code docs/metrics.md}. */
final class Metering implements ResolutionListener {
    /** Whatever the application measures with. */
    interface Meters {
        void time(String name, String label, Duration duration);

        void count(String name, String label, double amount);
    }

    private final Meters meters;

    Metering(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void resolved(ResolutionEvent event) {
        String outcome = event.resolution().outcome().name();
        meters.time("identity.resolve", outcome, event.duration().dividedBy(event.requests()));
        meters.count("identity.retries", outcome, (event.attempts() - 1.0) / event.requests());
        for (IgnoredIdentifier ignored : event.resolution().ignored()) {
            meters.count("identity.ignored", ignored.type() + "." + ignored.reason(), 1);
        }
    }

    @Override
    public void failed(ResolutionFailure failure) {
        meters.time("identity.failed", failure.kind().name(), failure.duration());
        meters.count("identity.unanswered", failure.kind().name(), failure.requests());
    }
}
