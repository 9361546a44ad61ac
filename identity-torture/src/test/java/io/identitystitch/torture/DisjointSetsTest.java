package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DisjointSetsTest {
    @Test
    void joinLikeSetsDo() {
        Random random = new Random(1);
        DisjointSets sets = new DisjointSets();
        List<Set<Integer>> model = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            model.add(new HashSet<>(Set.of(i)));
        }
        for (int i = 0; i < 80; i++) {
            int a = random.nextInt(60);
            int b = random.nextInt(60);
            boolean apart = model.get(a) != model.get(b);

            assertThat(sets.join(a, b)).isEqualTo(apart);

            model.get(a).addAll(model.get(b));
            model.get(a).forEach(member -> model.set(member, model.get(a)));
            for (int other = 0; other < 60; other++) {
                assertThat(sets.find(a) == sets.find(other))
                        .isEqualTo(model.get(a).contains(other));
            }
        }
    }
}
