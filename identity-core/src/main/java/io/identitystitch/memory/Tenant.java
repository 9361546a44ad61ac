package io.identitystitch.memory;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Digest;
import io.identitystitch.model.Erasure;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.ProfilePair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Everything that is kept of one tenant. Guarded by its lock. */
final class Tenant {
    final TenantId id;
    final ReadWriteLock lock = new ReentrantReadWriteLock();

    final Map<ProfileId, ProfileRow> profiles = new HashMap<>();
    final Map<IdentifierKey, LinkRow> links = new HashMap<>();
    final Map<IdentifierKey, Map<HeldInterval, ClosedRow>> closed = new HashMap<>();
    final Map<MergeId, MergeRecord> edges = new HashMap<>();
    final Map<ProfilePair, ConflictRecord> conflicts = new HashMap<>();
    final Map<ProfilePair, KeptApart> neverLinks = new HashMap<>();

    /** The merges that decided conflicts. */
    final Map<ConflictId, MergeId> decidedBy = new HashMap<>();

    /** What is left of those who were erased. */
    final Map<ProfileId, Erasure> erased = new HashMap<>();

    /** In the order in which they happened. */
    final List<Act> acts = new ArrayList<>();

    /** The owners of each piece of device evidence. */
    final Map<IdentifierKey, Set<ProfileId>> evidence = new HashMap<>();

    /** Until when identifiers of those who were erased are refused, by their marks. */
    final Map<Digest, Instant> refused = new HashMap<>();

    final SignalRows signals = new SignalRows();

    Tenant(TenantId id) {
        this.id = id;
    }

    /** A profile that a row of this tenant refers to. */
    ProfileRow profile(ProfileId id) {
        return Objects.requireNonNull(profiles.get(id));
    }

    /** An identifier that a profile of this tenant owns. */
    LinkRow link(IdentifierKey key) {
        return Objects.requireNonNull(links.get(key));
    }

    /** Whose an identifier is; null for nobody's. */
    @Nullable
    KnownLink known(IdentifierKey key) {
        LinkRow row = links.get(key);
        ProfileId owner = row == null ? null : row.state().owner();
        return row == null || owner == null ? null : KnownLink.of(row.state(), profile(owner).root);
    }

    /** Whose identifiers are; empty where one of them is nobody's. */
    List<KnownLink> known(List<IdentifierKey> keys) {
        KnownLink[] found = new KnownLink[keys.size()];
        for (int i = 0; i < found.length; i++) {
            KnownLink link = known(keys.get(i));
            if (link == null) {
                return List.of();
            }
            found[i] = link;
        }
        return List.of(found);
    }

    /** The profiles that a root answers for, in order of their ids. */
    List<ProfileRow> members(ProfileRow root) {
        List<ProfileRow> rows = new ArrayList<>(root.members().size());
        root.members().forEach(id -> rows.add(profile(id)));
        return rows;
    }

    /** The roots that a never-link pair keeps apart from this one. */
    Set<ProfileId> apartFrom(ProfileRow root) {
        Set<ProfileId> roots = new HashSet<>();
        for (ProfileRow member : members(root)) {
            member.apart().forEach(other -> roots.add(profile(other).root));
        }
        return roots;
    }
}
