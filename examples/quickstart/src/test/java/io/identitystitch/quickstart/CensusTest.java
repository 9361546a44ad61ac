package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ProfileId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CensusTest {
    private final Census census = new Census();

    private static ProfileId profile(long number) {
        return new ProfileId(new UUID(0x7000, Long.MIN_VALUE | number));
    }

    @Test
    void countsRowsByWhoTheirProfilesTurnOutToBe() {
        census.add(1, profile(1));
        census.add(2, profile(2));
        census.add(3, null);
        census.add(5, profile(3));
        census.add(6, profile(2));
        Map<ProfileId, ProfileId> roots =
                Map.of(profile(1), profile(9), profile(2), profile(9), profile(3), profile(3));

        census.settle(asked -> {
            Map<ProfileId, ProfileId> answer = new HashMap<>(roots);
            answer.keySet().retainAll(asked);
            return answer;
        });

        assertThat(census.rows()).isEqualTo(5);
        assertThat(census.peopleAndLargest()).containsExactly(3, 3);
        Map<Long, String> rows = new TreeMap<>();
        census.forEach((row, person) -> rows.put(row, person == null ? "" : person.toString()));
        assertThat(rows)
                .containsEntry(1L, profile(9).toString())
                .containsEntry(3L, "")
                .containsEntry(5L, profile(3).toString())
                .containsOnlyKeys(1L, 2L, 3L, 5L, 6L);
    }

    @Test
    void tellsManyApart() {
        for (int row = 1; row <= 30_000; row++) {
            census.add(row, profile(row % 10_000));
        }
        census.settle(asked -> {
            Map<ProfileId, ProfileId> same = new HashMap<>();
            asked.forEach(id -> same.put(id, id));
            return same;
        });
        assertThat(census.peopleAndLargest()).containsExactly(10_000, 3);
    }

    @Test
    void ofNobodyIsEmpty() {
        census.settle(asked -> Map.of());
        assertThat(census.peopleAndLargest()).containsExactly(0, 0);
    }
}
