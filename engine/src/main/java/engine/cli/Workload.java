package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What an agent mostly does, over and over: run while the class archive is made, so that the archive holds not only the
 * classes but also the profile (JEP 515) from which later agents compile their hot paths at once.
 */
final class Workload {
    private static final int ROUNDS = 1_500;
    /** Agents are read from more than written to, and a write waits for other servers. */
    private static final int ROUNDS_PER_WRITE = 3;

    private static final int CLIENT_ROUNDS = 50;

    /** Queries that wait for one key at once, and how often it is written. */
    private static final int WAITING = 100;

    private static final int WAKES = 40;

    /** Connections that write at the same time, and what each writes to one leader and to the next. */
    private static final int WRITERS = 16;

    private static final int WRITES = 250;

    /** Instances of one service, and how often all are asked for: long answers are made by other code than short ones. */
    private static final int INSTANCES = 100;

    private static final int LONG_ANSWERS = 400;

    /** Time for the queries to arrive: one that does not is answered with the old value, or at once. */
    private static final Duration PARKING = Duration.ofMillis(30);

    private static final List<String> REQUESTS = List.of(
            "PUT /v1/kv/training/key",
            "GET /v1/kv/training/key",
            "GET /v1/kv/training/key?raw",
            "GET /v1/kv/training/?recurse",
            "GET /v1/health/service/web?passing",
            "GET /v1/catalog/services",
            "GET /v1/catalog/service/web",
            "GET /v1/agent/services",
            "GET /v1/status/leader",
            "PUT /v1/event/fire/training",
            "GET /v1/event/list?name=training",
            "PUT /v1/agent/service/register {\"Name\":\"training\",\"Port\":1,\"Check\":{\"TTL\":\"60s\"}}",
            "PUT /v1/agent/check/pass/service:training",
            "PUT /v1/agent/check/fail/service:training");

    /** For another server to lead. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Workload() {}

    /** Asks a server, and for a while a client agent, which passes on most of it; the other server leads for a while. */
    static void run(DemoAgent server, DemoAgent other, DemoAgent client) throws IOException {
        run(client, CLIENT_ROUNDS);
        run(server, ROUNDS);
        wake(server);
        // A server is sometimes the leader, which sends what is written, and sometimes is sent it.
        for (var leader : List.of(server, other)) {
            lead(server, leader);
            write(server);
        }
        answerLong(server);
    }

    /** Has another server lead, if it does not yet. */
    private static void lead(DemoAgent asked, DemoAgent leader) throws IOException {
        try (var line = new WorkloadLine(leader);
                var operator = new WorkloadLine(asked)) {
            var self = Fields.of(Json.parse(line.ask("GET /v1/agent/self", "").text()));
            operator.ask(
                    "POST /v1/operator/raft/transfer-leader?id="
                            + self.object("Config").text("NodeID"),
                    "");
            Demo.await(
                    "another server leads",
                    PATIENCE,
                    () -> line.ask("PUT /v1/kv/training/led", leader.name()).ok());
        }
    }

    /** Has many write at once: keys, and services that come and go. */
    private static void write(DemoAgent agent) throws IOException {
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var name = "training-" + writer;
                all.add(writers.submit(() -> {
                    write(agent, name);
                    return true;
                }));
            }
            for (var each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(DemoAgent agent, String name) throws IOException {
        try (var line = new WorkloadLine(agent)) {
            for (var round = 0; round < WRITES; round++) {
                line.ask("PUT /v1/kv/training/" + name + "/" + round % 10, "value " + round);
                line.ask("PUT /v1/agent/service/register", "{\"Name\":\"" + name + "-" + round + "\",\"Port\":80}");
            }
            for (var round = 0; round < WRITES; round++) {
                line.ask("PUT /v1/agent/service/deregister/" + name + "-" + round, "");
            }
        }
    }

    /** Asks for a service of many instances. */
    private static void answerLong(DemoAgent agent) throws IOException {
        try (var line = new WorkloadLine(agent)) {
            for (var instance = 0; instance < INSTANCES; instance++) {
                line.ask(
                        "PUT /v1/catalog/register",
                        "{\"Node\":\"training-%d\",\"Address\":\"10.0.0.1\",\"Service\":{\"Service\":\"training-long\",\"Port\":80}}"
                                .formatted(instance));
            }
            for (var round = 0; round < LONG_ANSWERS; round++) {
                line.ask("GET /v1/health/service/training-long", "");
                line.ask("GET /v1/catalog/services", "");
                DnsQuery.ask(agent.dns(), "training-long.service.consul", round % 2 == 0 ? DnsQuery.A : DnsQuery.SRV);
            }
        }
    }

    /** Asks an agent on this machine, on one connection kept open, and its DNS between. */
    private static void run(DemoAgent agent, int rounds) throws IOException {
        try (var line = new WorkloadLine(agent)) {
            for (var round = 0; round < rounds; round++) {
                for (var request : REQUESTS) {
                    if (request.startsWith("PUT") && round % ROUNDS_PER_WRITE != 0) {
                        continue;
                    }
                    var space = request.indexOf(' ', "PUT ".length());
                    if (space > 0) {
                        line.ask(request.substring(0, space), request.substring(space + 1));
                    } else {
                        line.ask(request, request.startsWith("PUT") ? "value " + round : "");
                    }
                }
                DnsQuery.ask(agent.dns(), "web.service.consul", round % 2 == 0 ? DnsQuery.A : DnsQuery.SRV);
            }
        }
    }

    /** Has many wait for a key that is then written, as those do whose configuration hangs on one. */
    private static void wake(DemoAgent agent) throws IOException {
        try (var writer = new WorkloadLine(agent)) {
            var waiting = new ArrayList<WorkloadLine>();
            try {
                while (waiting.size() < WAITING) {
                    waiting.add(new WorkloadLine(agent));
                }
                for (var round = 0; round < WAKES; round++) {
                    var index = writer.ask("GET /v1/kv/training/key", "").index();
                    for (var line : waiting) {
                        line.send("GET /v1/kv/training/key?wait=10s&index=" + index, "");
                    }
                    LockSupport.parkNanos(PARKING.toNanos());
                    writer.ask("PUT /v1/kv/training/key", "woken " + round);
                    for (var line : waiting) {
                        line.receive();
                    }
                }
            } finally {
                for (var line : waiting) {
                    line.close();
                }
            }
        }
    }
}
