package cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Checks of nodes without an agent, whose probers die. */
final class ExternalCases {
    static final List<Case> ALL = List.of(new Case(
            "external-checks", "nine checks of a node without an agent, whose prober and whose target are killed with kill -9", 3, 1, ExternalCases::killed));

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** In this time the checks of a prober that dies are another one's. */
    private static final Duration MOVED = Duration.ofSeconds(10);

    private static final int CHECKS = 9;

    private ExternalCases() {}

    private static void killed(Cluster cluster, RandomGenerator random) {
        cluster.form();
        var target = cluster.clients().getFirst();
        var asked = cluster.servers().get(0);
        var dying = cluster.servers().get(1 + random.nextInt(2));
        var checks = new StringBuilder();
        for (var i = 0; i < CHECKS; i++) {
            checks.append(i == 0 ? "" : ",").append("""
                    {"CheckID": "tcp%d", "ServiceID": "lp", "Status": "critical",
                     "Definition": {"TCP": "%s:%d", "Interval": "1s", "Timeout": "1s"}}""".formatted(i, target.address(), Program.HTTP_PORT));
        }
        var registered = asked.http().put("/v1/catalog/register", """
                {"Node": "printer", "Address": "%s", "NodeMeta": {"external-node": "true"},
                 "Service": {"Service": "lp"}, "Checks": [%s]}""".formatted(target.address(), checks));
        ShortCases.acknowledged(registered.ok(), "a registration in the catalog");
        await("all are passing", PATIENCE, () -> states(asked).equals(Map.of("passing", CHECKS)));
        even(asked, 3);

        cluster.kill9(dying);
        await("none is the dead server's", MOVED, () -> !loads(asked).containsKey(dying.name()));
        even(asked, 2);
        cluster.kill9(target);
        await("all are critical", PATIENCE, () -> states(asked).equals(Map.of("critical", CHECKS)));
        cluster.start(target);
        await("all are passing again", PATIENCE, () -> states(asked).equals(Map.of("passing", CHECKS)));

        ShortCases.acknowledged(asked.http().put("/v1/catalog/deregister", "{\"Node\": \"printer\"}").ok(), "a deregistration");
        cluster.start(dying);
        for (var server : cluster.servers()) {
            await("it is gone", PATIENCE, () -> states(server).isEmpty());
        }
        if (!loads(asked).isEmpty()) {
            throw new Failure("nothing is to be probed any more, but " + loads(asked));
        }
    }

    private static void even(Node asked, int probers) {
        await("the checks are spread over " + probers, PATIENCE, () -> {
            var loads = loads(asked).values();
            return loads.size() == probers && loads.stream().allMatch(load -> load >= CHECKS / probers && load <= (CHECKS + probers - 1) / probers);
        });
    }

    /** How many checks each server probes. */
    private static Map<String, Integer> loads(Node asked) {
        var loads = new TreeMap<String, Integer>();
        var answer = asked.http().get("/v1/external-checks");
        for (var check : Json.list(Json.object(answer.json()).get("Checks"))) {
            loads.merge(String.valueOf(Json.object(check).get("Prober")), 1, Integer::sum);
        }
        return loads;
    }

    /** How many checks are in each state. */
    private static Map<String, Integer> states(Node asked) {
        var states = new TreeMap<String, Integer>();
        for (var check : Json.list(asked.http().get("/v1/health/node/printer").json())) {
            states.merge(String.valueOf(Json.object(check).get("Status")), 1, Integer::sum);
        }
        return states;
    }

    private static void await(String what, Duration patience, BooleanSupplier condition) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new Failure("it must come about in " + patience.toSeconds() + " s that " + what);
            }
            Pause.of(Duration.ofMillis(100));
        }
    }
}
