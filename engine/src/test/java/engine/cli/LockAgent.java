package engine.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An agent with keys, sessions and blocking queries, as far as locks need them. */
final class LockAgent implements AutoCloseable {
    private record Entry(String value, String flags, String session, long index) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TreeMap<String, Entry> keys = new TreeMap<>();
    private final Map<String, String> sessions = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private long index = 1;
    private boolean delayed;
    private boolean broken;

    LockAgent() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on every answer is 500, or no more. */
    synchronized void breakDown(boolean broken) {
        this.broken = broken;
        notifyAll();
    }

    /** From now on no lock can be taken, or again. */
    synchronized void delay(boolean delayed) {
        this.delayed = delayed;
    }

    /** Sessions there are, with what becomes of their keys. */
    synchronized Map<String, String> sessions() {
        return Map.copyOf(sessions);
    }

    synchronized List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    synchronized String value(String key) {
        var entry = keys.get(key);
        return entry == null ? "none" : entry.value();
    }

    synchronized String holder(String key) {
        var entry = keys.get(key);
        return entry == null ? "" : entry.session();
    }

    synchronized void put(String key, String value, String flags, String session) {
        keys.put(key, new Entry(value, flags, session, ++index));
        notifyAll();
    }

    /** Requests so far, method and path with query. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized void end(String session) {
        var behavior = sessions.remove(session);
        for (var one : new TreeMap<>(keys).entrySet()) {
            var key = one.getKey();
            var entry = one.getValue();
            if (entry.session().equals(session) && "delete".equals(behavior)) {
                keys.remove(key);
            } else if (entry.session().equals(session)) {
                keys.put(key, new Entry(entry.value(), entry.flags(), "", ++index));
            }
        }
        index++;
        notifyAll();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = query(exchange.getRequestURI().getRawQuery());
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            String answer;
            synchronized (this) {
                log.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                answer = broken ? null : answer(exchange.getRequestMethod(), path, query, body);
                exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(index));
            }
            var bytes = (answer == null ? "rpc error: No cluster leader" : answer).getBytes(StandardCharsets.UTF_8);
            int status = answer == null ? 500 : answer.isEmpty() ? 404 : 200;
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        for (var pair : (raw == null ? "" : raw).split("&")) {
            var at = pair.indexOf('=');
            query.put(at < 0 ? pair : pair.substring(0, at), at < 0 ? "" : pair.substring(at + 1));
        }
        return query;
    }

    /** Null for 500, empty for 404. */
    private @Nullable String answer(String method, String path, Map<String, String> query, String body) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/v1/session/create")) {
            var id = UUID.randomUUID().toString();
            sessions.put(id, Fields.of(Json.parse(body)).text("Behavior"));
            return "{\"ID\":\"" + id + "\"}";
        }
        if (path.startsWith("/v1/session/renew/")) {
            return sessions.containsKey(last) ? "[{\"ID\":\"" + last + "\"}]" : "";
        }
        if (path.startsWith("/v1/session/destroy/")) {
            end(last);
            return "true";
        }
        var key = path.substring("/v1/kv/".length());
        return switch (method) {
            case "GET" -> get(key, query);
            case "PUT" -> Boolean.toString(set(key, query, body));
            default -> Boolean.toString(delete(key, query));
        };
    }

    private @Nullable String get(String key, Map<String, String> query) {
        long seen = Long.parseLong(query.getOrDefault("index", "0"));
        var until = System.nanoTime() + 10_000_000_000L;
        try {
            while (index <= seen && !broken && System.nanoTime() < until) {
                wait(100);
            }
        } catch (InterruptedException _) {
            return null;
        }
        if (broken) {
            return null;
        }
        var found = new ArrayList<String>();
        keys.forEach((name, entry) -> {
            if (query.containsKey("recurse") ? name.startsWith(key) : name.equals(key)) {
                found.add(json(name, entry));
            }
        });
        return found.isEmpty() ? "" : "[" + String.join(",", found) + "]";
    }

    private static String json(String name, Entry entry) {
        return "{\"Key\":\"%s\",\"Flags\":%s,\"Value\":\"%s\",%s\"ModifyIndex\":%d}"
                .formatted(
                        name,
                        entry.flags(),
                        Base64.getEncoder().encodeToString(entry.value().getBytes(StandardCharsets.UTF_8)),
                        entry.session().isEmpty() ? "" : "\"Session\":\"" + entry.session() + "\",",
                        entry.index());
    }

    private boolean set(String key, Map<String, String> query, String body) {
        var old = keys.get(key);
        var holder = old == null ? "" : old.session();
        var acquire = query.getOrDefault("acquire", "");
        var release = query.getOrDefault("release", "");
        var cas = query.get("cas");
        if ((cas != null && Long.parseLong(cas) != (old == null ? 0 : old.index()))
                || (!acquire.isEmpty() && (delayed || !sessions.containsKey(acquire)))
                || (!acquire.isEmpty() && !holder.isEmpty() && !holder.equals(acquire))
                || (!release.isEmpty() && !holder.equals(release))) {
            return false;
        }
        var session = release.isEmpty() ? acquire.isEmpty() ? holder : acquire : "";
        keys.put(key, new Entry(body, query.getOrDefault("flags", "0"), session, ++index));
        notifyAll();
        return true;
    }

    private boolean delete(String key, Map<String, String> query) {
        var old = keys.get(key);
        if (query.containsKey("cas") && (old == null || old.index() != Long.parseLong(query.get("cas")))) {
            return false;
        }
        keys.remove(key);
        index++;
        notifyAll();
        return true;
    }

    @Override
    public void close() {
        breakDown(true);
        server.stop(0);
        threads.shutdownNow();
    }
}
