package engine.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final int WAITING = 40;

    private static final int WAKES = 60;

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

    private Workload() {}

    /** Asks a server, and for a while a client agent, which passes on most of it. */
    static void run(DemoAgent server, DemoAgent client) throws IOException {
        run(client, CLIENT_ROUNDS);
        run(server, ROUNDS);
        wake(server);
    }

    /** Asks an agent on this machine, on one connection kept open, and its DNS between. */
    private static void run(DemoAgent agent, int rounds) throws IOException {
        try (var line = new Line(agent)) {
            for (var round = 0; round < rounds; round++) {
                for (var request : REQUESTS) {
                    if (request.startsWith("PUT") && round % ROUNDS_PER_WRITE != 0) {
                        continue;
                    }
                    line.ask(request, round);
                }
                DnsQuery.ask(agent.dns(), "web.service.consul", round % 2 == 0 ? DnsQuery.A : DnsQuery.SRV);
            }
        }
    }

    /** Has many wait for a key that is then written, as those do whose configuration hangs on one. */
    private static void wake(DemoAgent agent) throws IOException {
        try (var writer = new Line(agent)) {
            var waiting = new ArrayList<Line>();
            try {
                while (waiting.size() < WAITING) {
                    waiting.add(new Line(agent));
                }
                for (var round = 0; round < WAKES; round++) {
                    var index = writer.ask("GET /v1/kv/training/key", round).index();
                    for (var line : waiting) {
                        line.send("GET /v1/kv/training/key?wait=10s&index=" + index, round);
                    }
                    LockSupport.parkNanos(PARKING.toNanos());
                    writer.ask("PUT /v1/kv/training/key", -round);
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

    /** A connection to an agent on this machine. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream answers;

        Line(DemoAgent agent) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), agent.http());
            socket.setTcpNoDelay(true);
            answers = new BufferedInputStream(socket.getInputStream());
        }

        Reply ask(String request, int round) throws IOException {
            send(request, round);
            return receive();
        }

        void send(String request, int round) throws IOException {
            socket.getOutputStream().write(bytes(request, round));
        }

        Reply receive() throws IOException {
            return new ReplyReader(answers).read(false);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static byte[] bytes(String request, int round) {
        var parts = request.split(" ", 3);
        var body = parts.length > 2 ? parts[2] : "value " + round;
        var content = parts[0].equals("GET") ? "" : body;
        return "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(parts[0], parts[1], content.length(), content)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
