package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Rollouts whose coordinator dies. */
final class RolloutCases {
    static final List<Case> ALL = List.of(
            new Case("rollout", "a rollout over eight nodes, whose coordinator is killed with kill -9 twice", 3, 5, RolloutCases::killed),
            new Case("failing-rollout", "a rollout over eight nodes, of which one fails: it stops, and retry runs what is left", 3, 5, RolloutCases::failing));

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private RolloutCases() {}

    private static void killed(Cluster cluster, RandomGenerator random) {
        var ran = cluster.dir().resolve("ran");
        for (var node : cluster.nodes()) {
            node.configure("step.json", """
                    {"trigger": {"step": {"on": {"event": "step"},
                      "run": ["/bin/sh", "-c", "echo begin $ENGINE_NODE >> %1$s; sleep 1; echo end $ENGINE_NODE >> %1$s"]}}}""".formatted(ran));
        }
        cluster.form();
        var client = cluster.clients().getFirst();
        var started = client.http().put("/v1/event/rollout/start/step?max-parallel=1&timeout=3m", "x");
        ShortCases.acknowledged(started.ok(), "the start of a rollout");
        var id = Json.object(started.json()).get("ID").toString();
        for (var runs : List.of(2, 5)) {
            await(runs + " nodes have run", () -> lines(ran).size() >= 2 * runs);
            var leader = idleLeader(cluster, id);
            cluster.kill9(leader);
            cluster.start(leader);
        }
        await("the rollout is over", () -> Boolean.TRUE.equals(show(cluster, id).get("Over")));
        var rollout = show(cluster, id);
        if (!"succeeded".equals(rollout.get("Status"))) {
            throw new Failure("the rollout must succeed, and is " + rollout);
        }
        var expected = new ArrayList<String>();
        cluster.nodes().stream().map(Node::name).sorted().forEach(name -> {
            expected.add("begin " + name);
            expected.add("end " + name);
        });
        if (!lines(ran).equals(expected)) {
            throw new Failure("every node must run once, in order, one at a time, but " + lines(ran));
        }
    }

    private static void failing(Cluster cluster, RandomGenerator random) {
        var ran = cluster.dir().resolve("ran");
        var broken = cluster.dir().resolve("broken");
        var names = cluster.nodes().stream().map(Node::name).sorted().toList();
        var failing = names.get(3);
        for (var node : cluster.nodes()) {
            node.configure("step.json", """
                    {"trigger": {"step": {"on": {"event": "step"},
                      "run": ["/bin/sh", "-c", "echo $ENGINE_NODE >> %s; test $ENGINE_NODE != %s || ! test -e %s"]}}}""".formatted(ran, failing, broken));
        }
        Shell.run("touch", broken.toString());
        cluster.form();
        var cli = cluster.cli(cluster.clients().getFirst());

        var fired = cli.run("event", "step", "x", "--max-parallel=1", "--max-failures=0", "--timeout=3m");
        expect(fired, 1, "failed: 1 failed, 4 skipped, 3 succeeded");
        if (!lines(ran).equals(names.subList(0, 4))) {
            throw new Failure("a rollout must stop at the first node that fails, " + failing + ", but it ran on " + lines(ran));
        }

        Shell.run("rm", broken.toString());
        var id = fired.output().lines().findFirst().orElseThrow().replace("Rollout ", "");
        expect(cli.run("rollout", "retry", id), 0, "succeeded: 8 succeeded");
        var expected = new ArrayList<>(names.subList(0, 4));
        expected.addAll(names.subList(3, names.size()));
        if (!lines(ran).equals(expected)) {
            throw new Failure("a retry must run what is left, in order, but all in all it ran on " + lines(ran));
        }
    }

    private static void expect(Cli.Ended ended, int exit, String words) {
        if (ended.exit() != exit || !ended.output().contains(words)) {
            throw new Failure("the command must exit with " + exit + " and say '" + words + "', but exit " + ended.exit() + ": " + ended.output());
        }
    }

    /** The leader, at a moment at which it has nothing to run itself: what it ran when it is killed would be interrupted. */
    private static Node idleLeader(Cluster cluster, String id) {
        var found = new Node[1];
        await("the leader is idle", () -> {
            var leader = leader(cluster);
            found[0] = leader;
            return leader != null
                    && Json.list(show(cluster, id).get("Nodes")).stream()
                            .map(Json::object)
                            .noneMatch(node -> leader.name().equals(node.get("Node")) && "running".equals(node.get("Status")));
        });
        return found[0];
    }

    private static Node leader(Cluster cluster) {
        var answer = cluster.clients().getFirst().http().get("/v1/status/leader");
        return cluster.servers().stream().filter(server -> answer.body().contains(server.address() + ":")).findFirst().orElse(null);
    }

    /** As any server says that answers. */
    private static Map<String, Object> show(Cluster cluster, String id) {
        for (var server : cluster.servers()) {
            var answer = server.running() ? server.http().get("/v1/event/rollout/show/" + id) : null;
            if (answer != null && answer.ok()) {
                return Json.object(answer.json());
            }
        }
        return Map.of();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier holds) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new Failure(what + ": not within " + PATIENCE.toSeconds() + " s");
            }
            Pause.of(Duration.ofMillis(50));
        }
    }
}
