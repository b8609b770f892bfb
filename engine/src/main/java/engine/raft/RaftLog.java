package engine.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicated log: JRaft, which sends its messages between the cluster systems of the servers. It lives as long as the agent;
 * the cluster system may be replaced ({@link #attach}). A server that has no log yet waits until it is taken in by those who have,
 * or, when it is the founder, forms the log as soon as as many servers as are expected have told it that they have none.
 */
public final class RaftLog implements ReplicatedLog {
    /** JRaft's name for a group of voters; there is one. */
    static final String GROUP = "engine";

    private static final Logger LOG = LoggerFactory.getLogger(RaftLog.class);
    private static final int LONGEST_ENTRY = 2 << 20;
    private static final long AGAIN_MILLIS = 20;
    /** JRaft gives a transfer one election timeout, and goes on leading when it fails. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private final Ports ports;
    private final Identity identity;
    private final Messenger messenger;
    private final Applying applying;
    private final NodeImpl node;
    private final LogOptions options;
    private final Electorate electorate;
    private final Set<Proposal> underway = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile Configuration configuration = new Configuration();
    private volatile boolean closed;

    /**
     * What it works with.
     *
     * @param directory for all that the log keeps, made when it is missing
     * @param node id of this node
     * @param storage keeps entries, votes and snapshots, whose places are directories within {@code directory}
     * @param machine to which entries are applied; called from before {@link #start} returns
     * @param gone ids of the nodes of servers that have left or were taken out; asked often, must not wait
     * @param expected how many servers there must be before the log is formed
     * @param fatal ends the process, with a sentence; told once
     */
    public record Ports(
            Path directory,
            String node,
            JRaftServiceFactory storage,
            Machine machine,
            Supplier<Set<String>> gone,
            IntSupplier expected,
            Consumer<String> fatal,
            Settings settings) {}

    /**
     * Times and sizes.
     *
     * @param election without a word from the leader for this long, and up to as much again by chance, a follower asks for votes
     * @param call how long a call between servers may take
     * @param snapshotBytes of entries after which a snapshot is taken
     * @param snapshotInterval after which one is taken if anything was written
     */
    public record Settings(Duration election, Duration call, long snapshotBytes, Duration snapshotInterval) {
        public static final Settings DEFAULT =
                new Settings(Duration.ofMillis(600), Duration.ofSeconds(1), 64L << 20, Duration.ofHours(1));
    }

    private RaftLog(Ports ports, Road road) throws IOException {
        this.ports = ports;
        this.identity = Identity.of(ports.directory(), ports.node());
        this.messenger = new Messenger(identity, road);
        this.applying = new Applying(
                ports.machine(),
                identity.text(),
                messenger.news(),
                ports.settings().snapshotBytes(),
                this::snapshot,
                this::refresh,
                this::fail);
        this.options = NodeSettings.of(ports, messenger, applying);
        this.node = new NodeImpl(GROUP, peer(identity.text()));
        this.electorate = new Electorate(new Electorate.Ports(
                identity,
                messenger,
                this::view,
                this::change,
                ports.gone(),
                ports.expected(),
                this::form,
                node::getLastLogIndex));
    }

    /**
     * Opens the log.
     *
     * @throws IOException with a sentence, when what is on the disk cannot be used
     */
    public static RaftLog start(Ports ports) throws IOException {
        return start(ports, Road.STRAIGHT);
    }

    static RaftLog start(Ports ports, Road road) throws IOException {
        var log = new RaftLog(ports, road);
        NodeManager.getInstance().addAddress(log.node.getServerId().getEndpoint());
        if (!log.node.init(log.options)) {
            log.end();
            throw new IOException("the log of keys and sessions in " + ports.directory() + " cannot be opened");
        }
        log.messenger.calls().by(log.node);
        log.refreshNow();
        log.electorate.start();
        return log;
    }

    /** How JRaft names a voter: a host, and a port that says nothing. */
    static PeerId peer(String voter) {
        return new PeerId(voter, 0);
    }

    private static List<String> voters(Collection<PeerId> peers) {
        return peers.stream().map(PeerId::getIp).sorted().toList();
    }

    /** From now on the messages go through this cluster system, until it ends or another one comes. */
    public void attach(ActorSystem<?> system) {
        messenger.attach(system);
    }

    /**
     * The servers that belong to the cluster.
     *
     * @param others {@code host:port} of the cluster systems of all but this one, by the ids of their nodes; also of those that
     *     cannot be reached at the moment
     */
    public void members(Map<String, String> others) {
        messenger.members(others);
    }

    /**
     * This server formed the cluster: it is to form the log, once as many servers as are expected have answered and none of them has
     * one. Kept over a restart; without effect where there is a log.
     */
    public void found() throws IOException {
        identity.toFound();
    }

    @Override
    public void propose(ByteString entry, Consumer<Fate> told) {
        if (entry.size() > LONGEST_ENTRY) {
            throw new IllegalArgumentException("an entry of " + entry.size() + " bytes");
        }
        var proposal = new Proposal(entry, told, underway::remove);
        if (closed || electorate.forming()) {
            proposal.settle(Fate.REFUSED);
            return;
        }
        underway.add(proposal);
        var task = new Task(ByteBuffer.wrap(entry.toArrayUnsafe()), proposal);
        try {
            node.apply(task);
        } catch (IllegalStateException e) {
            LOG.debug("nothing is taken any more: {}", e.getMessage());
            proposal.settle(Fate.REFUSED);
        }
    }

    @Override
    public CompletionStage<Long> barrier(Duration limit) {
        var future = new CompletableFuture<Long>();
        var end = System.nanoTime() + limit.toNanos();
        var late = RaftTimers.once(() -> future.completeExceptionally(noQuorum(limit)), Math.max(1, limit.toMillis()));
        future.whenComplete((_, _) -> late.cancel(false));
        ask(future, end);
        return future;
    }

    /** Again and again: a new leader cannot answer before it has committed something of its own. */
    private void ask(CompletableFuture<Long> future, long end) {
        if (future.isDone() || closed || System.nanoTime() - end >= 0) {
            return;
        }
        node.readIndex(new byte[0], new ReadIndexClosure() {
            @Override
            public void run(Status status, long index, byte[] context) {
                if (status.isOk()) {
                    future.complete(index);
                } else {
                    RaftTimers.once(() -> ask(future, end), AGAIN_MILLIS);
                }
            }
        });
    }

    private NoQuorum noQuorum(Duration limit) {
        var seconds = limit.toMillis() / 1_000.0;
        return new NoQuorum(
                view().leader().isEmpty()
                        ? "No quorum: no leader has been found within %.1f s.".formatted(seconds)
                        : "No quorum: no majority of the %d voters has answered within %.1f s."
                                .formatted(configuration.getPeers().size(), seconds));
    }

    @Override
    public View view() {
        var leadership = applying.leadership();
        return new View(
                identity.text(),
                identity.log(),
                leadership
                        .voter()
                        .map(voter ->
                                new View.Leader(voter, messenger.address(voter).orElse(""))),
                leadership.term(),
                voters(configuration.getPeers()),
                voters(configuration.getLearners()),
                applying.applied());
    }

    @Override
    public CompletionStage<Done> change(Voters.Change change) {
        var view = view();
        if (!view.leads()) {
            return CompletableFuture.failedStage(new IllegalStateException(
                    "This server does not lead the log: voters are changed by the one that does."));
        }
        var voter = peer(change.voter());
        LOG.info("voters of the log of keys and sessions: {}", change);
        return switch (change) {
            case Voters.Change.Learn _ -> done(closure -> node.addLearners(List.of(voter), closure));
            // JRaft would go on sending to it as to a learner, and not count its answers.
            case Voters.Change.Promote _ ->
                done(closure -> node.removeLearners(List.of(voter), closure))
                        .thenCompose(_ -> done(closure -> node.addPeer(voter, closure)));
            case Voters.Change.Remove _ ->
                view.learners().contains(change.voter())
                        ? done(closure -> node.removeLearners(List.of(voter), closure))
                        : done(closure -> node.removePeer(voter, closure));
        };
    }

    private CompletableFuture<Done> done(Consumer<Closure> ask) {
        var future = new CompletableFuture<Done>();
        ask.accept(status -> {
            refreshNow();
            if (status.isOk()) {
                future.complete(Done.done());
            } else {
                future.completeExceptionally(
                        new IllegalStateException("The voters were not changed: " + status.getErrorMsg()));
            }
        });
        return future;
    }

    @Override
    public CompletionStage<Done> handOver() {
        if (!view().leads() || configuration.getPeers().size() < 2) {
            return CompletableFuture.completedStage(Done.done());
        }
        var future = new CompletableFuture<Done>().orTimeout(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
        ThreadPoolsFactory.runInThread(GROUP, () -> handOver(future));
        return future;
    }

    private void handOver(CompletableFuture<Done> future) {
        if (future.isDone() || closed) {
            return;
        }
        var leader = applying.leadership().voter();
        if (leader.isPresent() && !leader.get().equals(identity.text())) {
            future.complete(Done.done());
            return;
        }
        if (leader.isPresent() && node.isLeader(false)) {
            // Refused while voters are being changed: then again.
            node.transferLeadershipTo(PeerId.ANY_PEER);
        }
        RaftTimers.once(() -> handOver(future), AGAIN_MILLIS);
    }

    @Override
    public void reset(Set<String> voters) {
        if (!voters.contains(identity.text())) {
            throw new IllegalArgumentException("A log is reset on one of the servers that are left.");
        }
        try {
            identity.make();
        } catch (IOException e) {
            throw new IllegalStateException("The id of the log cannot be kept: " + e.getMessage(), e);
        }
        var status = node.resetPeers(
                new Configuration(voters.stream().map(RaftLog::peer).toList()));
        if (!status.isOk()) {
            throw new IllegalStateException("The voters were not reset: " + status.getErrorMsg());
        }
        refreshNow();
    }

    /** This server alone forms the log; the others are taken in one by one. */
    private void form() {
        LOG.info("this server forms the log of keys and sessions");
        reset(Set.of(identity.text()));
    }

    private void snapshot() {
        ThreadPoolsFactory.runInThread(
                GROUP,
                () -> node.snapshot(status -> {
                    if (!status.isOk()) {
                        LOG.debug("no snapshot now: {}", status.getErrorMsg());
                    }
                }));
    }

    /** Off the thread that applies, which must not wait for the locks of the node. */
    private void refresh() {
        if (refreshing.compareAndSet(false, true)) {
            ThreadPoolsFactory.runInThread(GROUP, () -> {
                refreshing.set(false);
                refreshNow();
            });
        }
    }

    private void refreshNow() {
        var now = node.getCurrentConf();
        if (now != null) {
            configuration = now;
        }
        electorate.wake();
    }

    private void fail(String sentence) {
        if (failed.compareAndSet(false, true)) {
            ports.fatal().accept(sentence);
        }
    }

    /** Has a snapshot taken now; done when it is on disk, or there was nothing to write. */
    CompletableFuture<Done> snapshotNow() {
        return done(node::snapshot);
    }

    NodeImpl node() {
        return node;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        electorate.close();
        node.shutdown();
        try {
            node.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        messenger.calls().close();
        NodeManager.getInstance().removeAddress(node.getServerId().getEndpoint());
        options.getAppendEntriesExecutors().shutdownGracefully();
        underway.forEach(proposal -> proposal.settle(Fate.UNKNOWN));
    }
}
