package engine.link;

import engine.state.Value;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's end of all streams: knows which client agent is attached by which session, and hands user events to all. */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** What changes in this time is one reason to ask, as an agent may take much out of the catalog itself. */
    private static final Duration DISPUTED = Duration.ofMillis(500);

    /** What the sessions are asked. */
    public sealed interface Command {}

    /** A user event for every attached agent. */
    public record Deliver(Value.Event event) implements Command {}

    /** The agent ports of all servers: told to every attached agent, and to those that come. */
    public record Servers(List<HostPort> servers) implements Command {}

    /**
     * Entries of nodes have been taken out of the catalog, by whomever, or changed by others than this server: an agent among these
     * that is attached tells again what it has.
     *
     * @param nodes their folded names
     */
    public record Disputed(Set<String> nodes) implements Command {}

    /** How many agents are attached. */
    public record Count(ActorRef<Integer> replyTo) implements Command {}

    /** This server is not part of the cluster that is there: all agents are to look for another, and may come back where there is none. */
    public enum Disperse implements Command {
        INSTANCE
    }

    /** The server ends: all agents are to look for another at once, and none of them is gone. */
    record Close(ActorRef<Done> replyTo) implements Command {}

    /** A connection has come; the answer is its session, or none where there are too many. */
    record Open(Signature caller, ActorRef<Optional<ActorRef<Session.Command>>> replyTo) implements Command {}

    /** The agent has said who it is. */
    record Greeted(ActorRef<Session.Command> session, FromAgent.Hello hello) implements Command {}

    /** The agent ends in order; {@code seq} is to be answered. */
    record Leaving(ActorRef<Session.Command> session, Attached.Reason reason, long seq) implements Command {}

    /** The connection is gone. */
    record Ended(ActorRef<Session.Command> session, Attached.Reason reason) implements Command {}

    private enum Ask implements Command {
        INSTANCE
    }

    private record Admitted(ActorRef<Session.Command> session, FromAgent.Hello hello, Optional<String> refusal)
            implements Command {}

    /** The agent is attached, and what this server says of it is true. */
    private record Settled(ActorRef<Session.Command> session, FromAgent.Hello hello) implements Command {}

    private record Stopped(ActorRef<Session.Command> session) implements Command {}

    private final ActorContext<Command> ctx;
    private final StreamSettings settings;
    private final String server;
    private final Attached attached;
    private final Roster roster = new Roster();
    private final Set<ActorRef<Session.Command>> open = new HashSet<>();
    private List<HostPort> servers;
    private final Set<String> disputed = new HashSet<>();
    private long last;
    private boolean closed;

    private Sessions(
            ActorContext<Command> ctx,
            StreamSettings settings,
            String server,
            List<HostPort> servers,
            Attached attached,
            long first) {
        this.ctx = ctx;
        this.settings = settings;
        this.server = server;
        this.servers = servers;
        this.attached = attached;
        this.last = first;
    }

    /**
     * @param server name of this server
     * @param servers the agent ports that are known at the start
     * @param first below the number of the first session: where a restart goes on, such as milliseconds since 1970
     */
    public static Behavior<Command> create(
            StreamSettings settings, String server, List<HostPort> servers, Attached attached, long first) {
        return Behaviors.setup(ctx -> {
            var sessions = new Sessions(ctx, settings, server, List.copyOf(servers), attached, first);
            return Behaviors.receiveMessage(sessions::receive);
        });
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Open(var caller, var replyTo) -> replyTo.tell(open(caller));
            case Greeted(var session, var hello) -> greeted(session, hello);
            case Admitted(var session, var hello, var refusal) -> admitted(session, hello, refusal);
            case Settled(var session, var hello) -> settled(session, hello);
            case Leaving(var session, var reason, var seq) -> leaving(session, reason, seq);
            case Ended(var session, var reason) -> gone(session, reason);
            case Stopped(var session) -> stopped(session);
            case Deliver(var event) -> {
                // Encoded once for all.
                var frame = FrameCodec.encode(new FromServer.Deliver(event));
                tellAll(new Session.Deliver(frame));
            }
            case Servers(var now) -> {
                servers = List.copyOf(now);
                tellAll(new Session.Push(FrameCodec.encode(new FromServer.Servers(servers))));
            }
            case Disputed(var nodes) -> disputed(nodes);
            case Ask _ -> ask();
            case Disperse _ -> disperse();
            case Close(var replyTo) -> {
                closed = true;
                disperse();
                replyTo.tell(Done.getInstance());
            }
            case Count(var replyTo) -> replyTo.tell(roster.sessions().size());
        }
        return Behaviors.same();
    }

    private void tellAll(Session.Command command) {
        roster.sessions().forEach(session -> session.tell(command));
    }

    private void disputed(Set<String> nodes) {
        var first = disputed.isEmpty();
        nodes.stream().filter(node -> roster.named(node).isPresent()).forEach(disputed::add);
        if (first && !disputed.isEmpty()) {
            ctx.scheduleOnce(DISPUTED, ctx.getSelf(), Ask.INSTANCE);
        }
    }

    private void ask() {
        var frame = FrameCodec.encode(new FromServer.TellAgain());
        disputed.forEach(node ->
                roster.named(node).ifPresent(present -> present.session().tell(new Session.Push(frame))));
        disputed.clear();
    }

    private void disperse() {
        // The sessions are forgotten first, so that their end is no news.
        List.copyOf(roster.sessions()).forEach(roster::remove);
        attached.dispersed();
        open.forEach(ctx::stop);
        open.clear();
    }

    private Optional<ActorRef<Session.Command>> open(Signature caller) {
        if (closed || open.size() >= settings.maxSessions()) {
            return Optional.empty();
        }
        var session = ctx.spawnAnonymous(Session.create(settings, caller, attached, ctx.getSelf()));
        open.add(session);
        ctx.watchWith(session, new Stopped(session));
        return Optional.of(session);
    }

    private void greeted(ActorRef<Session.Command> session, FromAgent.Hello hello) {
        if (refusedForItsName(session, hello)) {
            return;
        }
        ctx.pipeToSelf(
                attached.admit(hello),
                (refusal, failure) -> new Admitted(
                        session,
                        hello,
                        failure == null ? refusal : Optional.of("server %s could not take it in".formatted(server))));
    }

    private void admitted(ActorRef<Session.Command> session, FromAgent.Hello hello, Optional<String> refusal) {
        if (!open.contains(session)) {
            return; // it has ended while it waited
        }
        if (refusal.isPresent()) {
            refuse(session, hello, refusal.get());
        } else if (!refusedForItsName(session, hello)) {
            last++;
            roster.put(new Roster.Present(session, hello, last))
                    .ifPresent(before -> before.session().tell(Session.Replace.INSTANCE));
            ctx.pipeToSelf(attached.attached(hello, last), (_, _) -> new Settled(session, hello));
        }
    }

    private void settled(ActorRef<Session.Command> session, FromAgent.Hello hello) {
        if (roster.sessions().contains(session)) {
            session.tell(new Session.Welcomed(new FromServer.Welcome(server, servers), attached.missed(hello)));
            LOG.info("agent {} at {} is attached", hello.node(), hello.address());
        }
    }

    private boolean refusedForItsName(ActorRef<Session.Command> session, FromAgent.Hello hello) {
        var namesake = roster.namesake(hello);
        namesake.ifPresent(other -> refuse(
                session,
                hello,
                "another agent with the id %s is attached to server %s under the node name %s: give one of them another name"
                        .formatted(other.hello().id(), server, hello.node())));
        return namesake.isPresent();
    }

    private void refuse(ActorRef<Session.Command> session, FromAgent.Hello hello, String sentence) {
        LOG.warn("agent {} at {} is not taken: {}", hello.node(), hello.address(), sentence);
        session.tell(new Session.Refuse(sentence));
    }

    private void leaving(ActorRef<Session.Command> session, Attached.Reason reason, long seq) {
        gone(session, reason)
                .ifPresent(kept -> kept.whenComplete((_, failure) -> session.tell(new Session.Answered(
                        seq,
                        failure == null,
                        failure == null ? "" : "the server could not keep that the agent ends"))));
    }

    private Optional<CompletionStage<Boolean>> gone(ActorRef<Session.Command> session, Attached.Reason reason) {
        return roster.remove(session).map(present -> {
            var hello = present.hello();
            switch (reason) {
                case LEFT -> LOG.info("agent {} has left", hello.node());
                case STOPPED -> LOG.info("agent {} has stopped", hello.node());
                case CLOSED -> LOG.warn("agent {} is lost: its connection was closed", hello.node());
                case SILENT ->
                    LOG.warn("agent {} is lost: nothing has come from it for {}", hello.node(), settings.silence());
            }
            return attached.gone(hello.node(), hello.id(), reason, present.number());
        });
    }

    /** A session that failed has told nobody. */
    private void stopped(ActorRef<Session.Command> session) {
        open.remove(session);
        gone(session, Attached.Reason.CLOSED);
    }
}
