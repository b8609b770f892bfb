package engine.load;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Requests nobody meant to send: real methods, paths, parameters, headers and bodies, mixed, cut and damaged. The same seed makes
 * the same requests. None of them ends the agent, restores a snapshot, waits long, or has a check look beyond this machine.
 */
final class FuzzRequests {
    private static final List<String> METHODS = List.of(
            "GET", "GET", "GET", "PUT", "PUT", "PUT", "DELETE", "POST", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW",
            "get");

    private static final List<String> PATHS = List.of(
            "/",
            "/v1",
            "/v1/",
            "/v2/kv/a",
            "/v1/agent/self",
            "/v1/agent/members",
            "/v1/agent/services",
            "/v1/agent/checks",
            "/v1/agent/host",
            "/v1/agent/version",
            "/v1/agent/metrics",
            "/v1/agent/service/@",
            "/v1/agent/service/register",
            "/v1/agent/service/deregister/@",
            "/v1/agent/service/maintenance/@",
            "/v1/agent/health/service/name/@",
            "/v1/agent/health/service/id/@",
            "/v1/agent/check/register",
            "/v1/agent/check/deregister/@",
            "/v1/agent/check/pass/@",
            "/v1/agent/check/warn/@",
            "/v1/agent/check/fail/@",
            "/v1/agent/check/update/@",
            "/v1/agent/maintenance",
            "/v1/catalog/register",
            "/v1/catalog/deregister",
            "/v1/catalog/datacenters",
            "/v1/catalog/nodes",
            "/v1/catalog/services",
            "/v1/catalog/service/@",
            "/v1/catalog/node/@",
            "/v1/catalog/node-services/@",
            "/v1/health/node/@",
            "/v1/health/checks/@",
            "/v1/health/service/@",
            "/v1/health/state/@",
            "/v1/kv/@",
            "/v1/kv/@/@",
            "/v1/kv-import",
            "/v1/kv-changes/@",
            "/v1/kv-conflicts",
            "/v1/txn",
            "/v1/session/create",
            "/v1/session/destroy/@",
            "/v1/session/renew/@",
            "/v1/session/info/@",
            "/v1/session/node/@",
            "/v1/session/list",
            "/v1/event/fire/@",
            "/v1/event/list",
            "/v1/event/history",
            "/v1/event/runs/@",
            "/v1/query",
            "/v1/query/@",
            "/v1/query/@/execute",
            "/v1/query/@/explain",
            "/v1/status/leader",
            "/v1/status/peers",
            "/v1/coordinate/datacenters",
            "/v1/coordinate/nodes",
            "/v1/coordinate/node/@",
            "/v1/coordinate/update",
            "/v1/operator/raft/configuration",
            "/v1/operator/autopilot/configuration",
            "/v1/operator/autopilot/health",
            "/v1/operator/usage",
            "/v1/operator/keyring",
            "/v1/event/trigger",
            "/v1/event/trigger/@",
            "/v1/event/triggers",
            "/v1/event/match",
            "/v1/event/audit",
            "/v1/event/rollout/start/@",
            "/v1/event/rollout/list",
            "/v1/event/rollout/show/@",
            "/v1/event/rollout/abort/@",
            "/v1/maintenance",
            "/v1/external-checks",
            "/v1/dns/explain",
            "/v1/kv-history/@",
            "/v1/agent/check/history",
            "/v1/agent/check/history/@",
            "/v1/agent/check/run/@",
            "/v1/health/metrics",
            "/health/ready",
            "/v1/acl/token/@",
            "/v1/acl/bootstrap",
            "/v1/connect/ca/roots",
            "/v1/config/@",
            "/v1/internal/ui/services",
            "/v1/internal/ui/nodes",
            "/v1/internal/ui/node/@",
            "/v1/openapi.json",
            "/ui/");

    /** What stands in paths that are written to. */
    private static final List<String> WRITES = List.of(
            "register",
            "maintenance",
            "/check/pass/",
            "/check/warn/",
            "/check/fail/",
            "/check/update/",
            "/check/run/",
            "/create",
            "/destroy/",
            "/renew/",
            "/fire/",
            "/start/",
            "/abort/",
            "/kv/@/@",
            "/kv-import",
            "/txn",
            "/coordinate/update",
            "/event/trigger",
            "/autopilot/configuration");

    private static final List<String> PARAMETERS = List.of(
            "dc",
            "token",
            "pretty",
            "index",
            "stale",
            "consistent",
            "cached",
            "hash",
            "near",
            "node-meta",
            "filter",
            "ns",
            "partition",
            "peer",
            "recurse",
            "keys",
            "separator",
            "raw",
            "flags",
            "cas",
            "acquire",
            "release",
            "passing",
            "tag",
            "node",
            "service",
            "name",
            "enable",
            "reason",
            "note",
            "format",
            "replace-existing-checks",
            "ttl",
            "available",
            "limit",
            "connect",
            "since",
            "status",
            "history",
            "wan",
            "global",
            "segment",
            "until",
            "merge-central-config");

    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "-1",
            "18446744073709551615",
            "18446744073709551616",
            "9".repeat(40),
            "1.5",
            "1e3",
            "true",
            "false",
            "maybe",
            "a",
            "web",
            "n1",
            "dc1",
            "_agent",
            "_ip",
            "10s",
            "1h",
            "-5s",
            "10",
            "ms",
            "passing",
            "critical",
            "any",
            "Node == n1",
            "Service.Tags contains \"a\"",
            "((((",
            "not not",
            "a matches \"(a+)+$\"",
            "Node == ",
            "\"",
            "'",
            "%",
            "%00",
            "%zz",
            "\u0000",
            "\n",
            "ü",
            "\ud83d\ude00",
            "../..",
            "a/b/c",
            "/",
            "//",
            ".",
            "..",
            "a b",
            "<script>",
            "x".repeat(300),
            "x".repeat(5000),
            "${match(1)}",
            "6fa459ea-ee8a-3ca4-894e-db77e160355e");

    private static final List<String> KEYS = List.of(
            "ID",
            "Name",
            "Service",
            "ServiceID",
            "Node",
            "Address",
            "Tags",
            "Meta",
            "Port",
            "Check",
            "Checks",
            "CheckID",
            "Status",
            "Notes",
            "Output",
            "TTL",
            "Interval",
            "Timeout",
            "Weights",
            "EnableTagOverride",
            "TaggedAddresses",
            "DeregisterCriticalServiceAfter",
            "SuccessBeforePassing",
            "FailuresBeforeCritical",
            "Proxy",
            "Connect",
            "KV",
            "Verb",
            "Key",
            "Value",
            "Flags",
            "Index",
            "Session",
            "LockDelay",
            "Behavior",
            "NodeChecks",
            "ServiceChecks",
            "Datacenter",
            "NodeMeta",
            "SkipNodeUpdate",
            "Template",
            "Type",
            "Regexp",
            "DNS",
            "Token",
            "OnlyPassing",
            "Near",
            "Failover",
            "NearestN",
            "Datacenters",
            "Coord",
            "Vec",
            "Error",
            "Height",
            "Adjustment",
            "Payload",
            "name",
            "id");

    /** What a check may look at: nobody listens there. */
    private static final List<String> TARGETS = List.of("HTTP", "TCP", "GRPC", "UDP", "H2PING");

    private static final int LONGEST_BODY = 700_000;

    private FuzzRequests() {}

    /** One request as it goes over the wire. */
    @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
    record Raw(String method, String target, byte[] bytes) {
        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    static Raw of(long seed) {
        var random = new Random(seed);
        // Neighbouring seeds begin alike.
        random.nextLong();
        var path = pick(random, PATHS);
        var method = random.nextInt(4) == 0 ? pick(random, METHODS) : usual(path);
        var target = target(random, path);
        var body = body(random, method);
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: a\r\n");
        headers(random, head);
        if (body.length > 0 || random.nextInt(4) == 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[start.length + body.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(body, 0, bytes, start.length, body.length);
        return new Raw(method, target.length() > 200 ? target.substring(0, 200) + "..." : target, bytes);
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String usual(String path) {
        return WRITES.stream().anyMatch(path::contains) ? "PUT" : "GET";
    }

    private static String target(Random random, String route) {
        var path = new StringBuilder();
        route.chars().forEach(c -> path.append(c == '@' ? segment(random) : String.valueOf((char) c)));
        if (random.nextInt(40) == 0) {
            path.insert(
                    random.nextInt(path.length()),
                    pick(random, List.of("%", "%00", "%2f", "//", "/../", "\u00fc", ";")));
        }
        var parameters = IntStream.range(0, Math.max(0, random.nextInt(6) - 2))
                .mapToObj(_ ->
                        random.nextInt(30) == 0 ? segment(random) : pick(random, PARAMETERS) + "=" + segment(random))
                .collect(Collectors.joining("&"));
        // Whoever asks for an index may wait: not long. The first counts.
        var wait = random.nextInt(9) == 0 ? pick(random, List.of("10ms", "1", "x")) : "20ms";
        return path + (parameters.isEmpty() ? "" : "?wait=" + wait + '&' + parameters);
    }

    private static String segment(Random random) {
        var value = pick(random, VALUES);
        return random.nextInt(8) == 0 && value.chars().allMatch(c -> c > ' ' && c < 127)
                ? value
                : URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static void headers(Random random, StringBuilder head) {
        switch (random.nextInt(14)) {
            case 0 -> head.append("X-Consul-Token: ").append(printable(random)).append("\r\n");
            case 1 ->
                head.append("Authorization: ")
                        .append(pick(random, List.of("Bearer a", "Bearer", "Basic %%", "")))
                        .append("\r\n");
            case 2 ->
                head.append("Accept: ")
                        .append(pick(random, List.of("*/*", "application/problem+json", "text/html", ";;q=x")))
                        .append("\r\n");
            case 3 ->
                head.append("Accept-Encoding: ")
                        .append(pick(random, List.of("gzip", "gzip;q=0", "br, gzip", ";q")))
                        .append("\r\n");
            case 4 ->
                head.append("If-None-Match: ")
                        .append(pick(random, List.of("*", "\"a\"", "W/\"1\"", "a,")))
                        .append("\r\n");
            case 5 ->
                head.append("Cache-Control: ")
                        .append(pick(
                                random, List.of("max-age=1", "no-cache", "max-age=-1", "max-age=x,stale-if-error=1")))
                        .append("\r\n");
            case 6 ->
                head.append("Content-Type: ")
                        .append(pick(random, List.of("application/json", "text/plain; charset=x", "/")))
                        .append("\r\n");
            case 7 ->
                head.append("Expect: ")
                        .append(pick(random, List.of("100-continue", "200-maybe")))
                        .append("\r\n");
            case 8 -> head.append("X-Request-Id: ").append(printable(random)).append("\r\n");
            case 9 -> head.append("Content-Encoding: gzip\r\n");
            default -> {}
        }
    }

    private static String printable(Random random) {
        return random.ints(random.nextInt(60), ' ', 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] body(Random random, String method) {
        if (!method.equals("PUT") && !method.equals("POST") && random.nextInt(10) != 0) {
            return new byte[0];
        }
        return switch (random.nextInt(12)) {
            case 0 -> new byte[0];
            case 1 -> bytes(random, random.nextInt(2000));
            case 2 -> random.nextInt(20) == 0 ? bytes(random, LONGEST_BODY) : bytes(random, 10);
            case 3 -> ("[".repeat(random.nextInt(3000)) + "]").getBytes(StandardCharsets.UTF_8);
            case 4 -> ("[" + json(random, 0) + "]").getBytes(StandardCharsets.UTF_8);
            case 5, 6 -> damaged(random, json(random, 0).getBytes(StandardCharsets.UTF_8));
            default -> json(random, 0).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] bytes(Random random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] damaged(Random random, byte[] bytes) {
        for (var i = 0; i < 3 && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String json(Random random, int depth) {
        return IntStream.range(0, 1 + random.nextInt(5))
                .mapToObj(_ -> random.nextInt(12) == 0
                        ? '"' + pick(random, TARGETS) + "\":\"127.0.0.1:1\""
                        : '"' + pick(random, KEYS) + "\":" + value(random, depth))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 ->
                pick(random, List.of("null", "true", "false", "0", "-1", "65536", "1e400", "9007199254740993", "1.5"));
            case 6 -> json(random, depth + 1);
            case 7 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            case 8 -> "[]";
            default -> '"' + escaped(pick(random, VALUES)) + '"';
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\u0000", "\\u0000");
    }
}
