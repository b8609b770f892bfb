package engine;

import engine.events.Event;
import engine.events.Receipt;
import engine.events.Run;
import engine.events.RunLog;
import engine.metrics.Metrics;
import engine.state.Key;
import engine.state.Op;
import engine.state.StateWriter;
import engine.state.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * Writes what this node did about events into the state of the cluster, beside the events, until it is there: one write after
 * another, each with the latest of all that waits. What comes waits a moment for more: a run begins right after it was queued,
 * and begins sooner where nothing is written beside it.
 */
final class RunReports {

    /** What the actor is told. */
    sealed interface Command {}

    /** Something to report; a later one of the same key replaces it. */
    record Report(List<Op.Put> puts) implements Command {}

    /** There is a server again to write to: what waits goes out now. */
    enum Again implements Command {
        INSTANCE
    }

    /** Asks to be told when nothing waits any more, or the last try has failed. */
    record Drain(ActorRef<Done> replyTo) implements Command {}

    private record Written(long number, StatusReply<Boolean> reply) implements Command {}

    /** A write that is not answered in this time is done again: doing it twice changes nothing. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    /** How soon a write that failed is tried again. */
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** How long a report waits for others: many a run is over by then, and told once. */
    private static final Duration GATHER = Duration.ofMillis(25);
    /** Operations of one write at most. */
    private static final int MAX_OPS = 256;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final StateWriter state;
    private final EventLedger ledger;
    private final Map<Key, Op.Put> waiting = new LinkedHashMap<>();
    private final List<ActorRef<Done>> draining = new ArrayList<>();
    private long writes;

    private RunReports(
            ActorContext<Command> context, TimerScheduler<Command> timers, StateWriter state, EventLedger ledger) {
        this.context = context;
        this.timers = timers;
        this.state = state;
        this.ledger = ledger;
    }

    static Behavior<Command> create(StateWriter state, EventLedger ledger) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new RunReports(context, timers, state, ledger).idle()));
    }

    /** Nothing is on its way; something may wait for another try. */
    private Behavior<Command> idle() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Report(var puts) -> {
                add(puts);
                if (!timers.isTimerActive(Again.INSTANCE)) {
                    timers.startSingleTimer(Again.INSTANCE, Again.INSTANCE, GATHER);
                }
                yield Behaviors.same();
            }
            case Again _ -> next();
            case Drain(var replyTo) -> {
                draining.add(replyTo);
                yield next();
            }
            case Written _ -> Behaviors.same();
        });
    }

    private Behavior<Command> writing(long number, List<Op.Put> sent) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Report(var puts) -> {
                add(puts);
                yield Behaviors.same();
            }
            case Written(var answered, var reply) -> answered == number ? written(reply, sent) : Behaviors.same();
            // The answer to the write on its way may have been lost with the server before: it is done again.
            case Again _ -> next();
            case Drain(var replyTo) -> {
                draining.add(replyTo);
                yield Behaviors.same();
            }
        });
    }

    private Behavior<Command> written(StatusReply<Boolean> reply, List<Op.Put> sent) {
        if (reply.isSuccess()) {
            sent.forEach(put -> waiting.remove(put.key(), put));
            ledger.reported(sent);
            return more();
        }
        drained();
        timers.startSingleTimer(Again.INSTANCE, Again.INSTANCE, RETRY);
        return idle();
    }

    private void add(List<Op.Put> puts) {
        puts.forEach(put -> waiting.put(put.key(), put));
    }

    /** What came while others were written has waited already where it is much, or somebody waits for it. */
    private Behavior<Command> more() {
        if (waiting.isEmpty() || waiting.size() >= MAX_OPS || !draining.isEmpty()) {
            return next();
        }
        timers.startSingleTimer(Again.INSTANCE, Again.INSTANCE, GATHER);
        return idle();
    }

    private Behavior<Command> next() {
        timers.cancel(Again.INSTANCE);
        if (waiting.isEmpty()) {
            drained();
            return idle();
        }
        var sent = waiting.values().stream().limit(MAX_OPS).toList();
        var number = ++writes;
        state.write(List.copyOf(sent), answer(context.getSelf(), number));
        return writing(number, sent);
    }

    private ActorRef<StatusReply<Boolean>> answer(ActorRef<Command> self, long number) {
        return context.spawnAnonymous(Behaviors.setup(waiting -> {
            waiting.setReceiveTimeout(ANSWER_LIMIT, StatusReply.error("no answer"));
            return Behaviors.receiveMessage(reply -> {
                self.tell(new Written(number, reply));
                return Behaviors.stopped();
            });
        }));
    }

    private void drained() {
        draining.forEach(replyTo -> replyTo.tell(Done.getInstance()));
        draining.clear();
    }

    /** The port of the triggers: notes what they do in the ledger, and has it reported. */
    record Log(EventLedger ledger, ActorRef<Command> reports) implements RunLog {

        @Override
        public boolean knows(String eventId) {
            return ledger.knows(eventId);
        }

        @Override
        public Optional<String> duplicated(Event event) {
            return ledger.duplicated(event);
        }

        @Override
        public CompletionStage<Done> received(Event event, Receipt receipt, List<Run> queued) {
            var seen = new Op.Put(
                    new Key.Receipt(receipt.eventId(), receipt.node()),
                    new Value.Receipt(receipt.eventId(), receipt.node(), receipt.triggers(), receipt.reason()));
            var puts = Stream.concat(Stream.of(seen), queued.stream().map(Log::put))
                    .toList();
            var onDisk = ledger.handled(EventValues.value(event), puts);
            // What this node saw for itself nobody else has written.
            var cause = event.cause().map(_ -> EventValues.recorded(event)).stream()
                    .map(value -> new Op.Put(new Key.Event(value.id()), value));
            reports.tell(new Report(Stream.concat(cause, puts.stream()).toList()));
            return onDisk;
        }

        @Override
        public CompletionStage<Done> record(Run run) {
            count(run);
            var put = put(run);
            var onDisk = ledger.changed(put);
            reports.tell(new Report(List.of(put)));
            return onDisk;
        }

        @Override
        public void printed(Run run) {
            reports.tell(new Report(List.of(put(run))));
        }

        private static void count(Run run) {
            if (run.endedAt().isPresent()) {
                Metrics.RUNS.with(run.status().text()).increment();
                run.startedAt()
                        .ifPresent(started -> Metrics.RUN_TIME.record(
                                Duration.between(started, run.endedAt().get()).toNanos()));
            } else if (run.status() == Run.Status.RUNNING
                    && run.attempt() == 1
                    && run.reason().isEmpty()) {
                Metrics.RUNS_STARTED.increment();
            }
        }

        private static Op.Put put(Run run) {
            return new Op.Put(new Key.Run(run.eventId(), run.node(), run.trigger()), EventValues.value(run));
        }
    }
}
