package engine.link;

import engine.state.Op;
import engine.state.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A client agent's end, with what is registered with it. */
final class FakeAgent implements Local, AutoCloseable {
    final ActorSystem<Void> system = Systems.start();
    final List<Op.Put> own = new CopyOnWriteArrayList<>();
    final List<Value.Event> delivered = new CopyOnWriteArrayList<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final AgentPortClient client;
    final Link link;
    private final Identity identity;

    FakeAgent(Identity identity, LinkSettings settings) {
        this.identity = identity;
        own.add(Entries.node(identity.node()));
        this.client = new AgentPortClient(system, identity, Duration.ofMinutes(11));
        this.link = Link.start(system, settings, client, this, 1 << 20);
    }

    static FakeAgent of(String node, StreamSettings stream, HostPort... join) {
        return new FakeAgent(FakeServer.identity(node, "dc1", "secret"), settings(stream, Optional.empty(), 0, join));
    }

    static LinkSettings settings(StreamSettings stream, Optional<Path> file, int max, HostPort... join) {
        return new LinkSettings(
                List.of(join), Duration.ofMillis(300), max, file, Duration.ofSeconds(2), Duration.ofSeconds(2), stream);
    }

    CompletableFuture<Boolean> write(Op... ops) {
        return AskPattern.<AttachmentCommand, Boolean>askWithStatus(
                        link.attachment(),
                        replyTo -> new AttachmentCommand.Write(List.of(ops), replyTo),
                        FakeServer.PATIENCE,
                        system.scheduler())
                .toCompletableFuture();
    }

    @Override
    public FromAgent.Hello hello() {
        return new FromAgent.Hello(
                identity.node(),
                identity.nodeId(),
                "127.0.0.1",
                8301,
                identity.version(),
                identity.datacenter(),
                0,
                delivered.isEmpty() ? "" : delivered.getLast().id());
    }

    @Override
    public List<Op.Put> own() {
        return List.copyOf(own);
    }

    @Override
    public void deliver(Value.Event event) {
        delivered.add(event);
    }

    @Override
    public void attached(String server) {
        told.add("attached to " + server);
    }

    @Override
    public void detached() {
        told.add("detached");
    }

    @Override
    public void gaveUp(String sentence) {
        told.add(sentence);
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
