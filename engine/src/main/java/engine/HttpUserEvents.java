package engine;

import engine.config.Settings;
import engine.events.EventIds;
import engine.events.EventRequest;
import engine.events.LamportClock;
import engine.events.RolloutRecord;
import engine.http.Context;
import engine.http.Indexed;
import engine.http.Refusal;
import engine.http.UserEvents;
import engine.metrics.Metrics;
import engine.state.EventState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * User events as HTTP sees them.
 *
 * @param node name of this node
 * @param limits as configured at the time
 * @param elsewhere ids of the events that do not concern this node, which its list does not show
 */
record HttpUserEvents(
        String node,
        Supplier<Settings.Events> limits,
        Published published,
        Set<String> elsewhere,
        Function<Instant, Set<String>> alive,
        Writes writes,
        EventIds ids,
        LamportClock lamport,
        InstantSource clock,
        KeyedFirings keyed,
        EventHistory history,
        EventMatch match,
        EventPurge purge)
        implements UserEvents {
    /** How many events a list shows at most: as many as existing clients expect. */
    private static final int LISTED = 256;

    @Override
    public CompletionStage<Fired> fire(Firing firing, Context context) {
        return asked(() -> new EventRequests(limits).of(firing), request -> {
            var id = ids.next();
            var now = clock.instant();
            return request.key()
                    .map(key -> keyed.fire(id, request.name(), key, now, () -> fire(id, request, now, context)))
                    .orElseGet(() -> fire(id, request, now, context).thenApply(event -> new Fired(event, false)));
        });
    }

    @Override
    public CompletionStage<Event> exec(Exec exec, Context context) {
        return asked(
                () -> new EventRequests(limits).of(exec),
                request -> fire(ids.next(), request, clock.instant(), context));
    }

    private static <T> CompletionStage<T> asked(
            Supplier<EventRequest> asked, Function<EventRequest, CompletionStage<T>> firing) {
        EventRequest request;
        try {
            request = asked.get();
        } catch (Refusal refusal) {
            return CompletableFuture.failedStage(refusal);
        }
        return firing.apply(request);
    }

    private CompletionStage<Event> fire(String id, EventRequest request, Instant now, Context context) {
        var plain = new Value.Event(
                        id,
                        request.name(),
                        request.payload(),
                        request.nodeFilter(),
                        request.serviceFilter(),
                        request.tagFilter(),
                        lamport.next(),
                        now,
                        context.agent().isEmpty() ? node : context.agent())
                .with(request.metaFilters(), request.ttl().toMillis(), context.by());
        var value = request.key()
                .map(key -> plain.keyed(key.text(), key.window().toMillis()))
                .orElse(plain);
        return writes.write(List.of(new Op.Put(new Key.Event(value.id()), value)), context)
                .thenApply(_ -> {
                    Metrics.EVENTS_FIRED.increment();
                    AuditLog.fired(request, value.id(), value.firedBy(), value.firedFrom());
                    return event(value);
                });
    }

    @Override
    public Indexed<List<Event>> list() {
        var events = published.current().events();
        var listed = new ArrayList<Event>();
        events.fromNewest(state -> {
            var event = Objects.requireNonNull(state.event());
            if (event.cause() == null && !elsewhere.contains(event.id())) {
                listed.add(event(event));
            }
            return listed.size() < LISTED;
        });
        return new Indexed<>(events.listAt(), listed.reversed());
    }

    @Override
    public Indexed<List<Past>> history(Search search) {
        return history.search(search);
    }

    @Override
    public CompletionStage<Purged> purge(Search search, Context context) {
        return purge.purge(search, ids.next(), lamport.next(), node, context);
    }

    @Override
    public List<Concerned> match(Filters filters) {
        return match.match(filters);
    }

    @Override
    public Indexed<Optional<Runs>> runs(String eventId) {
        var state = published.current().events().event(eventId);
        return state == null
                ? new Indexed<>(1, Optional.empty())
                : new Indexed<>(state.changedAt(), Optional.of(runs(Objects.requireNonNull(state.event()), state)));
    }

    private Runs runs(Value.Event event, EventState state) {
        var receipts = state.receipts().values();
        var runs = state.runs().values();
        var announced = receipts.stream().mapToInt(Value.Receipt::triggers).sum();
        var told = receipts.stream().map(receipt -> Key.fold(receipt.node())).collect(Collectors.toSet());
        // What a node saw for itself nobody else needs to tell of.
        var waiting = (event.cause() != null ? Set.<String>of() : alive.apply(event.firedAt()))
                .stream()
                        .filter(name -> !told.contains(name))
                        .sorted()
                        .map(this::written)
                        .filter(name -> !RolloutRecord.isForAnother(EventValues.event(event), name))
                        .toList();
        var complete = waiting.isEmpty()
                && !receipts.isEmpty()
                && runs.size() >= announced
                && runs.stream().allMatch(Value.Run::ended);
        return new Runs(
                event(event),
                complete,
                receipts.stream()
                        .map(r -> new Receipt(r.node(), r.triggers(), r.reason()))
                        .toList(),
                runs.stream().map(HttpUserEvents::run).toList(),
                waiting);
    }

    /** An agent's name as it is written. */
    private String written(String folded) {
        var member = published.current().members().get(folded);
        return member == null ? folded : member.name();
    }

    private static Run run(Value.Run run) {
        return new Run(
                run.node(),
                run.trigger(),
                run.status(),
                run.exitCode(),
                run.output(),
                run.reason(),
                run.queuedAt(),
                run.startedAt(),
                run.endedAt(),
                run.dropped());
    }

    static Event event(Value.Event event) {
        return new Event(
                event.id(),
                event.name(),
                event.payload(),
                event.nodeFilter(),
                event.serviceFilter(),
                event.tagFilter(),
                event.lamportTime(),
                event.firedAt(),
                event.firedBy(),
                event.metaFilters(),
                Duration.ofMillis(event.ttl()),
                event.firedFrom(),
                event.cause() == null ? "" : event.cause().text(),
                event.key(),
                Duration.ofMillis(event.keyWindow()));
    }
}
