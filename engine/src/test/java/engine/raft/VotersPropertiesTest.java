package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;

import engine.raft.Voters.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whoever is there, whoever comes and goes: it ends, and at the end all is as it should be. */
class VotersPropertiesTest {

    private static String voter(int number) {
        return "v" + number + "@N" + number;
    }

    @Property
    void itComesToAnEndWithAtMostFiveVotersAndNobodyWhoIsThereForgotten(
            @ForAll @Size(max = 9) Set<@IntRange(max = 9) Integer> voting,
            @ForAll Set<@IntRange(max = 9) Integer> there,
            @ForAll Set<@IntRange(min = 1, max = 9) Integer> left) {
        var voters = new ArrayList<String>(List.of(voter(0)));
        voting.stream().filter(n -> n != 0).limit(4).forEach(n -> voters.add(voter(n)));
        var learners = new ArrayList<String>();
        var present = new HashSet<String>(Set.of(voter(0)));
        there.forEach(n -> present.add(voter(n)));
        var gone = new HashSet<String>();
        left.forEach(n -> gone.add("N" + n));
        var unreached = voters.stream()
                .filter(voter -> !present.contains(voter))
                .filter(voter -> !gone.contains(VoterId.of(voter).node()))
                .toList();
        for (var steps = 0; ; steps++) {
            assertThat(steps).isLessThan(40);
            var next = Voters.next(new Voters.Known(
                    voter(0), List.copyOf(voters), List.copyOf(learners), present, Set.copyOf(learners), gone));
            if (next.isEmpty()) {
                break;
            }
            switch (next.get()) {
                case Change.Learn(var one) -> learners.add(one);
                case Change.Promote(var one) -> {
                    assertThat(learners.remove(one)).isTrue();
                    voters.add(one);
                }
                case Change.Remove(var one) ->
                    assertThat(voters.remove(one) || learners.remove(one)).isTrue();
            }
            assertThat(voters)
                    .hasSizeLessThanOrEqualTo(Voters.MOST)
                    .contains(voter(0))
                    .doesNotHaveDuplicates();
            assertThat(voters).containsAll(unreached);
        }
        var all = new HashSet<>(voters);
        all.addAll(learners);
        assertThat(all)
                .containsAll(present.stream()
                        .filter(voter -> !gone.contains(VoterId.of(voter).node()))
                        .toList());
        if (voters.size() < Voters.MOST) {
            assertThat(learners.stream().filter(present::contains)).isEmpty();
        }
    }
}
