package engine.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which user events are kept: the newest by Lamport time, then id, the same on every node. Nothing has to be remembered of those
 * that were forgotten: where as many as are kept are known, by number or by size, all before the oldest of them are forgotten
 * ones; and whose id is from before the age is forgotten anyhow.
 *
 * @param keep how many are kept; only when there are a tenth more the oldest are forgotten, all at once
 * @param maxBytes how much they may take with all that came of them, by {@link EventBytes}; likewise
 * @param maxAge how old they may become by the time in their ids; only when the oldest is a hundredth older
 */
public record EventBound(int keep, long maxBytes, Duration maxAge, InstantSource clock) {
    private static final int ID_TIME_DIGITS = 12;

    /** Bounded by number alone. */
    public EventBound(int keep) {
        this(keep, Long.MAX_VALUE / 2, Duration.ofDays(1), () -> Instant.EPOCH);
    }

    /**
     * Whether an entry may become part of the picture: no event that has been forgotten comes back, no receipt and no run of
     * one stays. All else may, deletions included.
     */
    public boolean admits(EventView view, Key key, @Nullable Value value) {
        return switch (key) {
            case Key.Event(var id) ->
                !(value instanceof Value.Event event)
                        || (!isPast(id, Duration.ZERO) && (hasRoom(view) || isNewer(view, event)));
            case Key.Receipt(var id, var _) -> value == null || concernsKept(view, id);
            case Key.Receipts _ ->
                !(value instanceof Value.Receipts batch)
                        || batch.receipts().stream().anyMatch(receipt -> concernsKept(view, receipt.eventId()));
            case Key.Run(var id, var _, var _) -> value == null || concernsKept(view, id);
            case Key.Node _, Key.Service _, Key.Check _, Key.Member _ -> true;
            case Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _ -> true;
        };
    }

    /** Everything that is to be forgotten now; mostly nothing. */
    public List<Key> beyond(EventView view) {
        int size = view.order().size();
        int going = size > keep + keep / 10 ? size - keep : 0;
        if (view.bytes() > maxBytes + maxBytes / 10) {
            going = Math.max(going, view.surplus(maxBytes));
        }
        var oldest = view.oldest();
        if (oldest != null && isPast(oldest.id(), maxAge.dividedBy(100))) {
            var since = idAt(clock.instant().minus(maxAge));
            going = Math.max(going, view.before(since));
        }
        return going == 0 ? List.of() : view.beyond(size - going);
    }

    /** Whether an event is still one of those that the bound lets stay, when {@code newer} newer ones take {@code bytes}. */
    public boolean shows(String id, int newer, long bytes) {
        return newer < keep && bytes <= maxBytes && !isPast(id, Duration.ZERO);
    }

    private boolean hasRoom(EventView view) {
        return view.order().size() < keep && view.bytes() < maxBytes;
    }

    private static boolean isNewer(EventView view, Value.Event event) {
        var oldest = view.oldest();
        return oldest == null || EventView.position(event).compareTo(EventView.position(oldest)) >= 0;
    }

    /** Of an event that is there, or may still come: ids sort by time. */
    private boolean concernsKept(EventView view, String id) {
        if (view.event(id) != null) {
            return true;
        }
        var oldest = view.oldest();
        return !isPast(id, Duration.ZERO)
                && (hasRoom(view) || id.compareTo(Objects.requireNonNull(oldest).id()) > 0);
    }

    /** Whether an id is from longer ago than the age and {@code more}. */
    private boolean isPast(String id, Duration more) {
        return id.compareTo(idAt(clock.instant().minus(maxAge).minus(more))) < 0;
    }

    /** What the ids made at an instant begin with (UUIDv7, RFC 9562): before all that were made later. */
    private static String idAt(Instant instant) {
        if (instant.getEpochSecond() <= 0) {
            return "";
        }
        var digits = HexFormat.of().toHexDigits(instant.toEpochMilli(), ID_TIME_DIGITS);
        return digits.substring(0, 8) + "-" + digits.substring(8);
    }
}
