package engine.link;

import engine.link.AttachmentCommand.Closed;
import engine.link.AttachmentCommand.Found;
import engine.link.AttachmentCommand.Leave;
import engine.link.AttachmentCommand.Opened;
import engine.link.AttachmentCommand.Received;
import engine.link.AttachmentCommand.Rested;
import engine.link.AttachmentCommand.TellAll;
import engine.link.AttachmentCommand.Tick;
import engine.link.AttachmentCommand.TooLate;
import engine.link.AttachmentCommand.Write;
import engine.state.Op;
import engine.text.Reason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client agent's end of its stream. Transitions:
 *
 * <pre>
 *   searching -> attaching: servers have answered, the nearest is tried first
 *   searching -> resting:   none has answered
 *   attaching -> attached:  the server says welcome
 *   attaching -> attaching: it does not, and there is another
 *   attaching -> resting:   it does not, and there is no other
 *   attached  -> searching: the connection has ended, or nothing has come for three beats
 *   resting   -> searching: after a time that grows with the failures
 *   any       -> idle:      the agent has left, or has given up
 * </pre>
 */
final class Attachment {
    private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);

    /** A server that has been there for so long is not one of those that take an agent and drop it again. */
    private static final int STEADY_BEATS = 10;

    /** Also after an outage of hours the first server that is back is found soon; a refused connection costs next to nothing. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    private final ActorContext<AttachmentCommand> ctx;
    private final TimerScheduler<AttachmentCommand> timers;
    private final LinkSettings settings;
    private final AgentPortClient client;
    private final Local local;
    private final CurrentServer current;
    private final Search search;
    private final KnownServers known;
    private final Outstanding outstanding;
    private final Tries tries;
    private final LogLimit failures;
    private long connections;
    private int beats;
    private Optional<InetSocketAddress> avoided = Optional.empty();
    private Silence silence = new Silence();

    private Attachment(
            ActorContext<AttachmentCommand> ctx,
            TimerScheduler<AttachmentCommand> timers,
            LinkSettings settings,
            AgentPortClient client,
            Local local,
            CurrentServer current) {
        this.ctx = ctx;
        this.timers = timers;
        this.settings = settings;
        this.client = client;
        this.local = local;
        this.current = current;
        this.search = new Search(ctx.getSystem(), client, settings.probe());
        this.outstanding = new Outstanding(client.identity().node());
        var pause = settings.retryInterval().compareTo(LONGEST_PAUSE) < 0 ? settings.retryInterval() : LONGEST_PAUSE;
        this.tries = new Tries(pause, settings.retryMax(), new SplittableRandom());
        this.failures = new LogLimit(settings.retryInterval());
        var blocking = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.known = new KnownServers(settings.serversFile(), blocking);
    }

    static Behavior<AttachmentCommand> create(
            LinkSettings settings, AgentPortClient client, Local local, CurrentServer current) {
        return Behaviors.setup(ctx ->
                Behaviors.withTimers(timers -> new Attachment(ctx, timers, settings, client, local, current).search()));
    }

    private Behavior<AttachmentCommand> search() {
        ctx.pipeToSelf(
                search.find(known.list(), settings.join()),
                (found, failure) ->
                        new Found(failure == null ? found : new Search.Found(List.of(), List.of(Reason.of(failure)))));
        return searching();
    }

    private Behavior<AttachmentCommand> searching() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Found(var found) -> {
                tries.begin(found.faults());
                yield next(inTurn(found.servers()));
            }
            case Write(var ops, var replyTo) -> offline(ops, replyTo);
            case Leave(var _, var replyTo) -> left(Optional.empty(), replyTo, false);
            case Opened(var _, var outbox) -> late(outbox);
            case Rested _, Tick _, TellAll _, TooLate _, Received _, Closed _ -> Behaviors.same();
        });
    }

    /** One that was given up, although it answers when it is asked, comes last. */
    private Deque<InetSocketAddress> inTurn(List<InetSocketAddress> servers) {
        var turn = new ArrayDeque<>(servers);
        avoided.filter(turn::remove).ifPresent(turn::addLast);
        avoided = Optional.empty();
        return turn;
    }

    private Behavior<AttachmentCommand> next(Deque<InetSocketAddress> servers) {
        var address = servers.poll();
        if (address == null) {
            return failed();
        }
        var trial = new Trial(++connections, address, servers, Optional.empty());
        var limit = settings.stream().greeting();
        timers.startSingleTimer(TooLate.INSTANCE, limit);
        var self = ctx.getSelf();
        client.stream(address, new AttachmentEnd(self, trial.connection()), limit)
                .whenComplete((refusal, failure) -> {
                    // What becomes of an open stream is told by itself.
                    var why = failure == null ? refusal.orElse("") : Reason.of(failure);
                    if (!why.isEmpty()) {
                        self.tell(new Closed(trial.connection(), why));
                    }
                });
        return attaching(trial);
    }

    private Behavior<AttachmentCommand> attaching(Trial trial) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Opened(var connection, var outbox) -> {
                if (!trial.is(connection)) {
                    yield late(outbox);
                }
                outbox.offer(FrameCodec.encode(local.hello()));
                yield attaching(new Trial(connection, trial.address(), trial.rest(), Optional.of(outbox)));
            }
            case Received(var connection, var frame, var taken) -> {
                taken.complete(Done.done());
                yield trial.is(connection) ? greeted(trial, frame) : Behaviors.same();
            }
            case Closed(var connection, var why) -> trial.is(connection) ? failed(trial, why) : Behaviors.same();
            case TooLate _ -> failed(trial, "it did not say in time whether it takes this agent");
            case Write(var ops, var replyTo) -> offline(ops, replyTo);
            case Leave(var _, var replyTo) -> left(trial.outbox(), replyTo, false);
            case Found _, Rested _, Tick _, TellAll _ -> Behaviors.same();
        });
    }

    private Behavior<AttachmentCommand> greeted(Trial trial, ByteString frame) {
        FromServer read;
        try {
            read = FrameCodec.fromServer(frame);
        } catch (IllegalArgumentException e) {
            return failed(trial, Reason.of(e));
        }
        return switch (read) {
            case FromServer.Welcome welcome -> attach(trial, welcome);
            case FromServer.Refused(var sentence) -> failed(trial, sentence);
            case FromServer.Beat _, FromServer.TellAgain _ -> Behaviors.same();
            case FromServer.Servers _, FromServer.Done _, FromServer.Deliver _ -> Behaviors.same();
        };
    }

    private Behavior<AttachmentCommand> failed(Trial trial, String why) {
        timers.cancel(TooLate.INSTANCE);
        trial.outbox().ifPresent(outbox -> outbox.abort(why));
        tries.fault(AgentPortClient.authority(trial.address()) + ": " + why);
        return next(trial.rest());
    }

    /** No server was found this time. */
    private Behavior<AttachmentCommand> failed() {
        current.none();
        outstanding.settle();
        var gaveUp = tries.fail();
        if (gaveUp.isPresent()) {
            LOG.error(gaveUp.get());
            local.gaveUp(gaveUp.get());
            return idle();
        }
        failures.pass().ifPresent(more -> LOG.warn("not attached to a server: {}{}", tries.sentence(), more));
        timers.startSingleTimer(Rested.INSTANCE, tries.pause());
        return resting();
    }

    private Behavior<AttachmentCommand> resting() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Rested _ -> search();
            case Write(var ops, var replyTo) -> offline(ops, replyTo);
            case Leave(var _, var replyTo) -> left(Optional.empty(), replyTo, false);
            case Opened(var _, var outbox) -> late(outbox);
            case Found _, Tick _, TellAll _, TooLate _, Received _, Closed _ -> Behaviors.same();
        });
    }

    private Behavior<AttachmentCommand> attach(Trial trial, FromServer.Welcome welcome) {
        timers.cancel(TooLate.INSTANCE);
        timers.startTimerWithFixedDelay(Tick.INSTANCE, settings.stream().beat());
        beats = 0;
        silence = new Silence();
        learn(welcome.servers());
        LOG.info("attached to server {} at {}", welcome.server(), AgentPortClient.authority(trial.address()));
        var outbox = trial.outbox().orElseThrow();
        var line = new Line(
                trial.connection(), welcome.server(), trial.address(), outbox, new Exchange(outstanding, outbox));
        current.set(welcome.server(), trial.address());
        local.attached(welcome.server());
        return line.exchange().begin(local.own())
                ? attached(line)
                : lost(line, "it does not take what is registered here");
    }

    private void learn(List<HostPort> servers) {
        known.learn(servers);
        current.know(known.list());
    }

    private Behavior<AttachmentCommand> attached(Line line) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Write(var ops, var replyTo) ->
                line.exchange().write(ops, replyTo) ? Behaviors.same() : lost(line, "it does not read");
            case Received(var connection, var frame, var taken) -> {
                taken.complete(Done.done());
                yield line.is(connection) ? received(line, frame) : Behaviors.same();
            }
            case TellAll _ -> tellAll(line);
            case Tick _ -> beat(line);
            case Closed(var connection, var why) -> line.is(connection) ? lost(line, why) : Behaviors.same();
            case Leave(var forGood, var replyTo) -> {
                timers.startSingleTimer(TooLate.INSTANCE, settings.stream().greeting());
                yield line.exchange().leave(forGood)
                        ? leaving(line, replyTo)
                        : left(Optional.of(line.outbox()), replyTo, false);
            }
            case Opened(var _, var outbox) -> late(outbox);
            case Found _, Rested _, TooLate _ -> Behaviors.same();
        });
    }

    private Behavior<AttachmentCommand> received(Line line, ByteString bytes) {
        silence.broken();
        FromServer frame;
        try {
            frame = FrameCodec.fromServer(bytes);
        } catch (IllegalArgumentException e) {
            return lost(line, "it sent a frame that cannot be read: " + Reason.of(e));
        }
        return switch (frame) {
            case FromServer.Beat _ -> Behaviors.same();
            case FromServer.Deliver(var event) -> {
                local.deliver(event);
                yield Behaviors.same();
            }
            case FromServer.TellAgain _ -> tellAll(line);
            case FromServer.Servers(var servers) -> {
                learn(servers);
                yield Behaviors.same();
            }
            case FromServer.Done done -> answered(line, done);
            case FromServer.Refused(var sentence) -> {
                drop(line, sentence);
                yield pause(line, sentence);
            }
            case FromServer.Welcome _ -> lost(line, "it says welcome twice");
        };
    }

    /** What is read here and sent at once cannot be older than a write that comes before it. */
    private Behavior<AttachmentCommand> tellAll(Line line) {
        return line.exchange().tell(local.own()) ? Behaviors.same() : lost(line, "it does not read");
    }

    private Behavior<AttachmentCommand> answered(Line line, FromServer.Done done) {
        return switch (line.exchange().answered(done)) {
            case GOES_ON, LEFT -> Behaviors.same();
            case COMPLETE -> {
                tries.succeed();
                yield Behaviors.same();
            }
            case OF_NO_USE -> lost(line, done.error());
        };
    }

    private Behavior<AttachmentCommand> beat(Line line) {
        if (++beats == STEADY_BEATS) {
            tries.steady();
        }
        if (silence.isTooLong()) {
            return lost(
                    line, "nothing has come from it for " + settings.stream().silence());
        }
        if (line.exchange().isStuck()) {
            avoided = Optional.of(line.address());
            return lost(line, "it does not answer what it is told");
        }
        return line.exchange().beat() ? Behaviors.same() : lost(line, "it does not read");
    }

    /** The next one is looked for at once, except after a server that has not taken what there is: it would be the same again. */
    private Behavior<AttachmentCommand> lost(Line line, String why) {
        drop(line, why);
        return line.exchange().isComplete() ? search() : pause(line, why);
    }

    private void drop(Line line, String why) {
        timers.cancel(Tick.INSTANCE);
        line.outbox().abort(why);
        LOG.warn("server {} is lost: {}; looking for another", line.server(), why);
        current.clear();
        outstanding.lost();
        local.detached();
    }

    private Behavior<AttachmentCommand> pause(Line line, String why) {
        tries.begin(List.of("server " + line.server() + ": " + why));
        return failed();
    }

    private Behavior<AttachmentCommand> leaving(Line line, ActorRef<Boolean> replyTo) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Received(var connection, var frame, var taken) -> {
                taken.complete(Done.done());
                yield line.is(connection) && line.exchange().confirms(frame)
                        ? left(Optional.of(line.outbox()), replyTo, true)
                        : Behaviors.same();
            }
            case Closed(var connection, var _) ->
                line.is(connection) ? left(Optional.empty(), replyTo, false) : Behaviors.same();
            case TooLate _ -> left(Optional.of(line.outbox()), replyTo, false);
            case Write(var ops, var second) -> offline(ops, second);
            case Leave(var _, var second) -> {
                second.tell(false);
                yield Behaviors.same();
            }
            case Opened(var _, var outbox) -> late(outbox);
            case Found _, Rested _, Tick _, TellAll _ -> Behaviors.same();
        });
    }

    private Behavior<AttachmentCommand> left(Optional<Outbox> outbox, ActorRef<Boolean> replyTo, boolean confirmed) {
        timers.cancelAll();
        outbox.ifPresent(Outbox::complete);
        current.clear();
        current.none();
        outstanding.lost();
        outstanding.settle();
        replyTo.tell(confirmed);
        return idle();
    }

    private Behavior<AttachmentCommand> idle() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Write(var ops, var replyTo) -> offline(ops, replyTo);
            case Leave(var _, var replyTo) -> {
                replyTo.tell(false);
                yield Behaviors.same();
            }
            case Opened(var _, var outbox) -> late(outbox);
            case Found _, Rested _, Tick _, TellAll _, TooLate _, Received _, Closed _ -> Behaviors.same();
        });
    }

    private Behavior<AttachmentCommand> offline(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        outstanding.offline(ops, replyTo);
        var dropped = outstanding.dropped();
        if (dropped > 0) {
            LOG.warn(
                    "{} entries about events were dropped: without a server the last {} are kept",
                    dropped,
                    Outstanding.MAX_KEPT);
        }
        return Behaviors.same();
    }

    /** A connection that came when it was not wanted any more. */
    private static Behavior<AttachmentCommand> late(Outbox outbox) {
        outbox.abort("it came too late");
        return Behaviors.same();
    }
}
