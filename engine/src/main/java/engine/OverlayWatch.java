package engine;

import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.proposal.Proposals;
import engine.state.Change;
import engine.state.Overlay;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Stamp;
import engine.text.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the log settle what was written to keys without the majority. The server that leads the log does it, with what it knows itself;
 * a new one begins anew, and what is settled twice is settled once.
 */
final class OverlayWatch implements Published.Listener {
    /** As many are on their way at a time: others write too. */
    static final int MOST = 32;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(OverlayWatch.class);

    /** A write on its way into the log. */
    private record Write(String key, Stamp stamp) {}

    private final Published published;
    private final Proposals proposals;
    private final BooleanSupplier leading;
    private final BiConsumer<Duration, Runnable> later;
    private final Set<Write> underway = ConcurrentHashMap.newKeySet();

    /** @param later runs something after a while */
    OverlayWatch(
            Published published, Proposals proposals, BooleanSupplier leading, BiConsumer<Duration, Runnable> later) {
        this.published = published;
        this.proposals = proposals;
        this.leading = leading;
        this.later = later;
    }

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        look(after);
    }

    /** Looks at all that is not settled. */
    void look() {
        look(published.current());
    }

    private void look(Snapshot picture) {
        var overlays = picture.kv().overlays().entries();
        if (overlays.isEmpty() || !leading.getAsBoolean()) {
            return;
        }
        overlays.forPrefix("", (key, over) -> {
            var write = new Write(key, over.stamp());
            if (underway.size() < MOST && underway.add(write)) {
                settle(write, over);
            }
        });
    }

    private void settle(Write write, Overlay over) {
        proposals
                .submit(operation(write.key(), over), new Origin(over.value().by()), LIMIT, Optional.empty())
                .whenComplete((outcome, failure) -> {
                    underway.remove(write);
                    next(outcome, failure);
                });
    }

    private void next(@Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome instanceof Outcome.Done) {
            look();
            return;
        }
        LOG.debug(
                "a write without the majority is not settled yet: {}",
                failure == null ? String.valueOf(outcome) : Reason.of(failure));
        later.accept(AGAIN, this::look);
    }

    /** The write as the log takes it. */
    static Operation.TakeOver operation(String key, Overlay over) {
        var value = over.value();
        return new Operation.TakeOver(
                key, value.bytes(), value.flags(), value.basedOn(), over.stamp().text(), value.by());
    }
}
