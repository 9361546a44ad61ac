package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The difference between what is stored and what shall be stored. The parts do not depend on each other's order; together
 * they are applied all or not at all.
 *
 * <p>Immutable and thread-safe.
 *
 * @param profiles profiles to create
 * @param links identifiers to insert, move or renew, in order of their keys
 * @param closed intervals that end, to be kept as history
 * @param edges merges to record
 * @param absorbed roots that stop to be one, each with the root that answers for it and for all that it had absorbed
 * @param roots changes on the rows of roots, including new ones that need any
 * @param conflicts refused merges to keep
 * @param neverLinks pairs to keep apart
 * @param touches touches to keep
 * @param traits traits to keep
 * @param evidence device evidence to keep or renew
 * @param stewardship what only stewards change
 * @param signals signals to keep and to search for
 */
public record Changes(
        List<NewProfile> profiles,
        List<LinkChange> links,
        List<HeldInterval> closed,
        List<Edge> edges,
        SortedMap<ProfileId, ProfileId> absorbed,
        SortedMap<ProfileId, RootChange> roots,
        List<NewConflict> conflicts,
        List<NeverLink> neverLinks,
        List<NewTouch> touches,
        List<NewTrait> traits,
        List<EvidenceChange> evidence,
        Stewardship stewardship,
        SignalWork signals) {
    /** Nothing to change. */
    public static final Changes NONE = new Changes(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    /**
     * Copies the collections.
     *
     * @param profiles profiles to create
     * @param links identifiers to insert, move or renew, in order of their keys
     * @param closed intervals that end, to be kept as history
     * @param edges merges to record
     * @param absorbed roots that stop to be one, each with the root that answers for it and for all that it had absorbed
     * @param roots changes on the rows of roots, including new ones that need any
     * @param conflicts refused merges to keep
     * @param neverLinks pairs to keep apart
     * @param touches touches to keep
     * @param traits traits to keep
     * @param evidence device evidence to keep or renew
     * @param stewardship what only stewards change
     * @param signals signals to keep and to search for
     */
    public Changes {
        profiles = List.copyOf(profiles);
        links = List.copyOf(links);
        closed = List.copyOf(closed);
        edges = List.copyOf(edges);
        absorbed = Collections.unmodifiableSortedMap(new TreeMap<>(absorbed));
        roots = Collections.unmodifiableSortedMap(new TreeMap<>(roots));
        conflicts = List.copyOf(conflicts);
        neverLinks = List.copyOf(neverLinks);
        touches = List.copyOf(touches);
        traits = List.copyOf(traits);
        evidence = List.copyOf(evidence);
    }

    /**
     * Changes that need no steward and bring no signals.
     *
     * @param profiles profiles to create
     * @param links identifiers to insert, move or renew, in order of their keys
     * @param closed intervals that end, to be kept as history
     * @param edges merges to record
     * @param absorbed roots that stop to be one, each with the root that answers for it and for all that it had absorbed
     * @param roots changes on the rows of roots, including new ones that need any
     * @param conflicts refused merges to keep
     * @param neverLinks pairs to keep apart
     * @param touches touches to keep
     * @param traits traits to keep
     * @param evidence device evidence to keep or renew
     */
    public Changes(
            List<NewProfile> profiles,
            List<LinkChange> links,
            List<HeldInterval> closed,
            List<Edge> edges,
            SortedMap<ProfileId, ProfileId> absorbed,
            SortedMap<ProfileId, RootChange> roots,
            List<NewConflict> conflicts,
            List<NeverLink> neverLinks,
            List<NewTouch> touches,
            List<NewTrait> traits,
            List<EvidenceChange> evidence) {
        this(
                profiles,
                links,
                closed,
                edges,
                absorbed,
                roots,
                conflicts,
                neverLinks,
                touches,
                traits,
                evidence,
                Stewardship.NONE,
                SignalWork.NONE);
    }

    /** Changes on the rows of roots, and nothing else. */
    static Changes ofRoots(SortedMap<ProfileId, RootChange> roots) {
        return new Changes(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Collections.emptySortedMap(),
                roots,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * The same with what only stewards change.
     *
     * @param stewardship what only stewards change
     * @return new changes
     */
    public Changes with(Stewardship stewardship) {
        return new Changes(
                profiles,
                links,
                closed,
                edges,
                absorbed,
                roots,
                conflicts,
                neverLinks,
                touches,
                traits,
                evidence,
                stewardship,
                signals);
    }

    /**
     * The same with other signals.
     *
     * @param signals signals to keep and to search for
     * @return new changes
     */
    public Changes with(SignalWork signals) {
        return new Changes(
                profiles,
                links,
                closed,
                edges,
                absorbed,
                roots,
                conflicts,
                neverLinks,
                touches,
                traits,
                evidence,
                stewardship,
                signals);
    }

    /**
     * Whether there is nothing to do.
     *
     * @return whether nothing changes
     */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * Whether only dates and counts of what is stored move on, so that losing the change would lose nothing but those.
     *
     * @return whether everything is a renewal
     */
    public boolean isRenewalOnly() {
        return profiles.isEmpty()
                && closed.isEmpty()
                && edges.isEmpty()
                && absorbed.isEmpty()
                && roots.isEmpty()
                && conflicts.isEmpty()
                && neverLinks.isEmpty()
                && touches.isEmpty()
                && traits.isEmpty()
                && stewardship.isEmpty()
                && signals.isEmpty()
                && links.stream().allMatch(Changes::onlyDates)
                && evidence.stream().allMatch(change -> change.before() != null);
    }

    /** Whether anonymous profiles are created, with identifiers that make nobody known and with facts, and nothing else. */
    boolean isAnonymousCreation() {
        Set<ProfileId> created = new HashSet<>();
        profiles.forEach(profile -> created.add(profile.id()));
        return !profiles.isEmpty()
                && profiles.stream().noneMatch(NewProfile::known)
                && links.stream()
                        .allMatch(link -> link.isNew()
                                && !link.persistent()
                                && link.after().owner() != null
                                && created.contains(link.after().owner()))
                && closed.isEmpty()
                && edges.isEmpty()
                && absorbed.isEmpty()
                && roots.isEmpty()
                && conflicts.isEmpty()
                && neverLinks.isEmpty()
                && stewardship.isEmpty()
                && signals.searched().isEmpty()
                && signals.staged().stream().allMatch(signal -> created.contains(signal.owner()))
                && touches.stream().allMatch(touch -> created.contains(touch.owner()))
                && traits.stream().allMatch(trait -> created.contains(trait.owner()))
                && evidence.stream()
                        .allMatch(change -> change.before() == null
                                && created.contains(change.after().owner()));
    }

    private static boolean onlyDates(LinkChange link) {
        LinkState before = link.before();
        return before != null
                && link.isRenewal()
                && before.verified() == link.after().verified()
                && Objects.equals(before.signedInAt(), link.after().signedInAt());
    }
}
