package engine.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.util.ByteString;

/** Changes of keys and conflicts in memory. */
final class FakeRecord implements KvChanges, KvConflicts {
    final List<Change> changes = new CopyOnWriteArrayList<>();
    final List<Conflict> conflicts = new CopyOnWriteArrayList<>();
    final AtomicInteger reads = new AtomicInteger();
    volatile long kept;
    volatile long latest = 50;

    private final Fakes state;

    FakeRecord(Fakes state) {
        this.state = state;
    }

    static Change change(String key, long index, Operation operation, String before, String after) {
        return new Change(
                key,
                before.equals("-") ? Optional.empty() : Optional.of(ByteString.fromString(before)),
                new Version(
                        operation,
                        after.equals("-") ? Optional.empty() : Optional.of(ByteString.fromString(after)),
                        7,
                        "",
                        index,
                        Instant.ofEpochSecond(60),
                        "10.0.0.1"));
    }

    /** Puts changes there, at once, and wakes who waits for the keys. */
    void add(Change... more) {
        latest = more[more.length - 1].after().index();
        changes.addAll(List.of(more));
        for (var change : more) {
            for (var end = 0; end <= change.key().length(); end++) {
                state.change(new Topic.KeyPrefix(change.key().substring(0, end)));
            }
        }
    }

    @Override
    public Indexed<Page> since(String prefix, long after, int most) {
        reads.incrementAndGet();
        var at = state.at(new Topic.KeyPrefix(prefix), latest); // before the changes: what comes between wakes
        var found = new ArrayList<Change>();
        for (var change : changes) {
            var index = change.after().index();
            var isSameIndex = !found.isEmpty() && found.getLast().after().index() == index;
            if (change.key().startsWith(prefix) && Long.compareUnsigned(index, after) > 0) {
                if (found.size() >= most && !isSameIndex) {
                    return new Indexed<>(
                            at.index(), new Page(kept, found.getLast().after().index(), List.copyOf(found)));
                }
                found.add(change);
            }
        }
        return new Indexed<>(at.index(), new Page(kept, at.value(), List.copyOf(found)));
    }

    @Override
    public Indexed<List<Version>> history(String key) {
        var found = new ArrayList<Version>();
        changes.stream().filter(c -> c.key().equals(key)).map(Change::after).forEach(found::addFirst);
        return state.at(new Topic.Key(key), List.copyOf(found));
    }

    @Override
    public Indexed<List<Conflict>> list(String prefix) {
        return state.at(
                new Topic.KvConflicts(),
                conflicts.stream().filter(c -> c.key().startsWith(prefix)).toList());
    }

    @Override
    public CompletionStage<Boolean> forget(String key, String stamp, Context context) {
        var known = conflicts.removeIf(c -> c.key().equals(key) && c.stamp().equals(stamp));
        return state.done("forget " + key + ' ' + stamp, context, known);
    }
}
