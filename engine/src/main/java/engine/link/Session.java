package engine.link;

import engine.state.Op;
import engine.state.Value;
import engine.text.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.ReceiveBuilder;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's end of the stream of one client agent: waits for its greeting, then serves it until the connection ends. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Lists of operations under way at a time; more wait in the connection. */
    private static final int MAX_IN_FLIGHT = 64;

    /** Events that wait for a slow agent; one that is further behind loses its connection and catches up with the next. */
    static final int MAX_BACKLOG = 1024;

    sealed interface Command {}

    record Opened(Outbox outbox) implements Command {}

    /** @param taken done when the next frame may come */
    record Received(ByteString frame, CompletableFuture<Done> taken) implements Command {}

    record Closed(Optional<String> failure) implements Command {}

    enum Drained implements Command {
        INSTANCE
    }

    /** The agent may not attach. */
    record Refuse(String sentence) implements Command {}

    /** The agent is attached; {@code missed} are events for it. */
    record Welcomed(FromServer.Welcome welcome, List<Value.Event> missed) implements Command {}

    /** An encoded frame that is to go now. */
    record Push(ByteString frame) implements Command {}

    /** An encoded event, behind those before it. */
    record Deliver(ByteString frame) implements Command {}

    /** Another session of the same agent has taken the place of this one. */
    enum Replace implements Command {
        INSTANCE
    }

    /** What came of the agent's frame with that number. */
    record Answered(long seq, boolean held, String error) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private enum TooLate implements Command {
        INSTANCE
    }

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final StreamSettings settings;
    private final Signature caller;
    private final Attached attached;
    private final ActorRef<Sessions.Command> sessions;

    // Of a session that is attached.
    private final Parts.Assembly<Op.Put> owned = new Parts.Assembly<>();
    private final Parts.Assembly<Op> written = new Parts.Assembly<>();
    private final Silence silence = new Silence();
    private final Deque<Value.Event> missed = new ArrayDeque<>();
    private final Deque<ByteString> backlog = new ArrayDeque<>();
    private @Nullable CompletableFuture<Done> held;
    private int inFlight;

    private Session(
            ActorContext<Command> ctx,
            TimerScheduler<Command> timers,
            StreamSettings settings,
            Signature caller,
            Attached attached,
            ActorRef<Sessions.Command> sessions) {
        this.ctx = ctx;
        this.timers = timers;
        this.settings = settings;
        this.caller = caller;
        this.attached = attached;
        this.sessions = sessions;
    }

    /** @param caller who the connection's request was from */
    static Behavior<Command> create(
            StreamSettings settings, Signature caller, Attached attached, ActorRef<Sessions.Command> sessions) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(TooLate.INSTANCE, settings.greeting());
            return new Session(ctx, timers, settings, caller, attached, sessions).opening();
        }));
    }

    private Behavior<Command> opening() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Opened(var outbox) -> greeting(outbox);
            case Closed _, TooLate _ -> Behaviors.stopped();
            case Received _, Drained _, Refuse _, Welcomed _, Push _, Deliver _, Replace _, Answered _, Tick _ ->
                Behaviors.same();
        });
    }

    private Behavior<Command> greeting(Outbox outbox) {
        return closing(outbox, command -> switch (command) {
            case Received(var frame, var taken) -> {
                taken.complete(Done.done());
                yield greeted(outbox, frame);
            }
            case Closed _ -> Behaviors.stopped();
            case TooLate _ -> refused(outbox, "the agent did not say in time who it is");
            case Opened _, Drained _, Refuse _, Welcomed _, Push _, Deliver _, Replace _, Answered _, Tick _ ->
                Behaviors.same();
        });
    }

    private Behavior<Command> greeted(Outbox outbox, ByteString frame) {
        FromAgent first;
        try {
            first = FrameCodec.fromAgent(frame);
        } catch (IllegalArgumentException e) {
            return refused(outbox, "the agent's first frame cannot be read: " + e.getMessage());
        }
        if (!(first instanceof FromAgent.Hello hello)) {
            return refused(outbox, "the agent's first frame does not say who it is");
        }
        if (!hello.node().equals(caller.node())
                || !hello.id().equals(caller.nodeId())
                || !hello.datacenter().equals(caller.datacenter())) {
            return refused(outbox, "the agent says that it is another one than the one that connected");
        }
        sessions.tell(new Sessions.Greeted(ctx.getSelf(), hello));
        return admitting(outbox, hello);
    }

    private Behavior<Command> admitting(Outbox outbox, FromAgent.Hello hello) {
        return closing(outbox, command -> switch (command) {
            case Refuse(var sentence) -> refused(outbox, sentence);
            case Welcomed(var welcome, var events) -> {
                outbox.offer(FrameCodec.encode(welcome));
                missed.addAll(events);
                timers.cancel(TooLate.INSTANCE);
                // Spread, so that the beats of thousands do not come together.
                var beat = settings.beat();
                var first = beat.plusMillis(ThreadLocalRandom.current().nextLong(beat.toMillis() + 1))
                        .dividedBy(2);
                timers.startTimerWithFixedDelay(Tick.INSTANCE, first, beat);
                yield pumped(outbox, hello);
            }
            case Received(var frame, var taken) -> {
                // The agent waits for its welcome: only signs of life come.
                taken.complete(Done.done());
                yield Behaviors.same();
            }
            case Closed _ -> {
                sessions.tell(new Sessions.Ended(ctx.getSelf(), Attached.Reason.CLOSED));
                yield Behaviors.stopped();
            }
            case TooLate _ -> refused(outbox, "the server did not decide in time whether it takes the agent");
            case Replace _ -> replaced(outbox);
            case Opened _, Drained _, Push _, Deliver _, Answered _, Tick _ -> Behaviors.same();
        });
    }

    private Behavior<Command> serving(Outbox outbox, FromAgent.Hello hello) {
        return closing(outbox, command -> switch (command) {
            case Received(var frame, var taken) -> received(outbox, hello, frame, taken);
            case Answered(var seq, var conditions, var error) -> {
                inFlight--;
                if (held != null) {
                    held.complete(Done.done());
                    held = null;
                }
                yield sent(outbox, hello, FrameCodec.encode(new FromServer.Done(seq, conditions, error)));
            }
            case Push(var frame) -> sent(outbox, hello, frame);
            case Deliver(var frame) -> {
                backlog.add(frame);
                yield backlog.size() > MAX_BACKLOG ? cutOff(outbox, hello) : pumped(outbox, hello);
            }
            case Drained _ -> pumped(outbox, hello);
            case Tick _ -> beat(outbox, hello);
            case Replace _ -> replaced(outbox);
            case Closed(var failure) -> {
                failure.ifPresent(why -> LOG.debug("the stream of agent {} has failed: {}", hello.node(), why));
                yield ended(Attached.Reason.CLOSED);
            }
            case Opened _, Refuse _, Welcomed _, TooLate _ -> Behaviors.same();
        });
    }

    private Behavior<Command> received(
            Outbox outbox, FromAgent.Hello hello, ByteString bytes, CompletableFuture<Done> taken) {
        silence.broken();
        try {
            switch (FrameCodec.fromAgent(bytes)) {
                case FromAgent.Beat _ -> {}
                case FromAgent.Own(var seq, var last, var puts) ->
                    owned.add(seq, last, puts, bytes.size())
                            .ifPresent(all -> work(seq, hello, all, () -> attached.own(hello.node(), all)));
                case FromAgent.Write(var seq, var last, var ops) ->
                    written.add(seq, last, ops, bytes.size())
                            .ifPresent(all -> work(seq, hello, all, () -> attached.write(hello.node(), all)));
                case FromAgent.Leave(var seq, var forGood) -> {
                    inFlight++;
                    var reason = forGood ? Attached.Reason.LEFT : Attached.Reason.STOPPED;
                    sessions.tell(new Sessions.Leaving(ctx.getSelf(), reason, seq));
                }
                case FromAgent.Hello _ -> throw new IllegalArgumentException("it greets twice");
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("agent {} sent a frame that cannot be taken: {}", hello.node(), e.getMessage());
            outbox.abort("a frame that cannot be taken: " + e.getMessage());
            return ended(Attached.Reason.CLOSED);
        }
        if (inFlight < MAX_IN_FLIGHT) {
            taken.complete(Done.done());
        } else {
            held = taken;
        }
        return Behaviors.same();
    }

    private interface Work {
        CompletionStage<Boolean> begin();
    }

    private void work(long seq, FromAgent.Hello hello, List<? extends Op> ops, Work work) {
        inFlight++;
        var refusal = Ownership.refusal(hello.node(), ops);
        if (refusal.isPresent()) {
            ctx.getSelf().tell(new Answered(seq, false, refusal.get()));
            return;
        }
        ctx.pipeToSelf(
                work.begin(),
                (conditions, failure) -> failure == null
                        ? new Answered(seq, conditions, "")
                        : new Answered(seq, false, Reason.of(failure)));
    }

    private Behavior<Command> beat(Outbox outbox, FromAgent.Hello hello) {
        // While a frame is held here no other can come: that is not the agent's silence.
        if (held != null) {
            silence.broken();
        }
        if (silence.isTooLong()) {
            outbox.abort("nothing has come for some time");
            return ended(Attached.Reason.SILENT);
        }
        return outbox.isEmpty() ? sent(outbox, hello, FrameCodec.encode(new FromServer.Beat())) : Behaviors.same();
    }

    private Behavior<Command> sent(Outbox outbox, FromAgent.Hello hello, ByteString frame) {
        return outbox.offer(frame) ? Behaviors.same() : cutOff(outbox, hello);
    }

    /** Events go to the connection as it has room for them: those missed first. */
    private Behavior<Command> pumped(Outbox outbox, FromAgent.Hello hello) {
        while (outbox.isLow() && !(missed.isEmpty() && backlog.isEmpty())) {
            var event = missed.poll();
            var frame = event != null ? FrameCodec.encode(new FromServer.Deliver(event)) : backlog.remove();
            if (!outbox.offer(frame)) {
                return cutOff(outbox, hello);
            }
        }
        return serving(outbox, hello);
    }

    private Behavior<Command> cutOff(Outbox outbox, FromAgent.Hello hello) {
        if (!outbox.isClosed()) {
            LOG.warn("agent {} reads too slowly or not at all: its connection is closed", hello.node());
        }
        outbox.abort("the agent reads too slowly");
        return ended(Attached.Reason.CLOSED);
    }

    private Behavior<Command> ended(Attached.Reason reason) {
        sessions.tell(new Sessions.Ended(ctx.getSelf(), reason));
        return Behaviors.stopped();
    }

    private Behavior<Command> refused(Outbox outbox, String sentence) {
        outbox.offer(FrameCodec.encode(new FromServer.Refused(sentence)));
        return closed(outbox);
    }

    /** Said, so that two agents with one id do not chase each other without a pause. */
    private Behavior<Command> replaced(Outbox outbox) {
        return refused(
                outbox, "another connection of an agent with the id " + caller.nodeId() + " has taken its place");
    }

    private static Behavior<Command> closed(Outbox outbox) {
        outbox.complete();
        return Behaviors.stopped();
    }

    /** However it ends, the connection ends with it. */
    private static Behavior<Command> closing(
            Outbox outbox, org.apache.pekko.japi.function.Function<Command, Behavior<Command>> receive) {
        return ReceiveBuilder.<Command>create()
                .onAnyMessage(receive)
                .onSignal(PostStop.class, _ -> {
                    outbox.complete();
                    return Behaviors.same();
                })
                .build();
    }
}
