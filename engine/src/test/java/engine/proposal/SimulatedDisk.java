package engine.proposal;

import engine.kv.Batch;
import engine.kv.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a simulated log survives the end of its process: entries, and the state before them. */
final class SimulatedDisk {

    /** An entry: a batch, the voters from here on, or neither, at the begin of a term. */
    record Entry(long term, @Nullable Batch batch, @Nullable Set<Integer> voters) {}

    /** All up to an entry. */
    record Image(long index, long term, Set<Integer> voters, State state) {}

    private final List<Entry> entries = new ArrayList<>();
    private Image image;

    SimulatedDisk(Set<Integer> voters) {
        this.image = new Image(0, 0, voters, State.empty());
    }

    Image image() {
        return image;
    }

    long last() {
        return image.index() + entries.size();
    }

    Entry entry(long index) {
        return entries.get(at(index));
    }

    private int at(long index) {
        return (int) (index - image.index() - 1);
    }

    long termAt(long index) {
        return index == image.index() ? image.term() : entry(index).term();
    }

    /** By the last entry that says so, committed or not. */
    Set<Integer> voters() {
        return votersAt(last());
    }

    private Set<Integer> votersAt(long index) {
        for (var i = index; i > image.index(); i--) {
            var voters = entry(i).voters();
            if (voters != null) {
                return voters;
            }
        }
        return image.voters();
    }

    /** Whether the voters do not change after an entry. */
    boolean settled(long index) {
        return entries.stream().skip(index - image.index()).allMatch(entry -> entry.voters() == null);
    }

    /** Entries after one. */
    List<Entry> page(long before, int most) {
        return List.copyOf(entries.subList(at(before + 1), Math.min(entries.size(), at(before + 1) + most)));
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** Forgets an entry and all after it. */
    void cut(long index) {
        entries.subList(at(index), entries.size()).clear();
    }

    void replace(Image other) {
        entries.clear();
        image = other;
    }

    /** Forgets all entries up to one, after which the state is this. */
    void snapshot(long index, State state) {
        if (index > image.index()) {
            var then = new Image(index, termAt(index), votersAt(index), state);
            entries.subList(0, at(index + 1)).clear();
            image = then;
        }
    }
}
