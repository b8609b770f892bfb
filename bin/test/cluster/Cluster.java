package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Servers s1, s2, ... and client agents c1, c2, ..., each on a host of its own, and what can be done to them. */
final class Cluster implements AutoCloseable {
    private static final Set<String> INDEXES = Set.of("CreateIndex", "ModifyIndex", "LockIndex");
    private static final List<String> CONTENT = List.of("/v1/catalog/nodes", "/v1/health/state/any", "/v1/kv/?recurse");

    private final Path dir;
    private final Program program;
    private final Bounds bounds;
    private final Network network = new Network();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> strangers = new ArrayList<>();
    private final List<SlowDisk> disks = new ArrayList<>();
    private final List<FailingDisk> failingDisks = new ArrayList<>();
    private final Topology topology = new Topology(nodes, network, new HashSet<>());
    private final Ledger ledger = new Ledger(topology);
    private final Watch watch;
    private final List<Load> loads = new ArrayList<>();

    Cluster(Path dir, Program program, Bounds bounds, int servers, int clients) {
        this.dir = dir;
        this.program = program;
        this.bounds = bounds;
        var all = IntStream.rangeClosed(1, servers).mapToObj(i -> address(i)).toList();
        for (var i = 1; i <= servers; i++) {
            add("s" + i, i, new Program.Setup(servers, all, List.of()));
        }
        for (var i = 1; i <= clients; i++) {
            // One address is enough for a client agent: each has another one.
            add("c" + i, 100 + i, new Program.Setup(0, List.of(address((i - 1) % servers + 1)), List.of()));
        }
        watch = new Watch(topology, bounds.gone());
    }

    private static String address(int number) {
        return "10.213.77." + number;
    }

    private Node add(String name, int number, Program.Setup setup) {
        var node = new Node(name, network.add(name, number), home(name), program, setup);
        node.configure("beacon.json", "{\"services\":[{\"name\":\"" + Watch.BEACON + "\",\"port\":" + (1000 + number) + "}]}");
        nodes.add(node);
        return node;
    }

    /** A node that is none of the cluster's, nor meant to become one: nobody watches it. */
    Node stranger(String host, int number, Program.Setup setup) {
        var node = new Node(host, network.add(host, number), home(host), program, setup);
        strangers.add(node);
        return node;
    }

    private Path home(String name) {
        try {
            return Files.createDirectories(dir.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Bounds bounds() {
        return bounds;
    }

    Ledger ledger() {
        return ledger;
    }

    Network network() {
        return network;
    }

    Topology topology() {
        return topology;
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    List<Node> servers() {
        return nodes.stream().filter(Node::server).toList();
    }

    List<Node> clients() {
        return nodes.stream().filter(node -> !node.server()).toList();
    }

    Node node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findAny().orElseThrow();
    }

    long queries() {
        return watch.queries();
    }

    // Verbs. Each is a step: what it changes must hold within its bound, and all invariants after it.

    /** Starts all at once, for the first time, and waits until each sees each. */
    void form() {
        step("form", new HashSet<>(nodes), bounds.form(nodes.size()), () -> nodes.forEach(Node::launch));
        watch.open();
        nodes.forEach(node -> node.awaitHttp(bounds.form(nodes.size())));
        check("form");
    }

    /** The same without questions in the background, for measuring. */
    void formUnwatched() {
        nodes.forEach(Node::launch);
        nodes.forEach(node -> node.awaitHttp(bounds.form(nodes.size())));
        for (var node : nodes) {
            Gone.everywhere(nodes, Watch.BEACON + ".service.consul", node.address(), true, bounds.form());
        }
    }

    void start(Node... some) {
        var what = "start " + words(some);
        var form = bounds.form(some.length);
        var bound = topology.mostMeet(Set.of(some)) ? form : form.plus(bounds.hold());
        topology.starting(Set.of(some));
        step(what, Set.of(some), bound, () -> Arrays.stream(some).forEach(Node::launch));
        Arrays.stream(some).forEach(node -> node.awaitHttp(form));
        check(what, bound);
    }

    void kill9(Node... some) {
        var what = "kill -9 " + words(some);
        step(what, Set.of(), bounds.gone(), () -> Node.kill9(List.of(some)));
        Arrays.stream(some).forEach(ledger::dying);
        check(what);
    }

    void stop(Node... some) {
        var what = "stop " + words(some);
        step(what, Set.of(), bounds.gone(), () -> Arrays.stream(some).forEach(Node::stop));
        check(what);
    }

    /** Stops the process of a node for a while (SIGSTOP); checks while it stands still, if that is longer than the bound. */
    void pause(Node node, Duration time) {
        var what = String.format(Locale.ROOT, "pause %s for %.1f s", node, time.toMillis() / 1000.0);
        var until = System.nanoTime() + time.toNanos();
        step(what, Set.of(), bounds.gone(), node::pause);
        if (time.compareTo(bounds.gone().multipliedBy(2)) > 0) {
            check(what);
        }
        Pause.of(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        var resumed = "resume " + node + " after " + time.toMillis() + " ms";
        step(resumed, Set.of(node), bounds.form(), node::resume);
        check(resumed);
    }

    /** Cuts the links between groups of nodes, both ways. */
    @SafeVarargs
    final void cut(List<String>... groups) {
        var what = "cut " + String.join(" | ", Arrays.stream(groups).map(group -> String.join(",", group)).toList());
        step(what, Set.of(), bounds.parted(), () -> part(Network.between(groups)));
        check(what);
    }

    private void part(Set<Network.Link> links) {
        var cutting = System.nanoTime();
        network.cut(links);
        ledger.parted(cutting);
    }

    /** Packets from the first to the others no longer arrive; those the other way do. */
    void cutOneWay(Node from, Node... to) {
        var what = "cut " + from + " -> " + words(to) + ", one way";
        var links = new HashSet<Network.Link>();
        Arrays.stream(to).forEach(node -> links.add(new Network.Link(from.name(), node.name())));
        step(what, Set.of(), bounds.parted(), () -> part(links));
        // What each knows then is not defined, and so right at once; but whoever was to notice has noticed.
        Pause.of(bounds.gone());
        check(what);
    }

    void heal() {
        step("heal", Set.of(), bounds.form(), network::heal);
        check("heal");
    }

    /** Cuts and heals in turn, without waiting for what becomes of it, and checks once it is over. */
    void flap(int times, Duration each, List<String> group, List<String> other) {
        var what = "link flaps " + times + " times, " + each.toMillis() + " ms each";
        for (var i = 0; i < times; i++) {
            step(what, new HashSet<>(nodes), bounds.form(), () -> part(Network.between(group, other)));
            Pause.of(each);
            step(what, new HashSet<>(nodes), bounds.form(), network::heal);
            Pause.of(each);
        }
        // What was lost in the last one is noticed only after it.
        Pause.of(bounds.gone());
        step(what + ", and stays", new HashSet<>(nodes), bounds.form(), () -> {});
        check(what);
    }

    /** Gives a node that does not run a disk of its own for its data, one that can stand still. */
    SlowDisk slowDisk(Node node) {
        var disk = new SlowDisk(dir.resolve(node.name() + ".disk"), node.home().resolve("data"));
        disks.add(disk);
        return disk;
    }

    /** Gives a node that does not run a disk of its own for its data, one that can fail. */
    FailingDisk failingDisk(Node node) {
        var disk = new FailingDisk(dir.resolve(node.name() + ".disk"), node.home().resolve("data"));
        failingDisks.add(disk);
        return disk;
    }

    /** The command line of what the nodes run, which asks that one. */
    Cli cli(Node asked) {
        return new Cli(program.path(), asked);
    }

    /** Where logs and data are. */
    Path dir() {
        return dir;
    }

    /** Writes to all nodes from now on, all the time. */
    Load load() {
        var load = new Load(this);
        loads.add(load);
        return load;
    }

    /** A step of the case's own: something that must change no answer. */
    void step(String what, Runnable action) {
        action.run();
        check(what);
    }

    private void step(String what, Set<Node> disturbed, Duration bound, Runnable action) {
        watch.change(what, disturbed, bound, action);
    }

    // Invariants.

    /** Checks all of them. */
    void check(String step) {
        check(step, bounds.converge());
    }

    private void check(String step, Duration bound) {
        var settled = watch.settle();
        ledger.merged();
        fail(watch.findings());
        System.out.printf(Locale.ROOT, "   %s: settled after %.1f s%n", step, settled.toMillis() / 1000.0);
        // What is being written is on its way: it is compared when nothing is.
        loads.forEach(Load::hold);
        await(step, bound, "nothing acknowledged is lost", () -> nodes.stream().filter(Node::running).flatMap(node -> ledger.lost(node).stream()).toList());
        if (network.whole()) {
            await(step, bound, "all have equal content", this::differences);
        }
        loads.forEach(Load::release);
        fail(watch.findings());
    }

    private interface Question {
        List<String> ask();
    }

    private void await(String step, Duration bound, String what, Question question) {
        var from = System.nanoTime();
        var wrong = question.ask();
        while (!wrong.isEmpty()) {
            if (System.nanoTime() - from > bound.toNanos()) {
                fail(List.of(bound.toSeconds() + " s after '" + step + "' it must be that " + what + ", but " + first(wrong)));
            }
            Pause.of(Duration.ofMillis(100));
            wrong = question.ask();
        }
    }

    private static String first(List<String> wrong) {
        return String.join("; ", wrong.subList(0, Math.min(3, wrong.size()))) + (wrong.size() > 3 ? "; and " + (wrong.size() - 3) + " more" : "");
    }

    /** What the running nodes that have a server answer differently. */
    List<String> differences() {
        var differences = new ArrayList<String>();
        var asked = nodes.stream().filter(node -> node.running() && topology.attached(node) && !topology.waits(node)).toList();
        for (var path : CONTENT) {
            var answers = new TreeMap<String, List<String>>();
            for (var node : asked) {
                var answer = node.http().get(path, Duration.ofSeconds(10));
                var items = answer.ok()
                        ? Json.list(answer.json()).stream().map(item -> Json.canonical(item, INDEXES)).sorted().toList()
                        : answer.status() == 404 ? List.<String>of() : List.of("status " + answer.status() + " " + answer.body());
                answers.put(node.name(), items);
            }
            difference(path, answers).ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<String> difference(String path, TreeMap<String, List<String>> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        var first = answers.firstEntry();
        for (var other : answers.entrySet()) {
            if (!other.getValue().equals(first.getValue())) {
                return Optional.of(first.getKey() + " and " + other.getKey() + " differ in " + path + ": " + only(first.getValue(), other.getValue(), first.getKey())
                        + only(other.getValue(), first.getValue(), other.getKey()));
            }
        }
        return Optional.empty();
    }

    private static String only(Collection<String> one, Collection<String> other, String name) {
        var rest = new ArrayList<>(one);
        other.forEach(rest::remove);
        return rest.isEmpty() ? "" : " only " + name + " has " + rest.size() + ", such as " + Watch.shortened(rest.getFirst());
    }

    private static void fail(List<String> sentences) {
        if (!sentences.isEmpty()) {
            throw new Failure(first(sentences));
        }
    }

    private static String words(Node... some) {
        return String.join(", ", Arrays.stream(some).map(Node::name).toList());
    }

    @Override
    public void close() {
        watch.close();
        loads.forEach(Load::close);
        disks.forEach(SlowDisk::thaw);
        nodes.forEach(Node::end);
        strangers.forEach(Node::end);
        disks.forEach(SlowDisk::close);
        failingDisks.forEach(FailingDisk::close);
        network.remove();
    }
}
