package engine;

import engine.cluster.ClusterControl;
import engine.cluster.ClusterMember;
import engine.cluster.ClusterSystem;
import engine.cluster.ClusterView;
import engine.config.ConfigException;
import engine.config.Settings;
import engine.text.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.remote.RemoteTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server's place in the cluster: the cluster system of the moment, which is replaced when it has been removed. */
final class ClusterNode implements ClusterControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    /** Connections that are being made hold its end up; another one cannot have its port before. */
    private static final long END_SECONDS = 30;

    private static final long LEAVE_SECONDS = 5;
    /** Who comes back need not wait long: the others notice by themselves. */
    private static final long STOP_SECONDS = 2;

    private final IntFunction<ClusterSystem> starting;
    private final KvLog log;
    private volatile ClusterSystem system;
    private volatile boolean leaving;
    /** The one that is ended here, to be replaced. */
    private volatile @Nullable ClusterSystem replaced;

    private final Consumer<String> giveUp;

    private ClusterNode(IntFunction<ClusterSystem> starting, ClusterSystem system, KvLog log, Consumer<String> giveUp) {
        this.log = log;
        this.starting = starting;
        this.system = system;
        this.giveUp = giveUp;
    }

    /**
     * @param giveUp told a sentence when the server cannot go on
     * @param log travels through it, and is formed with the cluster
     * @param ports what a cluster system with this server port works with
     * @throws ConfigException with a sentence when its port cannot be opened
     */
    static ClusterNode start(
            Settings settings, IntFunction<ClusterSystem.Ports> ports, KvLog log, Consumer<String> giveUp) {
        IntFunction<ClusterSystem> starting = port -> {
            try {
                var started = ClusterSystem.start(ports.apply(port));
                log.attach(started.actors());
                return started;
            } catch (RemoteTransportException e) {
                throw new ConfigException(
                        "the server port cannot be opened at %s:%d: %s. Name another with --server-port."
                                .formatted(
                                        settings.bindAddress(), settings.ports().server(), Reason.of(e)));
            }
        };
        var first = starting.apply(settings.ports().server());
        var node = new ClusterNode(starting, first, log, giveUp);
        node.watched(first);
        return node;
    }

    /** The port of the traffic between servers, a real one also where any was to be taken. */
    int port() {
        var self = view().self();
        return Integer.parseInt(self.substring(self.lastIndexOf(':') + 1));
    }

    ClusterView view() {
        return system.view();
    }

    /** The one of the moment. */
    ClusterSystem system() {
        return system;
    }

    /** This server as the search for the others sees it. */
    engine.cluster.Self self(Facts facts) {
        var view = view();
        return new engine.cluster.Self(
                facts.datacenter(),
                facts.node(),
                facts.id(),
                Version.NUMBER,
                facts.agent(),
                view.self(),
                view.uid(),
                view.formed(),
                view.members(System.nanoTime()),
                facts.expect().getAsInt());
    }

    /** What the cluster system does not know of it: {@code agent} is host and port of its agent port, {@code expect} the least number of servers. */
    record Facts(String datacenter, String node, String id, String agent, IntSupplier expect) {}

    @Override
    public void joinSelf() {
        LOG.info("this server forms the cluster");
        log.found();
        system.joinSelf();
    }

    @Override
    public void join(List<String> addresses) {
        LOG.info("joining the cluster of {}", String.join(", ", addresses));
        system.join(addresses);
    }

    @Override
    public void down(List<ClusterMember> members) {
        for (var member : members) {
            // Of this address another incarnation may have come meanwhile.
            if (view().members().stream().anyMatch(now -> now.uid() == member.uid())) {
                LOG.warn(
                        "server {} at {} is given up: it has been unreachable for too long",
                        member.name(),
                        member.address());
                system.down(member.address());
            }
        }
    }

    /** Declares a server gone, whatever incarnation of it is there. */
    void down(String address) {
        system.down(address);
    }

    /** Not for a link between two others, of which the cluster tells here too. */
    @Override
    public void reconnect() {
        var view = view();
        if (view.members().stream().anyMatch(member -> !view.reaches(member.address()))) {
            LOG.info("a server answers that cannot be reached as a member: the connections to servers are made anew");
            system.reconnect();
        }
    }

    @Override
    public void refused(String sentence) {
        LOG.error("this server cannot join: {}", sentence);
    }

    @Override
    public void gaveUp(String sentence) {
        giveUp.accept(sentence);
    }

    /** Ends this server's membership, if the others already have or not, and joins them as a new one, with its state. */
    @Override
    public void restart(List<String> addresses, String why) {
        LOG.warn("this server starts its part in the cluster anew: {}", why);
        replacing(system, addresses);
    }

    private void replacing(ClusterSystem before, List<String> addresses) {
        Thread.ofVirtual().name("rejoin").start(() -> {
            try {
                replace(before, addresses);
            } catch (RuntimeException e) {
                giveUp.accept("the part in the cluster could not be started anew: " + Reason.of(e));
            }
        });
    }

    /** The others have taken it out, or a fault has: it comes back as a new member. */
    private ClusterSystem watched(ClusterSystem started) {
        started.ended().whenComplete((_, _) -> {
            if (!leaving && started.equals(system) && !started.equals(replaced)) {
                LOG.warn("the others have taken this server out of the cluster: it joins them as a new one");
                replacing(started, List.of());
            }
        });
        return started;
    }

    private synchronized void replace(ClusterSystem before, List<String> addresses) {
        if (leaving || !before.equals(system)) {
            return;
        }
        var port = port();
        replaced = before;
        end(before);
        system = watched(starting.apply(port));
        replaced = null;
        if (!addresses.isEmpty()) {
            system.join(addresses);
        }
    }

    /** Leaves the cluster in order; done when the others know, or after some seconds. */
    CompletionStage<Done> leave() {
        return leave(LEAVE_SECONDS);
    }

    private CompletableFuture<Done> leave(long seconds) {
        leaving = true;
        return system.leave()
                .toCompletableFuture()
                .thenApply(_ -> Done.done())
                .completeOnTimeout(Done.done(), seconds, TimeUnit.SECONDS);
    }

    /** Who stops is a member no longer, unless some others cannot be told: they notice, or take the next start for the news. */
    @Override
    public void close() {
        var view = view();
        if (view.formed() && view.members().stream().allMatch(member -> view.reaches(member.address()))) {
            leave(STOP_SECONDS).join();
        }
        leaving = true;
        synchronized (this) {
            end(system);
        }
    }

    private static void end(ClusterSystem ending) {
        ending.close();
        try {
            ending.ended()
                    .toCompletableFuture()
                    .orTimeout(END_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("the part in the cluster did not end in time: {}", Reason.of(e));
        }
    }
}
