package engine;

import engine.durable.LocalLog;
import engine.events.Event;
import engine.events.HandledIds;
import engine.events.KeyedEvents;
import engine.events.Run;
import engine.events.RunLog;
import engine.events.Triggers;
import engine.state.Key;
import engine.state.LocalEntries;
import engine.state.Op;
import engine.state.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/**
 * What this node did about events, on its own disk: which it has handled, so that none runs a trigger twice, and the receipts
 * and runs that the state of the cluster may not have yet. Safe for use by many threads; nothing here waits for the disk.
 */
final class EventLedger {
    private static final String NAME = "events";
    private static final String HANDLED = "handled/";
    private static final Key.Kv HORIZON = new Key.Kv("horizon");
    private static final Key.Kv SINCE = new Key.Kv("since");
    private static final Key.Kv FIRST = new Key.Kv("first");

    private final LocalLog log;
    private LocalEntries entries;
    private final HandledIds handled;
    private final KeyedEvents keys = new KeyedEvents();
    /** By event, its runs here that are not over; the event is kept as long as there are some. */
    private final Map<String, Set<Key>> open = new HashMap<>();

    private CutOff cutOff;

    /** @param now is the cut-off when the ledger is new: events from before it run nothing */
    EventLedger(LocalLog log, Instant now) {
        this(log, now, RunLog.REMEMBERED);
    }

    /** @param capacity how many events are remembered */
    EventLedger(LocalLog log, Instant now, int capacity) {
        this.log = log;
        this.entries = new LocalEntries(log.kept(NAME));
        var ids = new ArrayList<String>();
        entries.forEach((key, value) -> {
            if (key instanceof Key.Kv(var name) && name.startsWith(HANDLED)) {
                ids.add(name.substring(HANDLED.length()));
                HandledMark.note(name.substring(HANDLED.length()), value, keys);
            }
            note(key, value);
        });
        this.handled = new HandledIds(capacity, ids, text(HORIZON).orElse(""));
        this.cutOff = new CutOff(
                text(SINCE).flatMap(EventLedger::instant).orElse(now),
                text(FIRST).map(first -> OptionalLong.of(Long.parseLong(first))).orElse(OptionalLong.empty()));
        put(SINCE, cutOff.since().toString());
        keep();
    }

    /** When the agent was first started: events from before run nothing here. */
    synchronized Instant since() {
        return cutOff.since();
    }

    /** Whether this node has handled an event. */
    synchronized boolean knows(String id) {
        return handled.contains(id);
    }

    /** Whether an event is for this node to handle: not handled yet, and not from before the agent was first started. */
    synchronized boolean isNew(Value.Event event) {
        if (!cutOff.passes(event.id(), event.firedAt(), event.lamportTime())) {
            return false;
        }
        if (cutOff.lamport().isEmpty()) {
            cutOff = new CutOff(cutOff.since(), OptionalLong.of(event.lamportTime()));
            put(FIRST, Long.toString(event.lamportTime()));
            keep();
        }
        return !handled.contains(event.id());
    }

    /** The id of the event for which triggers have run here and of which this one is a duplicate. */
    synchronized Optional<String> duplicated(Event event) {
        return event.key().flatMap(key -> keys.first(event.name(), key, event.firedAt()));
    }

    /**
     * An event is handled, and {@code report} is to be told of it.
     *
     * @return completes when that is on disk
     */
    synchronized CompletionStage<Done> handled(String id, List<Op.Put> report) {
        return handled(id, "", report);
    }

    private CompletionStage<Done> handled(String id, String mark, List<Op.Put> report) {
        put(new Key.Kv(HANDLED + id), mark);
        HandledMark.note(id, mark, keys);
        handled.add(id).ifPresent(forgotten -> {
            entries = entries.without(List.of(new Key.Kv(HANDLED + forgotten)));
            keys.forget(forgotten);
            put(HORIZON, handled.horizon());
        });
        report.forEach(put -> entries = entries.with(put.key(), put.value()));
        return keep();
    }

    /** The same for an event of which there may be runs: it is kept until none of them is left. */
    synchronized CompletionStage<Done> handled(Value.Event event, List<Op.Put> report) {
        report.forEach(put -> note(put.key(), put.value()));
        if (open.containsKey(event.id())) {
            entries = entries.with(new Key.Event(event.id()), event);
        }
        return handled(
                event.id(),
                HandledMark.text(event, report.stream().anyMatch(put -> put.value() instanceof Value.Run)),
                report);
    }

    /**
     * A run is as {@code report} says.
     *
     * @return completes when that is on disk
     */
    synchronized CompletionStage<Done> changed(Op.Put report) {
        entries = entries.with(report.key(), report.value());
        note(report.key(), report.value());
        if (report.value() instanceof Value.Run run) {
            drop(run.eventId(), run.node());
        }
        return keep();
    }

    /** An event is needed no more when its runs are over and, where nobody else writes it, the cluster has it. */
    private void drop(String id, String node) {
        var key = new Key.Event(id);
        var unreported = entries.get(new Key.Receipt(id, node)) != null
                && entries.get(key) instanceof Value.Event event
                && event.cause() != null;
        if (!open.containsKey(id) && !unreported) {
            entries = entries.without(List.of(key));
        }
    }

    private void note(Key key, Value value) {
        if (value instanceof Value.Run run) {
            open.compute(run.eventId(), (_, others) -> {
                var runs = others == null ? new HashSet<Key>() : others;
                if (run.ended()) {
                    runs.remove(key);
                } else {
                    runs.add(key);
                }
                return runs.isEmpty() ? null : runs;
            });
        }
    }

    /** The state of the cluster has some reports: those that are final are no longer kept here. */
    synchronized void reported(List<Op.Put> reports) {
        var done = reports.stream()
                .filter(put -> isFinal(put.value()) && put.value().equals(entries.get(put.key())))
                .filter(put -> !(put.value() instanceof Value.Event))
                .map(Op.Put::key)
                .toList();
        if (!done.isEmpty()) {
            entries = entries.without(done);
            done.forEach(key -> {
                if (key instanceof Key.Receipt(var id, var node)) {
                    drop(id, node);
                }
            });
            keep();
        }
    }

    /** After a restart: all that the cluster may not have yet. Runs are over that were not, and whose event is not kept. */
    synchronized List<Op.Put> resume(Instant now) {
        var reports = new ArrayList<Op.Put>();
        entries.forEach((key, value) -> {
            if (value instanceof Value.Run run && !run.ended() && event(run).isEmpty()) {
                reports.add(new Op.Put(key, interrupted(run, now)));
            } else if (value instanceof Value.Run || value instanceof Value.Receipt) {
                reports.add(new Op.Put(key, value));
            }
        });
        reports.forEach(put -> {
            entries = entries.with(put.key(), put.value());
            note(put.key(), put.value());
        });
        keep();
        entries.forEach((key, value) -> {
            if (value instanceof Value.Event event && event.cause() != null) {
                reports.addFirst(new Op.Put(key, EventValues.recorded(EventValues.event(event))));
            }
        });
        return reports;
    }

    /** Runs that are not over, in the order in which they came. */
    synchronized List<Triggers.Unfinished> unfinished() {
        return open.values().stream()
                .flatMap(Set::stream)
                .map(key -> (Value.Run) Objects.requireNonNull(entries.get(key)))
                .sorted(Comparator.comparing(Value.Run::queuedAt).thenComparing(Value.Run::eventId))
                .flatMap(run -> event(run).stream()
                        .map(event -> new Triggers.Unfinished(EventValues.event(event), EventValues.run(run))))
                .toList();
    }

    private Optional<Value.Event> event(Value.Run run) {
        return entries.get(new Key.Event(run.eventId())) instanceof Value.Event event
                ? Optional.of(event)
                : Optional.empty();
    }

    /** A run that the end of the agent cut off. */
    static Value.Run interrupted(Value.Run run, Instant now) {
        // The clock of a machine that has just started may be behind.
        var began = run.startedAt().orElse(run.queuedAt());
        return new Value.Run(
                run.eventId(),
                run.node(),
                run.trigger(),
                Run.Status.INTERRUPTED.text(),
                true,
                run.exitCode(),
                run.output(),
                "the agent ended during the run",
                run.queuedAt(),
                run.startedAt(),
                Optional.of(now.isBefore(began) ? began : now),
                run.attempt(),
                run.dropped());
    }

    private static boolean isFinal(Value value) {
        return !(value instanceof Value.Run run) || run.ended();
    }

    private CompletionStage<Done> keep() {
        entries = entries.settled();
        return log.keep(NAME, entries.bucket());
    }

    private void put(Key.Kv key, String text) {
        entries = entries.with(key, new Value.Kv(ByteString.fromString(text), 0));
    }

    private Optional<String> text(Key.Kv key) {
        return entries.get(key) instanceof Value.Kv value
                ? Optional.of(value.bytes().utf8String())
                : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
