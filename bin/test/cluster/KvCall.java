package cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A call of the API for keys, as HTTP and as {@link History} has it.
 *
 * @param request for the history
 * @param writes whether it may change something
 * @param answers what the history has for an answer; null for one that does not belong to such a call
 */
record KvCall(String request, boolean writes, Send send, Answers answers) {
    private static final String PATH = "/v1/kv/";

    /** Sends it to an agent and waits so long for the answer. */
    @FunctionalInterface
    interface Send {
        Http.Answer to(Http http, Duration timeout);
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Answers {
        String of(Http.Answer answer);
    }

    /** An operation of a transaction, as HTTP and as the history has it. */
    record Step(String json, String request, boolean reads) {}

    /** A consistent read: one that is promised to see all that was acknowledged before it began. */
    static KvCall get(String key) {
        return new KvCall(request("get", key), false, (http, timeout) -> http.get(PATH + key + "?consistent", timeout), answer -> switch (answer.status()) {
            case 200 -> found(Json.list(answer.json()).getFirst());
            case 404 -> answer.body().isBlank() ? "{\"is\":\"absent\"}" : null;
            default -> null;
        });
    }

    static KvCall put(String key, String value) {
        return put(request("put", key, text("value", value)), PATH + key, value);
    }

    static KvCall cas(String key, String value, long index) {
        return put(request("cas", key, text("value", value), number(index)), PATH + key + "?cas=" + index, value);
    }

    static KvCall acquire(String key, String value, String session) {
        return put(request("acquire", key, text("value", value), text("session", session)), PATH + key + "?acquire=" + session, value);
    }

    static KvCall release(String key, String value, String session) {
        return put(request("release", key, text("value", value), text("session", session)), PATH + key + "?release=" + session, value);
    }

    static KvCall delete(String key) {
        return new KvCall(request("delete", key), true, (http, timeout) -> http.delete(PATH + key, timeout), KvCall::done);
    }

    static KvCall deleteCas(String key, long index) {
        return new KvCall(request("delete-cas", key, number(index)), true, (http, timeout) -> http.delete(PATH + key + "?cas=" + index, timeout), KvCall::done);
    }

    /** The end of a session with the behaviour {@code release}. */
    static KvCall end(String session) {
        return put(ended(session), "/v1/session/destroy/" + session, "");
    }

    /** The same as the history has it, whoever has ended it. */
    static String ended(String session) {
        return "{\"op\":\"end-session\",\"session\":\"" + session + "\",\"deletes\":false}";
    }

    private static KvCall put(String request, String path, String value) {
        return new KvCall(request, true, (http, timeout) -> http.put(path, value, timeout), KvCall::done);
    }

    /** All of it or nothing; steps that read come first. */
    static KvCall transaction(Step... steps) {
        var body = Arrays.stream(steps).map(Step::json).collect(Collectors.joining(",", "[", "]"));
        var request = Arrays.stream(steps).map(Step::request).collect(Collectors.joining(",", "{\"op\":\"transaction\",\"steps\":[", "]}"));
        var reads = (int) Arrays.stream(steps).filter(Step::reads).count();
        // One that only reads is a read like others.
        var path = reads == steps.length ? "/v1/txn?consistent" : "/v1/txn";
        return new KvCall(request, reads < steps.length, (http, timeout) -> http.put(path, body, timeout), answer -> switch (answer.status()) {
            case 200 -> committed(Json.list(Json.object(answer.json()).get("Results")).iterator(), reads);
            case 409 -> "{\"is\":\"rolled-back\"}";
            default -> null;
        });
    }

    static Step reading(String key) {
        return new Step(step("get", key), request("get", key), true);
    }

    static Step setting(String key, String value) {
        return new Step(step("set", key, base64(value)), request("put", key, text("value", value)), false);
    }

    static Step setting(String key, String value, long index) {
        return new Step(step("cas", key, base64(value), ",\"Index\":" + index), request("cas", key, text("value", value), number(index)), false);
    }

    static Step locking(String key, String value, String session) {
        return new Step(
                step("lock", key, base64(value), ",\"Session\":\"" + session + "\""),
                request("acquire", key, text("value", value), text("session", session)),
                false);
    }

    static Step deleting(String key) {
        return new Step(step("delete", key), request("delete", key), false);
    }

    static Step ifAt(String key, long index) {
        return new Step(step("check-index", key, ",\"Index\":" + index), request("check-index", key, number(index)), false);
    }

    static Step ifAbsent(String key) {
        return new Step(step("check-not-exists", key), request("check-not-exists", key), false);
    }

    static Step ifHeld(String key, String session) {
        return new Step(step("check-session", key, ",\"Session\":\"" + session + "\""), request("check-session", key, text("session", session)), false);
    }

    private static String step(String verb, String key, String... more) {
        return "{\"KV\":{\"Verb\":\"" + verb + "\",\"Key\":\"" + key + "\"" + String.join("", more) + "}}";
    }

    private static String base64(String value) {
        return ",\"Value\":\"" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "\"";
    }

    private static String request(String op, String key, String... more) {
        return "{\"op\":\"" + op + "\",\"key\":\"" + key + "\"" + String.join("", more) + "}";
    }

    private static String text(String name, String value) {
        return ",\"" + name + "\":\"" + value + "\"";
    }

    private static String number(long index) {
        return ",\"index\":" + index;
    }

    private static String done(Http.Answer answer) {
        // One whose session has ended was refused for good.
        return switch (answer.status()) {
            case 200 -> "{\"is\":\"done\",\"held\":" + answer.body().strip() + "}";
            case 400 -> answer.body().startsWith("invalid session") ? "{\"is\":\"done\",\"held\":false}" : null;
            default -> null;
        };
    }

    private static String committed(Iterator<?> results, int reads) {
        var found = new ArrayList<String>();
        for (var i = 0; i < reads; i++) {
            found.add(found(Json.object(results.next()).get("KV")));
        }
        return "{\"is\":\"committed\",\"reads\":" + List.copyOf(found) + "}";
    }

    private static String found(Object json) {
        var entry = Json.object(json);
        var value = new String(Base64.getDecoder().decode(String.valueOf(entry.get("Value"))), StandardCharsets.UTF_8);
        return "{\"is\":\"found\"" + text("value", value) + number(Long.parseLong(entry.get("ModifyIndex").toString()))
                + text("session", String.valueOf(entry.getOrDefault("Session", ""))) + ",\"lockIndex\":" + entry.get("LockIndex") + "}";
    }
}
