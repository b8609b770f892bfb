package engine.state;

import java.util.ArrayList;
import java.util.List;

/** What of the replica's news becomes part of the picture, and what is to be forgotten again. */
final class Intake {
    private final Snapshot picture;
    private final EventBound bound;
    private final Held held;
    private final HybridClock clock;
    private final List<Change> changes = new ArrayList<>();
    private final List<Key> refused = new ArrayList<>();
    private final List<Change> settled = new ArrayList<>();

    Intake(Snapshot picture, EventBound bound, Held held, HybridClock clock) {
        this.picture = picture;
        this.bound = bound;
        this.held = held;
        this.clock = clock;
    }

    void take(Changes news) {
        for (var text : news.forgotten()) {
            var key = Key.parse(text);
            if (isShown(key)) {
                changes.add(new Change(key, new Entry(clock.next(), 0, 0, null)));
            }
        }
        for (var pair : news.puts()) {
            take(new Change(Key.parse(pair.getKey()), pair.getValue()));
        }
    }

    /** Whether forgetting an entry changes the picture: with an event goes all that belongs to it. */
    private boolean isShown(Key key) {
        return switch (key) {
            case Key.Event _, Key.Receipts _, Key.Overlay _ -> true;
            case Key.Receipt(var id, var _) -> picture.events().event(id) == null;
            case Key.Run(var id, var _, var _) -> picture.events().event(id) == null;
            case Key.Node _, Key.Service _, Key.Check _, Key.Member _ -> false;
            case Key.Kv _, Key.Session _, Key.Document _ -> false;
        };
    }

    private void take(Change change) {
        clock.seen(change.entry().stamp());
        if (!bound.admits(picture.events(), change.key(), change.entry().value())) {
            refused.add(change.key());
        } else if (picture.kv().overlays().isSettled(change)) {
            settled.add(change);
        } else if (!held.keeps(change)) {
            changes.add(change);
        }
    }

    /** What readers shall see. */
    List<Change> changes() {
        return changes;
    }

    /** Events beyond the limit, and what belongs to them. */
    List<Key> refused() {
        return refused;
    }

    /** Writes without the majority that the log has settled. */
    List<Change> settled() {
        return settled;
    }
}
