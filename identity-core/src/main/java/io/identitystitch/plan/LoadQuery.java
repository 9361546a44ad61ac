package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the planner has to know of one observation or of a batch of them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param keys the identifiers, each once, in order
 * @param evidence the device evidence, each once, in order
 * @param counted the types whose identifiers are counted for every root, each with the bound at which counting may stop
 * @param complete whether the state of roots is needed in any case; if not, it may be left out where every key is linked,
 *     none is expired, and all have one root: a lean snapshot
 * @param now the moment at which expiry counts
 * @param intervalsSince since when closed intervals of the keys are needed, empty for none
 * @param traitNames the traits whose stored values are needed, for the owners reached and those of the closed intervals
 * @param touches the event ids of touches, each with the identifiers and the evidence of its call: it must be known which of the owners
 *     of these, or of their closed intervals, have the touch
 * @param persistent those of the counted types that make a profile known, which only such profiles can have
 * @param marks by what identifiers are known again after their erasure; empty where none are refused
 */
public record LoadQuery(
        TenantId tenant,
        List<IdentifierKey> keys,
        List<IdentifierKey> evidence,
        Map<IdentifierType, Integer> counted,
        boolean complete,
        Instant now,
        Optional<Instant> intervalsSince,
        Set<String> traitNames,
        Map<String, Set<IdentifierKey>> touches,
        Set<IdentifierType> persistent,
        Map<IdentifierKey, Digest> marks) {
    /**
     * Copies the collections, and those in them.
     *
     * @param tenant the tenant
     * @param keys the identifiers, each once, in order
     * @param evidence the device evidence, each once, in order
     * @param counted the types whose identifiers are counted for every root, each with the bound at which counting may stop
     * @param complete whether the state of roots is needed in any case; if not, it may be left out where every key is linked,
     *     none is expired, and all have one root: a lean snapshot
     * @param now the moment at which expiry counts
     * @param intervalsSince since when closed intervals of the keys are needed, empty for none
     * @param traitNames the traits whose stored values are needed, for the owners reached and those of the closed intervals
     * @param touches the event ids of touches, each with the identifiers and the evidence of its call: it must be known which of the
     *     owners of these, or of their closed intervals, have the touch
     * @param persistent those of the counted types that make a profile known, which only such profiles can have
     * @param marks by what identifiers are known again after their erasure; empty where none are refused
     */
    public LoadQuery {
        keys = List.copyOf(keys);
        evidence = List.copyOf(evidence);
        counted = Map.copyOf(counted);
        traitNames = Set.copyOf(traitNames);
        touches = touches.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, touch -> Set.copyOf(touch.getValue())));
        persistent = Set.copyOf(persistent);
        marks = Map.copyOf(marks);
    }

    /**
     * This query, with the state of roots in any case.
     *
     * @return the complete query
     */
    public LoadQuery toComplete() {
        return new LoadQuery(
                tenant, keys, evidence, counted, true, now, intervalsSince, traitNames, touches, persistent, marks);
    }

    /**
     * Whether the links are all that there is to know, beside marks: they are one person's, or nobody has or ever had one of them.
     *
     * @param links the answer to a query of the same links only
     * @return whether it is an answer to this query too
     */
    public boolean isAnsweredBy(IdentitySnapshot links) {
        return !complete && evidence.isEmpty() && (links.links().isEmpty() || isOnePersons(links));
    }

    private boolean isOnePersons(IdentitySnapshot links) {
        return links.links().keySet().containsAll(keys)
                && links.links().keySet().stream().allMatch(key -> isHeld(key, links))
                && links.owners().values().stream()
                                .map(OwnerState::root)
                                .distinct()
                                .count()
                        == 1;
    }

    /**
     * Whether nothing is asked for but links, their owners and the roots of these, whoever they are: the snapshot may be lean then.
     *
     * @return whether it is a query as {@link #ofLinks} makes it, without evidence
     */
    public boolean isOfLinksOnly() {
        return counted.isEmpty() && !complete && evidence.isEmpty() && marks.isEmpty() && intervalsSince.isEmpty();
    }

    /**
     * Whether some two of the persons found may be too many for a limit, or are both named in pairs that are kept apart. If
     * not, no merge between them can be refused, and a store may spare itself the conflicts and the pairs kept apart.
     *
     * @param found the identifiers, owners and roots that were found, with the counts
     * @return whether what was decided of these persons before has to be known
     */
    public boolean mayBeRefused(IdentitySnapshot found) {
        Collection<RootState> roots = found.roots().values();
        return roots.size() > 1
                && (roots.stream().filter(RootState::guarded).count() > 1
                        || counted.entrySet().stream()
                                .anyMatch(type -> type.getValue() > 1
                                        && arriving(type.getKey(), found) + count(type.getKey(), roots)
                                                >= type.getValue()));
    }

    private static long count(IdentifierType type, Collection<RootState> roots) {
        return roots.stream().mapToLong(root -> root.count(type)).sum();
    }

    /** Those that nobody holds; what one of the persons holds is counted there. */
    private long arriving(IdentifierType type, IdentitySnapshot found) {
        return keys.stream()
                .filter(key -> key.type().equals(type))
                .filter(key -> !isHeld(key, found))
                .count();
    }

    private boolean isHeld(IdentifierKey key, IdentitySnapshot found) {
        LinkState link = found.link(key);
        return link != null && link.owner() != null && !link.isExpired(now);
    }

    /**
     * The marks that a store looks up: those of identifiers that nobody holds, for an identifier that somebody holds is not
     * refused.
     *
     * @param found the identifiers that were found
     * @return a new map; empty where every identifier is held, and nothing has to be looked up
     */
    public Map<IdentifierKey, Digest> marksToLookUp(IdentitySnapshot found) {
        Map<IdentifierKey, Digest> open = new HashMap<>(marks);
        open.keySet().removeIf(key -> isHeld(key, found));
        return open;
    }

    /**
     * Whose identifiers are.
     *
     * @param tenant the tenant
     * @param keys the identifiers, each once, in order
     * @param evidence the device evidence, each once, in order
     * @param now the moment at which expiry counts
     * @return a query for nothing else
     */
    public static LoadQuery ofLinks(
            TenantId tenant, List<IdentifierKey> keys, List<IdentifierKey> evidence, Instant now) {
        return new LoadQuery(
                tenant, keys, evidence, Map.of(), false, now, Optional.empty(), Set.of(), Map.of(), Set.of(), Map.of());
    }

    /**
     * Whether identifiers are refused, whoever holds them by now.
     *
     * @param tenant the tenant
     * @param marks their marks
     * @param now when
     * @return a query for nothing else
     */
    public static LoadQuery ofMarks(TenantId tenant, Map<IdentifierKey, Digest> marks, Instant now) {
        return new LoadQuery(
                tenant,
                List.of(),
                List.of(),
                Map.of(),
                false,
                now,
                Optional.empty(),
                Set.of(),
                Map.of(),
                Set.of(),
                marks);
    }
}
