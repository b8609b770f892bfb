package engine.events;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The runs of a trigger that are not over, by the ids of their events: which wait and which go on. Immutable, pure. A run
 * that arrives is started, waits or is skipped; one that waits is started or skipped; one that was started goes on until it
 * ends.
 *
 * @param settling the last one of a burst that may not be over
 * @param waiting in the order in which they start
 * @param running those that go on
 */
record RunQueue(Optional<String> settling, List<String> waiting, Set<String> running) {
    /** Runs that may wait; more are skipped. */
    static final int CAPACITY = 1_000;

    static final RunQueue EMPTY = new RunQueue(Optional.empty(), List.of(), Set.of());

    RunQueue {
        waiting = List.copyOf(waiting);
        running = Set.copyOf(running);
    }

    /** A run that will not be. */
    record Skip(String eventId, String reason) {}

    /**
     * What follows.
     *
     * @param queue as it is then; it has {@code started} among those that go on
     */
    record Step(RunQueue queue, List<String> started, List<Skip> skipped) {

        /** This, and then what follows from the queue as it is then. */
        private Step then(Function<RunQueue, Step> next) {
            var second = next.apply(queue);
            return new Step(
                    second.queue(),
                    Stream.concat(started.stream(), second.started().stream()).toList(),
                    Stream.concat(skipped.stream(), second.skipped().stream()).toList());
        }
    }

    /** One has arrived. */
    Step arrived(String eventId, Trigger trigger) {
        if (trigger.debounce().isEmpty()) {
            return admitted(eventId, trigger);
        }
        var folded = settling.map(earlier -> new Skip(earlier, "another event came soon after: " + eventId));
        return new Step(
                new RunQueue(Optional.of(eventId), waiting, running),
                List.of(),
                folded.stream().toList());
    }

    /** The burst, if there was one, is over. */
    Step settled(Trigger trigger) {
        var last = new RunQueue(Optional.empty(), waiting, running);
        return settling.map(eventId -> last.admitted(eventId, trigger)).orElseGet(() -> last.started(trigger));
    }

    /** One that went on is over. */
    Step ended(String eventId, Trigger trigger) {
        var others = new LinkedHashSet<>(running);
        others.remove(eventId);
        return new RunQueue(settling, waiting, others).started(trigger);
    }

    /** The trigger is defined otherwise now. */
    Step changed(Trigger trigger) {
        var step = trigger.queue() instanceof QueuePolicy.Latest && !waiting.isEmpty()
                ? newestOnly(trigger)
                : started(trigger);
        return trigger.debounce().isPresent() ? step : step.then(queue -> queue.settled(trigger));
    }

    private Step newestOnly(Trigger trigger) {
        var earlier = waiting.subList(0, waiting.size() - 1);
        return new RunQueue(settling, earlier, running).admitted(waiting.getLast(), trigger);
    }

    /** None that has not started shall run. */
    Step cleared(String reason) {
        var skipped = Stream.concat(waiting.stream(), settling.stream())
                .map(eventId -> new Skip(eventId, reason))
                .toList();
        return new Step(new RunQueue(Optional.empty(), List.of(), running), List.of(), skipped);
    }

    private Step admitted(String eventId, Trigger trigger) {
        return switch (trigger.queue()) {
            case QueuePolicy.SkipWhileRunning _
            when !running.isEmpty() -> refused(eventId, "trigger '%s' was running".formatted(trigger.name()));
            case QueuePolicy.Latest _ -> {
                var next = new RunQueue(settling, List.of(eventId), running).started(trigger);
                var skipped = waiting.stream()
                        .map(earlier -> new Skip(earlier, "a newer event came: " + eventId))
                        .toList();
                yield new Step(next.queue(), next.started(), skipped);
            }
            case QueuePolicy.Serial _, QueuePolicy.Parallel _, QueuePolicy.SkipWhileRunning _ ->
                waiting.size() >= CAPACITY
                        ? refused(eventId, "%d runs of trigger '%s' wait already".formatted(CAPACITY, trigger.name()))
                        : new RunQueue(
                                        settling,
                                        Stream.concat(waiting.stream(), Stream.of(eventId))
                                                .toList(),
                                        running)
                                .started(trigger);
        };
    }

    private Step refused(String eventId, String reason) {
        return new Step(this, List.of(), List.of(new Skip(eventId, reason)));
    }

    private Step started(Trigger trigger) {
        var free = Math.clamp(trigger.queue().atOnce() - running.size(), 0, waiting.size());
        var started = waiting.subList(0, free);
        var all = new ArrayList<>(running);
        all.addAll(started);
        return new Step(
                new RunQueue(settling, waiting.subList(free, waiting.size()), Set.copyOf(all)),
                List.copyOf(started),
                List.of());
    }
}
