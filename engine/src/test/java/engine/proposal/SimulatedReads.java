package engine.proposal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Readers that wait at a simulated leader until a majority has confirmed that it leads, in a round begun after they came. */
final class SimulatedReads {
    private record Read(long round, long index, LongConsumer told) {}

    private List<Read> waiting = new ArrayList<>();

    void add(long round, long index, LongConsumer told) {
        waiting.add(new Read(round, index, told));
    }

    void clear() {
        waiting.clear();
    }

    /** @param rounds the last that each of the others has confirmed */
    void tell(int self, Map<Integer, Long> rounds, Predicate<Set<Integer>> majority) {
        var all = waiting;
        waiting = new ArrayList<>();
        for (var read : all) {
            var with = new HashSet<>(Set.of(self));
            rounds.forEach((peer, at) -> {
                if (at >= read.round()) {
                    with.add(peer);
                }
            });
            if (majority.test(with)) {
                read.told().accept(read.index());
            } else {
                waiting.add(read);
            }
        }
    }
}
