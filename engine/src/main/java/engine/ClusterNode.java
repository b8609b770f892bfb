package engine;

import engine.cluster.ClusterSystem;
import engine.cluster.ClusterView;
import engine.config.ConfigException;
import engine.config.Settings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.pekko.Done;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server's place in the cluster: the cluster system of the moment, which is replaced when it has been removed. */
final class ClusterNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final long END_SECONDS = 10;

    private final IntFunction<ClusterSystem> starting;
    private volatile ClusterSystem system;
    private boolean closed;

    private ClusterNode(IntFunction<ClusterSystem> starting, ClusterSystem system) {
        this.starting = starting;
        this.system = system;
    }

    /**
     * @param ports what a cluster system with this server port works with
     * @throws ConfigException with a sentence when its port cannot be opened
     */
    static ClusterNode start(Settings settings, IntFunction<ClusterSystem.Ports> ports) {
        IntFunction<ClusterSystem> starting = port -> {
            try {
                return ClusterSystem.start(ports.apply(port));
            } catch (RemoteTransportException e) {
                throw new ConfigException(
                        "the server port cannot be opened at %s:%d: %s. Name another with --server-port."
                                .formatted(
                                        settings.bindAddress(), settings.ports().server(), Reason.of(e)));
            }
        };
        return new ClusterNode(starting, starting.apply(settings.ports().server()));
    }

    /** The port of the traffic between servers, a real one also where any was to be taken. */
    int port() {
        var self = view().self();
        return Integer.parseInt(self.substring(self.lastIndexOf(':') + 1));
    }

    ClusterView view() {
        return system.view();
    }

    void joinSelf() {
        system.joinSelf();
    }

    void join(List<String> addresses) {
        system.join(addresses);
    }

    void down(String address) {
        system.down(address);
    }

    /** Ends this server's membership, if the others already have or not, and joins them as a new one, with its state. */
    CompletionStage<Done> restart(List<String> addresses, String why) {
        LOG.warn("this server starts its part in the cluster anew: {}", why);
        var done = new CompletableFuture<Done>();
        Thread.ofVirtual().name("rejoin").start(() -> {
            try {
                replace(addresses);
                done.complete(Done.done());
            } catch (RuntimeException e) {
                LOG.error("the part in the cluster could not be started anew: {}", Reason.of(e));
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private synchronized void replace(List<String> addresses) {
        if (closed) {
            return;
        }
        var port = port();
        end(system);
        system = starting.apply(port);
        if (!addresses.isEmpty()) {
            system.join(addresses);
        }
    }

    /** Leaves the cluster in order. */
    CompletionStage<Done> leave() {
        return system.leave();
    }

    @Override
    public synchronized void close() {
        closed = true;
        end(system);
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
