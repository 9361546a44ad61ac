package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.ImportFailedException;
import io.identitystitch.ImportSummary;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Resolves every row as one observation. Rows carry no time, so all count as seen when the import began. */
final class Importer {
    static final TenantId TENANT = TenantId.of("import");

    private static final int PAGE = 1000;

    private final IdentityStore store;
    private final Progress progress;
    private final Instant started = Instant.now();
    private final Census census = new Census();
    private final Queue<Long> unanswered = new ArrayDeque<>();
    private long ignored;

    Importer(IdentityStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    ImportResult run(ImportJob job, InputStream in) {
        try (Rows rows = job.feed().open(job.mapping(), in);
                IdentityResolver identities = IdentityResolver.builder(store)
                        .tenant(TENANT)
                        .policy(job.mapping().policy())
                        .build()) {
            identities.resolveAll(new Requests(rows, job.mapping()), (answers, soFar) -> take(answers, soFar, rows));
            progress.finish(census.rows());
            census.settle(identities.graph()::roots);
            return new ImportResult(census, openConflicts(identities), ignored);
        } catch (ImportFailedException e) {
            throw failure(e);
        } catch (UncheckedIOException e) {
            throw Failure.trouble("cannot read on: " + e.getMessage());
        } finally {
            progress.wipe();
        }
    }

    private void take(List<Resolution> answers, ImportSummary soFar, Rows rows) {
        for (Resolution answer : answers) {
            census.add(unanswered.remove(), answer instanceof Resolution.Resolved resolved ? resolved.ownerId() : null);
            for (IgnoredIdentifier identifier : answer.ignored()) {
                ignored += identifier.reason() == IgnoreReason.BLANK ? 0 : 1;
            }
        }
        progress.show(soFar.answered(), rows.done());
    }

    private static Failure failure(ImportFailedException e) {
        String where = "the import stopped after " + e.summary().answered() + " rows: ";
        Throwable cause = e.getCause();
        if (cause instanceof IdentityStoreException) {
            return Failure.trouble(where + "the database failed: " + cause.getMessage());
        }
        if (cause instanceof UncheckedIOException) {
            return Failure.trouble(where + "cannot read on: " + cause.getMessage());
        }
        throw e;
    }

    private static int openConflicts(IdentityResolver identities) {
        PageRequest request = new PageRequest(PAGE, Optional.empty());
        Page<?> page = identities.steward().conflicts(request);
        int conflicts = page.items().size();
        while (page.next().isPresent()) {
            page = identities.steward().conflicts(request.after(page.next().get()));
            conflicts += page.items().size();
        }
        return conflicts;
    }

    /** The rows as requests, without those that cannot be read. Blank lines have no number. */
    private final class Requests implements Iterator<ResolveRequest> {
        private final Rows rows;
        private final Mapping mapping;
        private @Nullable Row next;
        private long number;

        Requests(Rows rows, Mapping mapping) {
            this.rows = rows;
            this.mapping = mapping;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                advance();
            }
            return next != null;
        }

        @Override
        public ResolveRequest next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = Objects.requireNonNull(next);
            next = null;
            unanswered.add(number);
            ResolveRequest.Builder request = ResolveRequest.builder().imported().observedAt(started);
            for (int i = 0; i < mapping.columns().size(); i++) {
                request.identifier(mapping.columns().get(i).type(), row.values().get(i));
            }
            return request.build();
        }

        private void advance() {
            next = rows.next();
            while (next != null && next.problem() != null) {
                number += next.isBlank() ? 0 : 1;
                progress.complain(next);
                next = rows.next();
            }
            number++;
        }
    }
}
