package engine.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A hidden command that runs the ordinary ones against canned answers, so that the JVM can archive what they load
 * ({@code bin/engine build}).
 */
final class Training implements Command {
    static final String NAME = "train";

    private static final String RUNS = """
            {"Event":{"ID":"1","Name":"deploy"},"Complete":true,
             "Receipts":[{"Node":"a","Triggers":1,"Reason":""},{"Node":"b","Triggers":0,"Reason":"filtered"}],
             "Runs":[{"Node":"a","Trigger":"deploy","Status":"succeeded","ExitCode":0,"Output":"done\\n","Reason":"",
                      "DurationMs":1200}]}""";

    private static final List<List<String>> CALLS = List.of(
            List.of("event", "deploy", "x", "--no-wait"),
            List.of("event", "-name=deploy", "x"),
            List.of("event", "deploy"),
            List.of("kv", "put", "a/b", "1"),
            List.of("kv", "get", "a/b"),
            List.of("kv", "get", "-recurse", "-detailed", "a"),
            List.of("kv", "delete", "a/b"),
            List.of("kv", "export", "a"),
            List.of("kv", "import", "[{\"key\":\"a/b\",\"flags\":0,\"value\":\"MQ==\"}]"),
            List.of("session", "create", "--ttl", "30s"),
            List.of("session", "list"),
            List.of("lock", "a", "true"),
            List.of("watch", "-type=nodes"),
            List.of("watch", "-type=nodes", "false"),
            List.of("members"),
            List.of("members", "--http-addr", "127.0.0.1:1"),
            List.of("members", "--no-such-option"),
            List.of("members", "--format", "json"),
            List.of("catalog", "nodes"),
            List.of("catalog", "services", "--tags"),
            List.of("checks"),
            List.of("join", "10.0.0.1"),
            List.of("operator", "peers"),
            List.of("services", "register", "--name", "web", "--port", "80"),
            List.of("version"),
            List.of("--help"),
            List.of("event", "--help"));

    @Override
    public Syntax syntax() {
        return Syntax.of(NAME, "Runs the ordinary commands against canned answers, for the class archive.")
                .example(NAME);
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answer(server));
            var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            var environment = Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:" + server.getLocalPort());
            for (var call : CALLS) {
                Main.run(call, new Shell(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, environment, false));
            }
        }
        return 0;
    }

    private static void answer(ServerSocket server) {
        while (true) {
            try (var socket = server.accept()) {
                var request = new byte[8192];
                int length = socket.getInputStream().read(request);
                var line = new String(request, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
                var body = canned(line).getBytes(StandardCharsets.UTF_8);
                var head = "HTTP/1.1 200 OK\r\nX-Consul-Index: 7\r\nContent-Length: " + body.length + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().write(body);
            } catch (IOException _) {
                return; // the server is closed: the calls are done
            }
        }
    }

    private static String canned(String request) {
        var path = request.substring(request.indexOf(' ') + 1);
        if (path.startsWith("/v1/event/runs/")) {
            return RUNS;
        }
        if (path.startsWith("/v1/event/fire/")) {
            return "{\"ID\":\"4526c2d1-0505-31e3-e711-281ad066ad85\",\"Name\":\"deploy\",\"LTime\":0}";
        }
        if (path.startsWith("/v1/session/create")) {
            return "{\"ID\":\"s\"}";
        }
        if (path.startsWith("/v1/kv/a/.lock") && request.startsWith("GET")) {
            return "[{\"LockIndex\":1,\"Key\":\"a/.lock\",\"Flags\":" + LockClaim.FLAGS
                    + ",\"Value\":null,\"Session\":\"s\",\"CreateIndex\":13,\"ModifyIndex\":13}]";
        }
        if (path.startsWith("/v1/kv/")) {
            return request.startsWith("GET")
                    ? "[{\"LockIndex\":0,\"Key\":\"a/b\",\"Flags\":0,\"Value\":\"MQ==\",\"CreateIndex\":13,\"ModifyIndex\":13}]"
                    : "true";
        }
        if (path.startsWith("/v1/agent/members")) {
            return "[{\"Name\":\"a\",\"Addr\":\"127.0.0.1\",\"Port\":8301,\"Status\":1,"
                    + "\"Tags\":{\"role\":\"consul\",\"build\":\"1:\",\"dc\":\"dc1\"}}]";
        }
        if (path.startsWith("/v1/catalog/nodes")) {
            return "[{\"ID\":\"a06f6a6a-e608\",\"Node\":\"a\",\"Address\":\"127.0.0.1\",\"Datacenter\":\"dc1\"}]";
        }
        return "{\"web\":[\"blue\"]}";
    }
}
