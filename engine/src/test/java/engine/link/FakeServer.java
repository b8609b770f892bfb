package engine.link;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.state.Op;
import engine.state.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A server's end with a catalog that only remembers what it was told. */
final class FakeServer implements Attached, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final ActorSystem<Void> system = Systems.start();
    final List<FromAgent.Hello> attached = new CopyOnWriteArrayList<>();
    final List<String> gone = new CopyOnWriteArrayList<>();
    volatile boolean dispersed;
    final List<List<Op.Put>> owned = new CopyOnWriteArrayList<>();
    final List<Op> written = new CopyOnWriteArrayList<>();
    final Set<String> numbers = ConcurrentHashMap.newKeySet();
    final List<HttpRequest> asked = new CopyOnWriteArrayList<>();
    final List<HostPort> servers = new CopyOnWriteArrayList<>();
    final List<Value.Event> events = new CopyOnWriteArrayList<>();
    final ActorRef<Sessions.Command> sessions;
    final AgentPort port;

    volatile boolean formed = true;
    volatile Function<FromAgent.Hello, Optional<String>> admission = _ -> Optional.empty();
    volatile CompletionStage<Boolean> answer = CompletableFuture.completedStage(true);
    volatile Function<HttpRequest, CompletionStage<HttpResponse>> api = _ -> text("from the server");

    FakeServer(String name, StreamSettings settings) {
        this(identity(name, "dc1", "secret"), settings, 0);
    }

    FakeServer(Identity identity, StreamSettings settings, int portNumber) {
        this.sessions = system.systemActorOf(
                Sessions.create(settings, identity.node(), List.of(), this, 0), "sessions", Props.empty());
        this.port = AgentPort.bind(
                        system,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), portNumber),
                        identity,
                        PortSettings.DEFAULT,
                        new AgentPort.Behind(
                                () -> servers,
                                _ -> text("{}").thenApply(answer -> AgentPort.formed(answer, formed)),
                                Optional.of(sessions),
                                (query, tcp, maxStale) -> query.length == 0
                                        ? Optional.empty()
                                        : Optional.of((new String(query, StandardCharsets.UTF_8) + tcp + maxStale)
                                                .getBytes(StandardCharsets.UTF_8)),
                                request -> {
                                    asked.add(request);
                                    return api.apply(request);
                                }))
                .toCompletableFuture()
                .join();
        know(this);
    }

    static Identity identity(String node, String datacenter, String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new Identity(
                datacenter,
                node,
                "id-" + node,
                "1.0",
                bytes.length == 0 ? Optional.empty() : Optional.of(new ClusterSecret(bytes)));
    }

    static CompletionStage<HttpResponse> text(String text) {
        return CompletableFuture.completedStage(HttpResponse.of(200, Entity.text(text)));
    }

    /** From now on these are the servers that it names. */
    void know(FakeServer... all) {
        servers.clear();
        for (var one : all) {
            servers.add(one.place());
        }
        sessions.tell(new Sessions.Servers(List.copyOf(servers)));
    }

    HostPort place() {
        return HostPort.of(port.address());
    }

    int count() {
        return AskPattern.<Sessions.Command, Integer>ask(sessions, Sessions.Count::new, PATIENCE, system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public CompletionStage<Optional<String>> admit(FromAgent.Hello hello) {
        return CompletableFuture.completedStage(admission.apply(hello));
    }

    @Override
    public CompletionStage<Done> attached(FromAgent.Hello hello, long session) {
        attached.add(hello);
        numbers.add(hello.node() + "/" + session);
        return CompletableFuture.completedStage(Done.done());
    }

    @Override
    public List<Value.Event> missed(FromAgent.Hello hello) {
        return List.copyOf(events);
    }

    @Override
    public CompletionStage<Boolean> gone(String node, String id, Reason reason, long session) {
        gone.add(node + " " + reason);
        return CompletableFuture.completedStage(true);
    }

    @Override
    public void dispersed() {
        dispersed = true;
    }

    @Override
    public CompletionStage<Boolean> write(String node, List<Op> ops) {
        written.addAll(ops);
        return answer;
    }

    @Override
    public CompletionStage<Boolean> own(String node, List<Op.Put> all) {
        owned.add(List.copyOf(all));
        return CompletableFuture.completedStage(true);
    }

    List<Op> lastOwned() {
        return owned.isEmpty() ? List.of() : new ArrayList<>(owned.getLast());
    }

    /** At once, as when the process is killed: every connection is closed. */
    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
