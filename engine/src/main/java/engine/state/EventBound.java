package engine.state;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which user events are kept: the newest by Lamport time, then id, the same on every node. Nothing has to be remembered of those
 * that were forgotten: where as many as are kept are known, all before the oldest of them are forgotten ones.
 *
 * @param keep how many are kept; only when there are a tenth more the oldest are forgotten, all at once
 */
public record EventBound(int keep) {

    /**
     * Whether an entry may become part of the picture: no event that has been forgotten comes back, no receipt and no run of
     * one stays. All else may, deletions included.
     */
    public boolean admits(EventView view, Key key, @Nullable Value value) {
        return switch (key) {
            case Key.Event _ ->
                !(value instanceof Value.Event event) || view.order().size() < keep || isNewer(view, event);
            case Key.Receipt(var id, var _) -> value == null || concernsKept(view, id);
            case Key.Run(var id, var _, var _) -> value == null || concernsKept(view, id);
            case Key.Node _, Key.Service _, Key.Check _, Key.Member _ -> true;
            case Key.Kv _, Key.Overlay _, Key.Session _ -> true;
        };
    }

    /** Everything that is to be forgotten now; mostly nothing. */
    public List<Key> beyond(EventView view) {
        return view.order().size() <= keep + keep / 10 ? List.of() : view.beyond(keep);
    }

    private static boolean isNewer(EventView view, Value.Event event) {
        var oldest = view.oldest();
        return oldest == null || EventView.position(event).compareTo(EventView.position(oldest)) >= 0;
    }

    /** Of an event that is there, or may still come: ids sort by time. */
    private boolean concernsKept(EventView view, String id) {
        var oldest = view.oldest();
        return view.event(id) != null
                || view.order().size() < keep
                || id.compareTo(Objects.requireNonNull(oldest).id()) > 0;
    }
}
