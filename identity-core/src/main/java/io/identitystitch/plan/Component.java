package io.identitystitch.plan;

import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A person, taken apart: its owners and the merges that join them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root the root
 * @param state what is stored of the root
 * @param owners the owners, the root included; empty where only the state was asked for
 * @param merges the merges between them that nobody has undone; empty where only the state was asked for
 * @param pairs the pairs kept apart of which one owner belongs to the person
 */
public record Component(
        ProfileId root,
        RootState state,
        SortedMap<ProfileId, ComponentOwner> owners,
        List<MergeRecord> merges,
        List<ApartPair> pairs) {
    /**
     * Copies the collections.
     *
     * @param root the root
     * @param state what is stored of the root
     * @param owners the owners, the root included; empty where only the state was asked for
     * @param merges the merges between them that nobody has undone; empty where only the state was asked for
     * @param pairs the pairs kept apart of which one owner belongs to the person
     */
    public Component {
        owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
        merges = List.copyOf(merges);
        pairs = List.copyOf(pairs);
    }

    RootExpectation expectation() {
        return new RootExpectation(RootExpectation.Lock.EXCLUSIVE, state.version());
    }

    List<ApartPair> pairsWith(ProfileId other) {
        return pairs.stream().filter(pair -> pair.isBetween(root, other)).toList();
    }
}
