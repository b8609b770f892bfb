package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.kv.BatchCodec;
import engine.kv.State;
import engine.raft.Fate;
import engine.raft.ReplicatedLog;
import engine.raft.View;
import engine.raft.Voters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/** The proposals of one server with its two actor systems, and a state that is published as soon as it is applied. */
final class ProposingServer implements AutoCloseable, ReplicatedLog {
    final Proposals proposals;
    private final SharedLog log;
    private final ActorSystem<Void> agent;
    private volatile ActorSystem<?> cluster;
    private volatile State state = State.empty();
    private volatile long applied;

    ProposingServer(SharedLog log) {
        this.log = log;
        agent = ActorSystem.create(Behaviors.empty(), "agent", over(ConfigFactory.empty()));
        proposals = Proposals.start(
                behavior -> agent.systemActorOf(behavior, "proposals", Props.empty()),
                new ProposalPorts(() -> 0, InstantSource.system()));
        cluster = system();
        log.join(this);
        proposals.use(this);
    }

    private ActorSystem<?> system() {
        return ActorSystem.create(
                Behaviors.setup(ctx -> {
                    ctx.spawn(proposals.link(), Proposals.NAME);
                    return Behaviors.empty();
                }),
                "engine",
                over(ConfigFactory.parseString("""
                        pekko.actor.provider = remote
                        pekko.remote.warn-about-direct-use = off
                        pekko.remote.artery.advanced.shutdown-flush-timeout = 10ms
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        """).withFallback(ConfigFactory.parseResources("cluster.conf"))));
    }

    private static Config over(Config config) {
        return config.withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    /** Ends the system that belongs to the cluster, and starts another at another port. */
    void replaceSystem() {
        ended(cluster);
        cluster = system();
    }

    /** These proposals without a log. */
    Proposals unused() {
        var unused = Proposals.start(
                behavior -> agent.systemActorOf(behavior, "unused", Props.empty()),
                new ProposalPorts(() -> 0, InstantSource.system()));
        close();
        return unused;
    }

    State state() {
        return state;
    }

    synchronized void apply(long index, ByteString entry) {
        proposals.applying();
        var batch = BatchCodec.decode(entry);
        var did = state.apply(batch);
        state = did.after();
        applied = index;
        proposals.published(batch, did.outcomes(), state);
    }

    static void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    // The log

    @Override
    public void propose(ByteString entry, Consumer<Fate> told) {
        log.propose(this, entry, told);
    }

    @Override
    public CompletionStage<Long> barrier(Duration limit) {
        return CompletableFuture.completedStage(log.entries());
    }

    @Override
    public View view() {
        var leader = log.leader();
        var address = leader == null ? "" : leader.address();
        return new View(
                address(),
                "log",
                leader == null ? Optional.empty() : Optional.of(new View.Leader(address, address)),
                log.term(),
                List.of(),
                List.of(),
                applied);
    }

    private String address() {
        var address = cluster.address();
        return address.host().get() + ":" + address.port().get();
    }

    @Override
    public CompletionStage<Done> change(Voters.Change change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Done> handOver() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(Set<String> voters) {
        throw new UnsupportedOperationException();
    }

    private static void ended(ActorSystem<?> system) {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        ended(cluster);
        ended(agent);
    }
}
