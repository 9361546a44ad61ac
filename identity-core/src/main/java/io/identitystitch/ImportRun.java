package io.identitystitch;

import io.identitystitch.ImportFailedException.Kind;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One import: reads a part of the requests, carries it out, hands the answers over, and forgets both. What was read before a
 * request that cannot be taken is carried out first, so that the number of answers is the index of that request. Not
 * thread-safe.
 */
final class ImportRun {
    private final ResolverCore core;
    private final TenantId tenant;
    private final ResolutionLoop loop;
    private final Iterator<? extends ResolveRequest> requests;
    private final ImportListener listener;
    private final Course course = new Course();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<Observation> part = new ArrayList<>(ResolutionLoop.PART);
    private long read;
    private boolean known = true;
    private @Nullable RuntimeException unreadable;

    ImportRun(
            ResolverCore core,
            TenantId tenant,
            ResolutionLoop loop,
            Iterator<? extends ResolveRequest> requests,
            ImportListener listener) {
        this.core = core;
        this.tenant = tenant;
        this.loop = loop;
        this.requests = requests;
        this.listener = listener;
    }

    ImportSummary run() {
        while (unreadable == null && readPart()) {
            answerPart();
        }
        if (unreadable != null) {
            throw new ImportFailedException(Kind.REQUEST, summary(), unreadable);
        }
        return summary();
    }

    /** Whether there is anything to answer. */
    private boolean readPart() {
        part.clear();
        try {
            while (part.size() < ResolutionLoop.PART && requests.hasNext()) {
                ResolveRequest request = Objects.requireNonNull(requests.next(), "request");
                read++;
                part.add(core.observations.observe(tenant, request, core.now()));
            }
        } catch (RuntimeException e) {
            unreadable = e;
        }
        return !part.isEmpty();
    }

    private void answerPart() {
        List<Resolution> answers;
        try {
            core.requireOpen();
        } catch (IllegalStateException e) {
            throw failure(Kind.CLOSED, e);
        }
        try {
            answers = loop.resolvePart(part, part.size(), known);
        } catch (RuntimeException e) {
            throw failure(Kind.STORE, e);
        }
        known = ResolutionLoop.isKnown(answers);
        Map<Outcome, Long> before = new EnumMap<>(outcomes);
        answers.forEach(answer -> outcomes.merge(answer.outcome(), 1L, Long::sum));
        try {
            listener.answered(answers, summary());
        } catch (RuntimeException e) {
            outcomes.clear();
            outcomes.putAll(before);
            throw failure(Kind.LISTENER, e);
        }
    }

    private ImportFailedException failure(Kind kind, RuntimeException cause) {
        ImportFailedException failure = new ImportFailedException(kind, summary(), cause);
        if (unreadable != null) {
            failure.addSuppressed(unreadable);
        }
        return failure;
    }

    private ImportSummary summary() {
        return new ImportSummary(read, outcomes, course.elapsed());
    }
}
