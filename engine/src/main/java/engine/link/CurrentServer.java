package engine.link;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server that this agent is attached to. One thread at a time changes it, any may read. */
final class CurrentServer {
    private final Map<Object, CompletableFuture<Server>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Server now;
    private volatile List<InetSocketAddress> all = List.of();
    /** One was lost, and it is not known yet that there is no other. */
    private volatile boolean looking;

    /** @param lost done when the agent is not attached to it any more */
    record Server(String name, InetSocketAddress address, CompletableFuture<Void> lost) {}

    Optional<Server> now() {
        return Optional.ofNullable(now);
    }

    /** All servers that are known; those by names, which would have to be looked up, are passed over. */
    void know(List<HostPort> servers) {
        all = servers.stream().flatMap(place -> place.literal().stream()).toList();
    }

    /** Another one than {@code server}, any of them. */
    Optional<InetSocketAddress> other(Server server) {
        var others = all.stream()
                .filter(address -> !address.equals(server.address()))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(others.get(ThreadLocalRandom.current().nextInt(others.size())));
    }

    void set(String name, InetSocketAddress address) {
        var server = new Server(name, address, new CompletableFuture<>());
        now = server;
        looking = false;
        waiting.values().forEach(one -> one.complete(server));
    }

    void clear() {
        var before = now;
        if (before != null) {
            looking = true;
            now = null;
            before.lost().complete(null);
        }
    }

    /** No other was found. */
    void none() {
        looking = false;
    }

    /** Whether there is one, or it is being looked for after one was lost. */
    boolean expected() {
        return now != null || looking;
    }

    /** The server, or the next one there is; fails where there is none in time. */
    CompletionStage<Server> within(Duration limit) {
        var server = new CompletableFuture<Server>();
        var place = new Object();
        waiting.put(place, server);
        server.whenComplete((_, _) -> waiting.remove(place));
        // Looked at after it waits: none can come unseen.
        now().ifPresent(server::complete);
        return server.orTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    }
}
