package io.identitystitch;

import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.PastIdentifier;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.PastOwners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Puts a person together as it was at a moment: from one profile along the merges that held then. What is past does not change,
 * so this needs no one moment of reading.
 */
final class Rewinder {
    private static final Comparator<MergeRecord> MERGES = Comparator.comparing(MergeRecord::mergedAt)
            .thenComparing(merge -> new ProfileId(merge.id().value()));

    private final IdentityReads reads;
    private final TenantId tenant;
    private final Instant at;
    private final Set<ProfileId> reached = new TreeSet<>();
    private final Map<MergeId, MergeRecord> merges = new HashMap<>();
    private final List<PastIdentifier> identifiers = new ArrayList<>();
    private boolean complete = true;

    Rewinder(IdentityReads reads, TenantId tenant, Instant at) {
        this.reads = reads;
        this.tenant = tenant;
        this.at = at;
    }

    Optional<PastPerson> person(ProfileId asked) {
        Set<ProfileId> next = new TreeSet<>(List.of(asked));
        while (!next.isEmpty()) {
            next = visit(next);
        }
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        List<PastIdentifier> some =
                identifiers.stream().sorted().limit(PastPerson.MOST).toList();
        complete &= some.size() == identifiers.size();
        List<MergeRecord> between = merges.values().stream()
                .filter(merge -> reached.contains(merge.a()) && reached.contains(merge.b()))
                .sorted(MERGES)
                .toList();
        return Optional.of(new PastPerson(at, asked, List.copyOf(reached), between, some, complete));
    }

    /** The profiles one merge farther. */
    private Set<ProfileId> visit(Set<ProfileId> owners) {
        int room = PastPerson.MOST - reached.size();
        complete &= owners.size() <= room;
        PastOwners past = reads.asOf(tenant, owners.stream().limit(room).toList(), at, PastPerson.MOST + 1);
        reached.addAll(past.owners());
        identifiers.addAll(past.identifiers());
        Set<ProfileId> next = new TreeSet<>();
        for (MergeRecord merge : past.merges()) {
            merges.put(merge.id(), merge);
            Stream.of(merge.a(), merge.b())
                    .filter(owner -> !reached.contains(owner))
                    .forEach(next::add);
        }
        if (!next.isEmpty() && reached.size() >= PastPerson.MOST) {
            complete = false;
            next.clear();
        }
        return next;
    }
}
