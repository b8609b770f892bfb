package engine.raft;

import com.typesafe.config.ConfigFactory;
import engine.segments.PlainStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/** A server of a test: its log on disk, and a cluster system that can be replaced. */
final class Server implements AutoCloseable {
    static final RaftLog.Settings SETTINGS =
            new RaftLog.Settings(Duration.ofMillis(300), Duration.ofSeconds(1), 64L << 20, Duration.ofHours(1));

    private final String node;
    private final Path directory;
    private final Servers servers;
    private final RaftLog.Settings settings;
    private ActorSystem<Void> system;
    private RaftLog log;
    private Recorder machine = new Recorder();
    final List<String> fatal = new CopyOnWriteArrayList<>();
    final Set<String> gone = ConcurrentHashMap.newKeySet();

    Server(String node, Path directory, Servers servers, RaftLog.Settings settings) {
        this.node = node;
        this.directory = directory;
        this.servers = servers;
        this.settings = settings;
        this.system = system();
        this.log = open();
    }

    private static ActorSystem<Void> system() {
        return ActorSystem.create(
                Behaviors.empty(),
                "engine",
                ConfigFactory.parseString("""
                        pekko.remote.artery {
                          canonical { hostname = "127.0.0.1", port = 0 }
                          # The buffers of these connections, 8 MiB each, would be the memory of the test.
                          large-message-destinations = []
                        }
                        """)
                        .withFallback(ConfigFactory.parseResources("cluster.conf"))
                        .withFallback(ConfigFactory.parseResources("pekko.conf"))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
    }

    private RaftLog open() {
        try {
            var opened = RaftLog.start(
                    new RaftLog.Ports(
                            directory,
                            node,
                            new PlainStorage(fatal::add),
                            machine,
                            () -> Set.copyOf(gone),
                            servers::expected,
                            fatal::add,
                            settings),
                    servers.network().road(node));
            opened.attach(system);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String node() {
        return node;
    }

    RaftLog log() {
        return log;
    }

    Recorder machine() {
        return machine;
    }

    String voter() {
        return log.view().self();
    }

    String address() {
        var address = system.address();
        return address.getHost().get() + ":" + address.getPort().get();
    }

    void members(Map<String, String> others) {
        log.members(others);
    }

    boolean leads() {
        return machine.leads && log.view().leads();
    }

    CompletableFuture<Fate> propose(String entry) {
        var fate = new CompletableFuture<Fate>();
        log.propose(ByteString.fromString(entry), fate::complete);
        return fate;
    }

    Fate write(String entry) {
        return propose(entry).orTimeout(10, TimeUnit.SECONDS).join();
    }

    CompletableFuture<Long> barrier(long millis) {
        return log.barrier(Duration.ofMillis(millis)).toCompletableFuture();
    }

    CompletableFuture<Done> handOver() {
        return log.handOver().toCompletableFuture();
    }

    CompletableFuture<Done> handOver(Server to) {
        return log.handOver(to.voter()).toCompletableFuture();
    }

    void stop() {
        log.close();
    }

    /** The log of the disk, in a machine that knows nothing and another cluster system. */
    void restart() {
        end();
        system = system();
        machine = new Recorder();
        log = open();
        servers.introduce();
    }

    /** Another cluster system at another port, while the log lives. */
    void replaceSystem() {
        end();
        system = system();
        log.attach(system);
        servers.introduce();
    }

    /** Ends it, but does not wait. */
    void ending() {
        log.close();
        system.terminate();
    }

    private void end() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        log.close();
        end();
    }
}
