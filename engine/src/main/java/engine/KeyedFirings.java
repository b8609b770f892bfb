package engine;

import engine.events.DeduplicationKey;
import engine.events.KeyedEvents;
import engine.http.UserEvents.Event;
import engine.http.UserEvents.Fired;
import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets through, of the firings with the same name and key, one within the window: by the picture of this server and what it is about to
 * write. Safe for use by many threads.
 */
final class KeyedFirings implements Published.Listener {
    private final Published published;
    private final KeyedEvents known = new KeyedEvents();
    /** By id, what has been let through and is not written yet. */
    private final Map<String, CompletableFuture<Event>> underway = new HashMap<>();

    private KeyedFirings(Published published) {
        this.published = published;
    }

    static KeyedFirings of(Published published) {
        var firings = new KeyedFirings(published);
        published.subscribe(firings);
        published.current().events().list().forEach(firings::add);
        return firings;
    }

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            if (change.key() instanceof Key.Event(var id)) {
                if (change.entry().value() instanceof Value.Event event) {
                    add(event);
                } else {
                    forget(id);
                }
            }
        }
    }

    /**
     * Fires an event, unless there is one that it would be a duplicate of: then that one is the answer, when it is written.
     *
     * @param id which the event would have
     */
    CompletionStage<Fired> fire(
            String id, String name, DeduplicationKey key, Instant now, Supplier<CompletionStage<Event>> firing) {
        return first(id, name, key, now)
                .map(event -> event.thenApply(first -> new Fired(first, true)))
                .orElseGet(() -> pass(id, firing).thenApply(event -> new Fired(event, false)));
    }

    private synchronized Optional<CompletionStage<Event>> first(
            String id, String name, DeduplicationKey key, Instant now) {
        for (var first = known.first(name, key, now); first.isPresent(); first = known.first(name, key, now)) {
            var writing = underway.get(first.get());
            if (writing != null) {
                return Optional.of(writing);
            }
            var written = published.current().events().event(first.get());
            if (written != null) {
                return Optional.of(CompletableFuture.completedStage(
                        HttpUserEvents.event(Objects.requireNonNull(written.event()))));
            }
            // It has been deleted a moment ago.
            known.forget(first.get());
        }
        known.add(id, name, key.text(), now);
        underway.put(id, new CompletableFuture<>());
        return Optional.empty();
    }

    private CompletionStage<Event> pass(String id, Supplier<CompletionStage<Event>> firing) {
        return firing.get().whenComplete((event, failure) -> {
            var writing = written(id, failure == null);
            if (failure == null) {
                writing.complete(event);
            } else {
                writing.completeExceptionally(failure);
            }
        });
    }

    private synchronized CompletableFuture<Event> written(String id, boolean isWritten) {
        if (!isWritten) {
            known.forget(id);
        }
        return Objects.requireNonNull(underway.remove(id));
    }

    private synchronized void add(Value.Event event) {
        if (!event.key().isEmpty()) {
            known.add(event.id(), event.name(), event.key(), event.firedAt());
        }
    }

    private synchronized void forget(String id) {
        known.forget(id);
    }
}
