package engine.link;

import engine.http.message.HttpResponse;
import engine.text.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Looks for servers: resolves names, asks some agents at a time who they are, and ends with the first that have one. */
final class Search {
    private static final int AT_A_TIME = 5;
    private static final int MOST = 50;
    private static final Duration RESOLVING = Duration.ofSeconds(5);

    /** How long, after the first server has answered, others may show that they are as near. */
    private static final Duration WINDOW = Duration.ofMillis(20);

    private final ActorSystem<?> system;
    private final AgentPortClient client;
    private final Duration limit;
    private final Executor blocking;
    private final Map<HostPort, CompletableFuture<List<InetSocketAddress>>> resolving = new ConcurrentHashMap<>();

    /** @param limit how long one agent may take to answer */
    Search(ActorSystem<?> system, AgentPortClient client, Duration limit) {
        this.system = system;
        this.client = client;
        this.limit = limit;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * What was found.
     *
     * @param servers to be tried in this order
     * @param faults why others are not among them, each a sentence that begins with an address
     */
    record Found(List<InetSocketAddress> servers, List<String> faults) {}

    private record Probed(
            InetSocketAddress address,
            Duration time,
            boolean server,
            boolean formed,
            List<HostPort> others,
            String fault) {}

    /** What one search has seen so far. */
    private static final class State {
        private final Set<InetSocketAddress> asked = new LinkedHashSet<>();
        private final List<InetSocketAddress> next = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
    }

    /** Asks those who were servers first, and {@code join} where none of these is. Never fails. */
    CompletionStage<Found> find(Collection<HostPort> known, Collection<HostPort> join) {
        var state = new State();
        return from(known, state)
                .thenCompose(found ->
                        found.servers().isEmpty() ? from(join, state) : CompletableFuture.completedStage(found));
    }

    private CompletionStage<Found> from(Collection<HostPort> places, State state) {
        return resolved(places, state).thenCompose(_ -> rounds(state));
    }

    private CompletionStage<Found> rounds(State state) {
        var some = take(state);
        if (some.isEmpty()) {
            return CompletableFuture.completedStage(new Found(List.of(), List.copyOf(state.faults)));
        }
        return round(some).thenCompose(probed -> {
            var servers = probed.stream()
                    .filter(Probed::server)
                    .map(one -> new Nearest.Answer(one.address(), one.time(), one.formed()))
                    .toList();
            probed.stream().map(Probed::fault).filter(fault -> !fault.isEmpty()).forEach(state.faults::add);
            if (!servers.isEmpty()) {
                return CompletableFuture.completedStage(new Found(
                        Nearest.order(servers, java.util.concurrent.ThreadLocalRandom.current()),
                        List.copyOf(state.faults)));
            }
            var learnt = probed.stream().flatMap(one -> one.others().stream()).toList();
            return from(learnt, state);
        });
    }

    private static List<InetSocketAddress> take(State state) {
        Collections.shuffle(state.next);
        var some = new ArrayList<InetSocketAddress>();
        while (some.size() < AT_A_TIME && !state.next.isEmpty() && state.asked.size() < MOST) {
            var address = state.next.removeLast();
            if (state.asked.add(address)) {
                some.add(address);
            }
        }
        return some;
    }

    private CompletionStage<Void> resolved(Collection<HostPort> places, State state) {
        var stages = new ArrayList<CompletableFuture<Void>>();
        for (var place : places) {
            stages.add(resolve(place).handle((addresses, failure) -> {
                synchronized (state) {
                    if (failure == null) {
                        state.next.addAll(addresses);
                    } else {
                        state.faults.add(place + ": the name cannot be resolved");
                    }
                }
                return null;
            }));
        }
        return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new));
    }

    /** One look-up of a name at a time, however long the resolver takes: it holds a thread. */
    private CompletableFuture<List<InetSocketAddress>> resolve(HostPort place) {
        return resolving
                .computeIfAbsent(place, _ -> {
                    var looking = CompletableFuture.supplyAsync(() -> addresses(place), blocking);
                    looking.whenCompleteAsync((_, _) -> resolving.remove(place), blocking);
                    return looking;
                })
                .copy()
                .orTimeout(RESOLVING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<InetSocketAddress> addresses(HostPort place) {
        try {
            return Stream.of(InetAddress.getAllByName(place.host()))
                    .map(address -> new InetSocketAddress(address, place.port()))
                    .toList();
        } catch (UnknownHostException e) {
            throw new LinkException(Reason.of(e));
        }
    }

    /** Answers in the order in which they come: all, or those within a time after the first server's. */
    private CompletionStage<List<Probed>> round(List<InetSocketAddress> some) {
        var result = new CompletableFuture<List<Probed>>();
        var probed = new ArrayList<Probed>();
        for (var address : some) {
            probe(address).thenAccept(one -> {
                synchronized (probed) {
                    var first = one.server() && probed.stream().noneMatch(Probed::server);
                    probed.add(one);
                    if (probed.size() == some.size()) {
                        result.complete(List.copyOf(probed));
                    } else if (first) {
                        var wait = one.time().compareTo(WINDOW) > 0 ? one.time() : WINDOW;
                        system.scheduler().scheduleOnce(wait, () -> finish(result, probed), system.executionContext());
                    }
                }
            });
        }
        return result;
    }

    private static void finish(CompletableFuture<List<Probed>> result, List<Probed> probed) {
        synchronized (probed) {
            result.complete(List.copyOf(probed));
        }
    }

    private CompletionStage<Probed> probe(InetSocketAddress address) {
        var begun = System.nanoTime();
        return client.probe(address, limit).handle((response, failure) -> {
            var time = Duration.ofNanos(System.nanoTime() - begun);
            var where = AgentPortClient.authority(address) + ": ";
            if (failure != null) {
                return failed(address, time, where + why(failure));
            }
            if (response.status() != 200) {
                return failed(address, time, where + response.status() + ' ' + refusal(response));
            }
            return answered(address, time, response, where);
        });
    }

    private String why(Throwable failure) {
        return Reason.innermost(failure) instanceof TimeoutException
                ? "no answer within " + limit.toMillis() + " ms"
                : Reason.of(failure);
    }

    private static Probed failed(InetSocketAddress address, Duration time, String fault) {
        return new Probed(address, time, false, false, List.of(), fault);
    }

    private static Probed answered(InetSocketAddress address, Duration time, HttpResponse response, String where) {
        return switch (header(response, PortRoutes.ROLE)) {
            case "server" ->
                new Probed(
                        address, time, true, header(response, PortRoutes.FORMED).equals("true"), List.of(), "");
            case "client" -> {
                var others = Arrays.stream(header(response, PortRoutes.SERVERS).split(","))
                        .filter(text -> !text.isBlank())
                        .map(text -> HostPort.parse(text, -1))
                        .toList();
                yield new Probed(
                        address,
                        time,
                        false,
                        false,
                        others,
                        where + "a client agent, which knows " + others.size() + " servers");
            }
            default -> failed(address, time, where + "something else than an agent answers there");
        };
    }

    private static String refusal(HttpResponse response) {
        return header(response, PortRoutes.REFUSAL);
    }

    private static String header(HttpResponse message, String name) {
        return message.header(name).orElse("");
    }
}
