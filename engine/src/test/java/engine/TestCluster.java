package engine;

import com.typesafe.config.ConfigFactory;
import engine.cluster.Wires;
import engine.config.Configuration;
import engine.config.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whole agents of one cluster in this process: servers {@code s1}, {@code s2}... and client agents {@code c1}, {@code c2}...,
 * with data directories and with ports that stay theirs. They know the agent ports of all servers.
 *
 * <p>A cut is one of the traffic between servers; their agent ports, and so client agents, still reach them.
 */
public final class TestCluster implements AutoCloseable {
    private static final int PORTS = 3_000;

    /**
     * Below those that the system gives to connections, which could take the port of an agent that is stopped; each of the JVMs in
     * which tests run beside each other has its own.
     */
    private static final int FIRST_PORT = 20_000 + PORTS * (Integer.getInteger("test.jvm", 1) % 4);

    static {
        System.setProperty("pekko.remote.artery.advanced.test-mode", "on");
        ConfigFactory.invalidateCaches();
    }

    private final Path dir;
    private final int expected;
    private final Random random = new Random();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<List<String>> cuts = new HashSet<>();

    /** How an agent is started. */
    private record Definition(
            String node, boolean server, Map<String, Integer> ports, Map<String, Object> more, List<Path> files) {}

    /** None of them is started yet; all read the files. */
    public TestCluster(Path dir, int servers, int clients, Path... files) {
        this.dir = dir;
        this.expected = servers;
        for (var i = 1; i <= servers; i++) {
            define("s" + i, "s" + i, true, files);
        }
        for (var i = 1; i <= clients; i++) {
            define("c" + i, "c" + i, false, files);
        }
    }

    /**
     * Adds an agent, or puts another in the place of one that does not run.
     *
     * @param name by which this cluster knows it
     * @param node the name of its node
     */
    public void define(String name, String node, boolean server, Path... files) {
        definitions.put(name, new Definition(node, server, freePorts(), new HashMap<>(), List.of(files)));
    }

    /** Takes one that does not run away. */
    void undefine(String name) {
        definitions.remove(name);
    }

    private Definition definition(String name) {
        return Objects.requireNonNull(definitions.get(name), name);
    }

    /** Sets something otherwise for an agent. */
    void set(String name, String key, Object value) {
        definition(name).more().put(key, value);
    }

    private Map<String, Integer> freePorts() {
        var taken = new HashSet<Integer>();
        definitions.values().forEach(other -> taken.addAll(other.ports().values()));
        var found = new HashMap<String, Integer>();
        for (var port : List.of("http", "dns", "server", "serf-lan")) {
            var free = FIRST_PORT + random.nextInt(PORTS);
            while (!taken.add(free) || !isFree(free)) {
                free = FIRST_PORT + random.nextInt(PORTS);
            }
            found.put(port, free);
        }
        return found;
    }

    /** For an agent that is started again and again, and in a process of its own. */
    static int freePort() {
        return ThreadLocalRandom.current()
                .ints(FIRST_PORT, FIRST_PORT + PORTS)
                .filter(TestCluster::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var tcp = new ServerSocket();
                var udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Sets a port. */
    void port(String name, String port, int number) {
        definition(name).ports().put(port, number);
    }

    int port(String name, String port) {
        return Objects.requireNonNull(definition(name).ports().get(port), port);
    }

    /** The agents that are defined. */
    List<String> names() {
        return List.copyOf(definitions.keySet());
    }

    /** The servers that are defined. */
    List<String> servers() {
        return names().stream().filter(name -> definition(name).server()).toList();
    }

    Running agent(String name) {
        var found = running.get(name);
        if (found == null) {
            throw new AssertionError(name + " does not run");
        }
        return found;
    }

    Api api(String name) {
        return agent(name).api();
    }

    /** Where an agent that runs answers HTTP. */
    public InetSocketAddress http(String name) {
        return agent(name).http();
    }

    /** All that run. */
    List<Running> all() {
        return List.copyOf(running.values());
    }

    boolean runs(String name) {
        return running.containsKey(name);
    }

    /** Starts agents in this order, and does not wait for them to find each other. */
    void start(String... names) {
        for (var name : names) {
            running.put(name, launch(name));
        }
    }

    private Running launch(String name) {
        var settings = settings(name);
        try {
            Files.createDirectories(dir.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Running(() -> Configuration.load(new Sources(definition(name).files(), settings, false, ""))
                .settings());
    }

    private Map<String, Object> settings(String name) {
        var definition = definition(name);
        var all = new HashMap<String, Object>();
        all.put("node-name", definition.node());
        all.put("server", definition.server());
        all.put("bootstrap-expect", definition.server() ? expected : 0);
        all.put("data-dir", dir.resolve(name).toString());
        all.put("bind-addr", "127.0.0.1");
        all.put("retry-interval", "1s");
        all.put("dead-after", "5s");
        all.put("enable-script-checks", true);
        all.put("ports", definition.ports());
        all.put(
                "retry-join",
                servers().stream()
                        .filter(other -> !other.equals(name))
                        .map(other -> "127.0.0.1:" + port(other, "serf-lan"))
                        .toList());
        all.putAll(definition.more());
        return all;
    }

    /** Starts all that are defined, and waits until they stand. */
    public void startAll() {
        start(names().toArray(String[]::new));
        awaitWhole();
    }

    /** The server that leads the log of keys and sessions; waits until all servers that run name the same. */
    public String leader() {
        var servers = running.keySet().stream()
                .filter(name -> definition(name).server())
                .toList();
        var found = new TreeSet<String>();
        Await.until("the servers name one leader", () -> {
            found.clear();
            servers.forEach(
                    name -> found.add(api(name).get("/v1/status/leader").json().asString()));
            return found.size() == 1 && !found.first().isEmpty();
        });
        return servers.stream()
                .filter(name -> node(name).view().self().equals(found.first()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found + " leads, which does not run"));
    }

    /** A server that the others have given up goes over to them after three to ten rounds of two seconds, and joins. */
    private static final Duration WHOLE = Duration.ofSeconds(40);

    /** Waits until all that run see each other alive. */
    void awaitWhole() {
        var nodes = new TreeSet<String>();
        running.keySet().forEach(name -> nodes.add(definition(name).node()));
        running.forEach((name, each) ->
                Await.until(name + " sees " + nodes + " alive", WHOLE, () -> nodes.equals(alive(each.api()))));
    }

    /** The nodes that are alive, as an agent answers. */
    static Set<String> alive(Api api) {
        var alive = new TreeSet<String>();
        for (var member : api.get("/v1/agent/members").json()) {
            if (member.path("Status").asInt() == 1) {
                alive.add(member.path("Name").asString());
            }
        }
        var passing = new TreeSet<String>();
        for (var check : api.get("/v1/health/state/passing?stale").json()) {
            if (check.path("CheckID").asString().equals("serfHealth")) {
                passing.add(check.path("Node").asString());
            }
        }
        alive.retainAll(passing);
        return alive;
    }

    /** Ends agents in order, to come back. */
    void stop(String... names) {
        for (var name : names) {
            agent(name).close();
            running.remove(name);
        }
    }

    /** Ends an agent for good. */
    void leave(String name) {
        agent(name).agent().leaveForGood();
        stop(name);
    }

    void restart(String name) {
        stop(name);
        start(name);
    }

    /** Nothing passes between two servers any more. */
    void cut(String one, String other) {
        Wires.cut(node(one).system(), node(other).view().self());
        Wires.cut(node(other).system(), node(one).view().self());
        cuts.add(List.of(one, other));
    }

    /** All passes again. */
    void heal() {
        for (var pair : cuts) {
            var one = pair.getFirst();
            var other = pair.getLast();
            Wires.heal(node(one).system(), node(other).view().self());
            Wires.heal(node(other).system(), node(one).view().self());
        }
        cuts.clear();
    }

    ClusterNode node(String server) {
        return ((ServerRole) agent(server).agent().role()).cluster();
    }

    /** Ends all at once. */
    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running.values().forEach(agent -> threads.execute(agent::close));
        }
        running.clear();
    }
}
