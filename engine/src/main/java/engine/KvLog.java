package engine;

import engine.cluster.ClusterView;
import engine.config.ConfigException;
import engine.config.Settings;
import engine.events.LamportClock;
import engine.kv.State;
import engine.proposal.ProposalPorts;
import engine.proposal.Proposals;
import engine.raft.RaftLog;
import engine.raft.ReplicatedLog;
import engine.raft.SoloLog;
import engine.raft.View;
import engine.raft.VoterId;
import engine.segments.PlainStorage;
import engine.state.Op;
import engine.state.Published;
import engine.state.Store;
import engine.text.Reason;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;

/** A server's part in the log of keys and sessions: the log itself, what it is applied to, and the way into it. */
final class KvLog implements AutoCloseable {
    private final Proposals proposals;
    private final KvMachine machine;
    private final ReplicatedLog log;
    private final Optional<RaftLog> shared;
    private final KvBarrier barrier;

    /**
     * What it works with.
     *
     * @param gone ids of servers that are none of the cluster any more
     * @param expected how many servers there must be before the log is formed
     * @param fatal ends the process, with a sentence
     */
    record Ports(
            Settings settings,
            String nodeId,
            Published published,
            ActorRef<Store.Command> store,
            Supplier<Set<String>> gone,
            IntSupplier expected,
            Consumer<String> fatal) {}

    private KvLog(
            Proposals proposals, KvMachine machine, ReplicatedLog log, Optional<RaftLog> shared, KvBarrier barrier) {
        this.barrier = barrier;
        this.proposals = proposals;
        this.machine = machine;
        this.log = log;
        this.shared = shared;
    }

    /**
     * Opens it; an agent without a data directory keeps nothing and shares nothing.
     *
     * @throws ConfigException with a sentence when what is on the disk cannot be used
     */
    static KvLog start(ActorSystem<?> system, Ports ports) {
        var published = ports.published();
        var proposals = Proposals.start(
                behavior -> system.systemActorOf(behavior, Proposals.NAME, Props.empty()),
                new ProposalPorts(() -> published.current().index() + 1, InstantSource.system()));
        var watch = new OnLead();
        var machine = new KvMachine(ports.store(), proposals, watch, InstantSource.system());
        var sessions = new SessionWatch(published, proposals, machine.leading());
        var overlays = new OverlayWatch(
                published,
                proposals,
                machine.leading(),
                (delay, task) -> system.scheduler().scheduleOnce(delay, task, system.executionContext()));
        watch.run(List.of(sessions::look, overlays::look));
        published.subscribe(sessions);
        published.subscribe(overlays);
        var dir = ports.settings().dataDir();
        if (dir.isEmpty()) {
            var log = SoloLog.start(ports.nodeId(), machine);
            proposals.use(log);
            return new KvLog(proposals, machine, log, Optional.empty(), KvBarrier.start(system, proposals));
        }
        try {
            var log = RaftLog.start(new RaftLog.Ports(
                    dir.get().resolve("log"),
                    ports.nodeId(),
                    new PlainStorage(ports.fatal()),
                    machine,
                    ports.gone(),
                    ports.expected(),
                    ports.fatal(),
                    RaftLog.Settings.DEFAULT));
            proposals.use(log);
            return new KvLog(proposals, machine, log, Optional.of(log), KvBarrier.start(system, proposals));
        } catch (IOException e) {
            throw new ConfigException(Reason.of(e));
        }
    }

    /** What is to be done when this server begins to lead; made after the machine that says so. */
    private static final class OnLead implements Consumer<Boolean> {
        private volatile List<Runnable> tasks = List.of();

        void run(List<Runnable> made) {
            tasks = made;
        }

        @Override
        public void accept(Boolean leads) {
            if (leads) {
                tasks.forEach(Runnable::run);
            }
        }
    }

    /** What reads pass. */
    KvBarrier barrier() {
        return barrier;
    }

    /** What keeps the next record of each rollout, on the server that leads. */
    RolloutCoordination coordination(
            Published published,
            Members members,
            LamportClock lamport,
            Function<List<Op>, CompletionStage<Boolean>> writer) {
        return new RolloutCoordination(
                published, new KeptRollouts(published), members, proposals, machine.leading(), lamport, writer);
    }

    KvWrites writes() {
        return new KvWrites(proposals);
    }

    /** The keys and sessions as readers see them. */
    State state() {
        return machine.shown();
    }

    /** What the cluster's actor system needs under {@link Proposals#NAME}. */
    Behavior<?> link() {
        return proposals.link();
    }

    /** From now on the messages go through this cluster system. */
    void attach(ActorSystem<?> cluster) {
        shared.ifPresent(log -> log.attach(cluster));
    }

    /** The cluster is seen otherwise. */
    void seen(ClusterView view) {
        var others = new HashMap<String, String>();
        for (var member : view.members()) {
            if (!member.address().equals(view.self())) {
                others.put(member.id(), member.address());
            }
        }
        shared.ifPresent(log -> log.members(others));
    }

    /** This server forms the cluster, and the log with it unless there is one. */
    void found() {
        shared.ifPresent(log -> {
            try {
                log.found();
            } catch (IOException e) {
                throw new IllegalStateException("the log of keys and sessions cannot be formed: " + Reason.of(e), e);
            }
        });
    }

    /** {@code host:port} of the server that leads the log, if one is known. */
    Optional<String> leader() {
        return log.view().leader().map(View.Leader::address).filter(address -> !address.isEmpty());
    }

    /** How the log is. */
    View view() {
        return log.view();
    }

    /** Index of the last entry that a majority has, as far as it is known here. */
    long committed() {
        return log.committed();
    }

    /** Ids of the nodes that vote; empty where nobody else ever does, and while there is no log yet. */
    Set<String> voters() {
        return shared.isEmpty()
                ? Set.of()
                : log.view().voters().stream()
                        .map(VoterId::of)
                        .map(VoterId::node)
                        .collect(Collectors.toSet());
    }

    /**
     * Has another server lead.
     *
     * @param id of its node; empty for the one that knows most
     * @return fails with a sentence where nobody else can
     */
    CompletionStage<Done> handOver(Optional<String> id) {
        var view = log.view();
        var others = view.voters().stream()
                .filter(voter -> !voter.equals(view.self()))
                .toList();
        if (id.isPresent()
                && shared.isPresent()
                && VoterId.of(view.self()).node().equals(id.get())) {
            return CompletableFuture.completedStage(Done.done());
        }
        if (shared.isEmpty() || others.isEmpty()) {
            return CompletableFuture.failedStage(new IllegalStateException("cannot find peer: no other server votes"));
        }
        if (id.isEmpty()) {
            return log.handOver();
        }
        return others.stream()
                .filter(voter -> VoterId.of(voter).node().equals(id.get()))
                .findFirst()
                .map(voter -> shared.get().handOver(voter))
                .orElseGet(() -> CompletableFuture.failedStage(
                        new IllegalStateException("the server with id " + id.get() + " has no vote")));
    }

    /** Has another server lead, before this one goes. */
    CompletionStage<Done> handOver() {
        return log.handOver();
    }

    /** So many servers are lost for good: when no majority is left, this one goes on alone with what it has. */
    void recover(int lost) {
        var view = log.view();
        if (lost * 2 >= view.voters().size()) {
            log.reset(Set.of(view.self()));
        }
    }

    @Override
    public void close() {
        proposals.stop();
        log.close();
    }
}
