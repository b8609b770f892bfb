package engine.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an agent mostly does, over and over: run while the class archive is made, so that the archive holds not only the
 * classes but also the profile (JEP 515) from which later agents compile their hot paths at once.
 */
final class Workload {
    private static final int ROUNDS = 1_500;
    /** Agents are read from more than written to, and a write waits for other servers. */
    private static final int ROUNDS_PER_WRITE = 3;

    private static final int CLIENT_ROUNDS = 50;

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
    }

    /** Asks an agent on this machine, on one connection kept open, and its DNS between. */
    private static void run(DemoAgent agent, int rounds) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), agent.http())) {
            socket.setTcpNoDelay(true);
            var answers = new BufferedInputStream(socket.getInputStream());
            for (var round = 0; round < rounds; round++) {
                for (var request : REQUESTS) {
                    if (request.startsWith("PUT") && round % ROUNDS_PER_WRITE != 0) {
                        continue;
                    }
                    socket.getOutputStream().write(bytes(request, round));
                    new ReplyReader(answers).read(false);
                }
                DnsQuery.ask(agent.dns(), "web.service.consul", round % 2 == 0 ? DnsQuery.A : DnsQuery.SRV);
            }
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
