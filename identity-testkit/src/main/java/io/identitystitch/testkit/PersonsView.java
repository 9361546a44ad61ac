package io.identitystitch.testkit;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.StewardSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * All that can be seen of the persons of a tenant but versions and the record of acts.
 *
 * @param links the identifiers
 * @param roots the root of every owner
 * @param persons the persons by root
 * @param apart the pairs kept apart
 */
record PersonsView(
        Map<IdentifierKey, LinkState> links,
        Map<ProfileId, ProfileId> roots,
        Map<ProfileId, Person> persons,
        Set<ProfilePair> apart) {
    /**
     * One person.
     *
     * @param known whether it is known
     * @param counts its identifiers
     * @param owners its owners, and which of them are known
     * @param merges the merges that hold
     */
    record Person(
            boolean known, Map<IdentifierType, Integer> counts, Map<ProfileId, Boolean> owners, Set<MergeId> merges) {}

    static PersonsView of(Workbench bench, History history) {
        StewardSnapshot snapshot = bench.stewarding().persons();
        Map<ProfileId, Person> persons = new HashMap<>();
        Set<ProfilePair> apart = new HashSet<>();
        for (Component component : snapshot.components().values()) {
            Map<ProfileId, Boolean> owners = new HashMap<>();
            component.owners().forEach((id, owner) -> owners.put(id, owner.known()));
            Set<MergeId> merges = new HashSet<>();
            for (MergeRecord merge : component.merges()) {
                merges.add(merge.id());
            }
            component
                    .pairs()
                    .forEach(pair -> apart.add(
                            ProfilePair.of(pair.pair().a(), pair.pair().b())));
            persons.put(
                    component.root(),
                    new Person(component.state().known(), component.state().counts(), owners, merges));
        }
        return new PersonsView(bench.load(history.identifiers()).links(), snapshot.roots(), persons, apart);
    }

    /** The same without the pairs kept apart. */
    PersonsView withoutPairs() {
        return new PersonsView(links, roots, persons, Set.of());
    }

    /** Who is one person with whom. */
    Set<Set<ProfileId>> partition() {
        Map<ProfileId, Set<ProfileId>> parts = new HashMap<>();
        roots.forEach((owner, root) ->
                parts.computeIfAbsent(root, id -> new HashSet<>()).add(owner));
        return new HashSet<>(parts.values());
    }
}
