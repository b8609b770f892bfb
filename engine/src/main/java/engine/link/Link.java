package engine.link;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.state.Op;
import engine.state.StateWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;

/**
 * A client agent's link to the cluster: attached to one server, to the next one when that is lost. Any thread may use it.
 *
 * <p>Requests are passed on to a second server when the first was lost before it answered, if they read, or give the same state however
 * often they are done: a GET or HEAD; a PUT or DELETE of a value without {@code cas}, {@code acquire} and {@code release}; a PUT that
 * registers or deregisters in the catalog. Any other only where no connection was made, so that it cannot have been done.
 */
public final class Link implements StateWriter {
    private final ActorSystem<?> system;
    private final ActorRef<AttachmentCommand> attachment;
    private final CurrentServer current;
    private final Forwarding forwarding;
    private final Duration leaveLimit;

    private Link(
            ActorSystem<?> system,
            ActorRef<AttachmentCommand> attachment,
            CurrentServer current,
            Forwarding forwarding,
            Duration leaveLimit) {
        this.system = system;
        this.attachment = attachment;
        this.current = current;
        this.forwarding = forwarding;
        this.leaveLimit = leaveLimit;
    }

    /**
     * Begins to look for a server.
     *
     * @param maxBody most bytes of the body of a request that is passed on
     */
    public static Link start(
            ActorSystem<?> system, LinkSettings settings, AgentPortClient client, Local local, long maxBody) {
        var current = new CurrentServer();
        var attachment = system.systemActorOf(
                Attachment.create(settings, client, local, current),
                "attachment-" + client.identity().nodeId(),
                Props.empty());
        var forwarding = new Forwarding(system, client, current, settings.patience(), maxBody);
        return new Link(
                system,
                attachment,
                current,
                forwarding,
                settings.stream().greeting().multipliedBy(2));
    }

    /** Where the agent port of the server is that the agent is attached to. */
    public Optional<InetSocketAddress> server() {
        return current.now().map(CurrentServer.Server::address);
    }

    /** Another server that is known, any of them. */
    public Optional<InetSocketAddress> otherServer() {
        return current.now().flatMap(current::other);
    }

    /** Its name. */
    public Optional<String> serverName() {
        return current.now().map(CurrentServer.Server::name);
    }

    /**
     * Writes what belongs to this agent's node. Without a server it succeeds at once, and the next server is told: what is
     * registered by {@link Local#own}, of what was done about events the last thousand entries.
     */
    @Override
    public void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        attachment.tell(new AttachmentCommand.Write(List.copyOf(ops), replyTo));
    }

    /** Tells the server again all that is registered, if there is one. */
    public void tellAll() {
        attachment.tell(AttachmentCommand.TellAll.INSTANCE);
    }

    /**
     * Passes a request of the HTTP API on to the server.
     *
     * @return the answer, its body streamed; fails with a {@link LinkException} when there is none
     */
    public CompletionStage<HttpResponse> forward(HttpRequest request) {
        return forwarding.forward(request);
    }

    /**
     * The server's answer to a DNS query; fails when there is none, at once unless one was just lost: then the next is expected, and it
     * fails by a {@link java.util.concurrent.TimeoutException} when that does not answer in time.
     *
     * @param maxStale how old the server's answer may be
     */
    public CompletionStage<byte[]> dns(byte[] query, boolean tcp, Duration maxStale) {
        return forwarding.dns(query, tcp, maxStale);
    }

    /** Leaves for good; the answer is whether a server has confirmed it. No server is looked for from then on. */
    public CompletionStage<Boolean> leave() {
        return end(true);
    }

    /** Ends in order, to come back later; the answer is whether a server has confirmed it. */
    public CompletionStage<Boolean> stop() {
        return end(false);
    }

    /** For tests, which ask it as an actor is asked. */
    ActorRef<AttachmentCommand> attachment() {
        return attachment;
    }

    private CompletionStage<Boolean> end(boolean forGood) {
        return AskPattern.<AttachmentCommand, Boolean>ask(
                        attachment,
                        replyTo -> new AttachmentCommand.Leave(forGood, replyTo),
                        leaveLimit,
                        system.scheduler())
                .exceptionally(_ -> false);
    }
}
