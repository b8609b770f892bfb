package engine.proposal;

import engine.kv.Batch;
import engine.kv.BatchCodec;
import engine.kv.State;
import engine.raft.Fate;
import engine.raft.ReplicatedLog;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** Brings messages and time to {@link Proposing}, and does what it decides. */
final class ProposalActor implements World {
    private static final Duration SOON = Duration.ofMillis(Outbox.PAUSE);
    private static final Duration LATER = Duration.ofMillis(500);

    private final ActorContext<Proposals.Command> ctx;
    private final TimerScheduler<Proposals.Command> timers;
    private final ProposalPorts ports;
    private final Proposing proposing;
    private @Nullable ReplicatedLog log;
    private @Nullable ActorRef<Link.Message> link;
    private String self = "";
    private boolean flushing;
    private @Nullable Duration armed;

    private ProposalActor(
            ActorContext<Proposals.Command> ctx, TimerScheduler<Proposals.Command> timers, ProposalPorts ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
        this.proposing = new Proposing(this, State.empty());
    }

    static Behavior<Proposals.Command> create(ProposalPorts ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var actor = new ProposalActor(ctx, timers, ports);
            return Behaviors.receive(Proposals.Command.class)
                    .onMessage(Proposals.Command.class, actor::receive)
                    .onSignal(PostStop.class, _ -> {
                        actor.proposing.end();
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private Behavior<Proposals.Command> receive(Proposals.Command command) {
        switch (command) {
            case Proposals.Submit(var operation, var origin, var deadline, var request, var answer) -> {
                proposing.submit(operation, origin, deadline, request, answer);
                flushSoon();
            }
            case Proposals.Await(var given, var deadline, var read) -> proposing.await(given, deadline, read);
            case Proposals.Use(var replicated) -> {
                log = replicated;
                flushSoon();
            }
            case Proposals.Attached(var address, var ref) -> {
                self = address;
                link = ref;
            }
            case Proposals.Detached(var ref) -> link = ref.equals(link) ? null : link;
            case Proposals.Received(var message) -> {
                proposing.received(message);
                flushSoon();
            }
            case Proposals.Lead(var term) -> proposing.lead(term);
            case Proposals.Fated(var number, var fate) -> proposing.fated(number, fate);
            case Proposals.Published(var batch, var outcomes, var after) -> proposing.published(batch, outcomes, after);
            case Proposals.Restored(var state) -> proposing.restored(state);
            case Proposals.Signal signal -> {
                switch (signal) {
                    case FOLLOW -> proposing.follow();
                    case FLUSH -> {
                        flushing = false;
                        proposing.flush();
                    }
                    case TICK -> {
                        armed = null;
                        proposing.tick();
                    }
                    case STOP -> {
                        return Behaviors.stopped();
                    }
                }
            }
        }
        arm();
        return Behaviors.same();
    }

    private void flushSoon() {
        if (!flushing) {
            // What is in the mailbox behind this one goes with it.
            flushing = true;
            ctx.getSelf().tell(Proposals.Signal.FLUSH);
        }
    }

    private void arm() {
        var wanted = proposing.busy() ? SOON : proposing.leads() ? LATER : null;
        if (wanted != null && (armed == null || wanted.compareTo(armed) < 0)) {
            armed = wanted;
            timers.startSingleTimer(Proposals.Signal.TICK, wanted);
        }
    }

    @Override
    public void send(String server, Wire message) {
        if (link != null) {
            link.tell(new Link.Send(server, message));
        }
    }

    @Override
    public void propose(long number, Batch entry) {
        if (log == null) {
            // A log that leads as soon as it starts says so before it can be used.
            ctx.getSelf().tell(new Proposals.Fated(number, Fate.REFUSED));
        } else {
            log.propose(BatchCodec.encode(entry), fate -> ctx.getSelf().tell(new Proposals.Fated(number, fate)));
        }
    }

    @Override
    public Optional<Leader> leader() {
        if (log == null) {
            return Optional.empty();
        }
        var view = log.view();
        if (view.leads()) {
            return Optional.of(new Leader(view.term(), self));
        }
        // What cannot be sent is not: it is then certain that nothing was written.
        return view.leader()
                .filter(leader -> link != null && !leader.address().isEmpty())
                .map(leader -> new Leader(view.term(), leader.address()));
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public long wall() {
        return ports.clock().millis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long indexHint() {
        return ports.indexHint().getAsLong();
    }

    @Override
    public String unique() {
        return UUID.randomUUID().toString();
    }
}
