package engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State for tests of what reads it: changed at once, by whoever asks, one at a time. */
public final class Pictures {
    private final Published published = Published.from(1, List.of());
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private long time;

    /** What is published. */
    public Published published() {
        return published;
    }

    /** Sets one entry. */
    public void put(Key key, Value value) {
        apply(new Op.Put(key, value));
    }

    /** Deletes entries. */
    public void delete(Key... keys) {
        apply(List.of(keys).stream().map(Op.Delete::new).toArray(Op[]::new));
    }

    /** Does unconditional operations and publishes what they change as one picture; nothing when they change nothing. */
    public void apply(Op... ops) {
        var before = published.current();
        var at = before.nextIndex(0);
        var changes = new ArrayList<Change>();
        var snapshot = before;
        for (var op : ops) {
            var known = entries.get(op.key().text());
            var value = value(op);
            if (!Objects.equals(known == null ? null : known.value(), value)) {
                var created = known == null || known.value() == null ? at : known.createIndex();
                var entry = new Entry(new Stamp(++time, "test"), value == null ? 0 : created, at, value);
                entries.put(op.key().text(), entry);
                var change = new Change(op.key(), entry);
                changes.add(change);
                snapshot = snapshot.with(change, at);
            }
        }
        if (!changes.isEmpty()) {
            published.publish(snapshot, changes);
        }
    }

    /** What another server sent of what was written to a key without the majority; nothing when that is settled. */
    public void learn(Key.Overlay key, Stamp stamp, Value.Overlay value) {
        var before = published.current();
        var change = new Change(key, new Entry(stamp, 0, 0, value));
        if (!before.kv().overlays().isSettled(change)) {
            published.publish(before.with(change, before.nextIndex(0)), List.of(change));
        }
    }

    /** What the log decided; as the store shows it. */
    public void show(List<Change> changes, Optional<Settlement> settlement) {
        var before = published.current();
        var all = new ArrayList<>(changes);
        settlement.ifPresent(said -> all.addAll(before.kv().overlays().settledBy(said)));
        var at = before.nextIndex(all.stream()
                .mapToLong(change -> change.entry().modifyIndex())
                .max()
                .orElse(0));
        var snapshot = settlement.map(said -> before.settling(said, at)).orElse(before);
        for (var change : all) {
            snapshot = snapshot.with(change, at);
        }
        published.publish(settlement.isPresent() ? snapshot.settled(at) : snapshot, all);
    }

    private static @Nullable Value value(Op op) {
        return switch (op) {
            case Op.Put put -> put.value();
            case Op.Delete _ -> null;
            case Op.PutIf _, Op.DeleteIf _ -> throw new IllegalArgumentException("only without conditions: " + op);
        };
    }
}
