package io.identitystitch.quickstart;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves every row of a file as one observation. Rows carry no time, so all count as seen when the import began. */
final class Importer {
    static final TenantId TENANT = TenantId.of("import");

    private static final int PART = 1000;

    private record RowOwner(long row, @Nullable ProfileId owner) {}

    private final IdentityStore store;
    private final Progress progress;
    private final Instant started = Instant.now();
    private final List<RowOwner> owners = new ArrayList<>();
    private long ignored;

    Importer(IdentityStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    ImportResult run(ImportJob job) {
        try (CsvTable table = CsvTable.open(job.input(), job.mapping());
                IdentityResolver identities = IdentityResolver.builder(store)
                        .tenant(TENANT)
                        .policy(job.mapping().policy())
                        .build()) {
            readAll(table, job.mapping(), identities);
            return result(identities);
        } finally {
            progress.finish();
        }
    }

    private void readAll(CsvTable table, Mapping mapping, IdentityResolver identities) {
        List<Long> numbers = new ArrayList<>(PART);
        List<ResolveRequest> requests = new ArrayList<>(PART);
        long number = 0;
        for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
            number++;
            if (row.problem() != null) {
                progress.complain("line " + row.line() + " is left out: " + row.problem() + ".");
                continue;
            }
            numbers.add(number);
            requests.add(request(row, mapping));
            if (requests.size() == PART) {
                resolve(numbers, requests, identities);
                progress.show(owners.size(), table.done());
            }
        }
        resolve(numbers, requests, identities);
    }

    private ResolveRequest request(CsvTable.Row row, Mapping mapping) {
        ResolveRequest.Builder request = ResolveRequest.builder().imported().observedAt(started);
        for (int i = 0; i < mapping.columns().size(); i++) {
            request.identifier(mapping.columns().get(i).type(), row.values().get(i));
        }
        return request.build();
    }

    private void resolve(List<Long> numbers, List<ResolveRequest> requests, IdentityResolver identities) {
        List<Resolution> answers = identities.resolveAll(requests);
        for (int i = 0; i < answers.size(); i++) {
            Resolution answer = answers.get(i);
            owners.add(new RowOwner(
                    numbers.get(i), answer instanceof Resolution.Resolved resolved ? resolved.ownerId() : null));
            ignored += answer.ignored().stream()
                    .filter(identifier -> identifier.reason() != IgnoreReason.BLANK)
                    .count();
        }
        numbers.clear();
        requests.clear();
    }

    /** Later rows have merged what earlier ones created, so who a row is can be told at the end only. */
    private ImportResult result(IdentityResolver identities) {
        Map<ProfileId, ProfileId> roots = new HashMap<>();
        Set<ProfileId> part = new HashSet<>();
        for (RowOwner row : owners) {
            if (row.owner() != null
                    && !roots.containsKey(row.owner())
                    && part.add(row.owner())
                    && part.size() == PART) {
                roots.putAll(identities.graph().roots(part));
                part.clear();
            }
        }
        roots.putAll(identities.graph().roots(part));
        List<ImportResult.RowPerson> rows = owners.stream()
                .map(row -> new ImportResult.RowPerson(
                        row.row(), Optional.ofNullable(row.owner()).map(roots::get)))
                .toList();
        return new ImportResult(rows, openConflicts(identities), ignored);
    }

    private static int openConflicts(IdentityResolver identities) {
        PageRequest request = new PageRequest(PART, Optional.empty());
        Page<?> page = identities.steward().conflicts(request);
        int conflicts = page.items().size();
        while (page.next().isPresent()) {
            page = identities.steward().conflicts(request.after(page.next().get()));
            conflicts += page.items().size();
        }
        return conflicts;
    }
}
