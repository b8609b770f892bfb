package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvRoutesTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void empty() {
        api.state.entries.clear();
        api.state.calls.clear();
    }

    @Test
    void aMissingKeyIs404WithoutBodyButWithTheIndexHeaders() {
        for (var query : List.of("", "?raw", "?recurse", "?keys")) {
            var reply = api.get("/v1/kv/absent" + query);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("X-Consul-Index")).isEqualTo("10");
            assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
            assertThat(reply.header("X-Consul-LastContact")).isEqualTo("0");
            assertThat(reply.header("Content-Type")).isEqualTo("-");
        }
    }

    @Test
    void aValueIsReadAsItWasWritten() {
        var put = api.put("/v1/kv/app/db/user?flags=18446744073709551615", "postgres");
        assertThat(put.body()).isEqualTo("true");
        assertThat(put.type()).isEqualTo("application/json");
        assertThat(put.header("X-Consul-Index")).isEqualTo("-");
        var index = api.state.entry("app/db/user").modifyIndex();
        assertThat(api.get("/v1/kv/app/db/user").body())
                .isEqualTo("[{\"LockIndex\":0,\"Key\":\"app/db/user\",\"Flags\":18446744073709551615,"
                        + "\"Value\":\"cG9zdGdyZXM=\",\"CreateIndex\":" + index + ",\"ModifyIndex\":" + index + "}]");
        var raw = api.get("/v1/kv/app/db/user?raw");
        assertThat(raw.body()).isEqualTo("postgres");
        assertThat(raw.header("Content-Type")).isEqualTo("text/plain");
        assertThat(raw.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(raw.header("Content-Security-Policy")).isEqualTo("sandbox");
    }

    @Test
    void anEmptyValueIsNull() {
        api.put("/v1/kv/empty", "");
        assertThat(api.get("/v1/kv/empty").body()).contains("\"Value\":null,");
        assertThat(api.get("/v1/kv/empty?raw").status()).isEqualTo(200);
    }

    @Test
    void prettyIndentsByFourSpacesAndEndsWithANewline() {
        api.put("/v1/kv/a", "v");
        var index = api.state.entry("a").modifyIndex();
        assertThat(api.get("/v1/kv/a?pretty").body())
                .isEqualTo("[\n    {\n        \"LockIndex\": 0,\n        \"Key\": \"a\",\n        \"Flags\": 0,\n"
                        + "        \"Value\": \"dg==\",\n        \"CreateIndex\": " + index
                        + ",\n        \"ModifyIndex\": " + index + "\n    }\n]\n");
        assertThat(api.put("/v1/kv/a?pretty", "v").body()).isEqualTo("true\n");
    }

    @Test
    void listsKeysWithAndWithoutSeparator() {
        for (var key : List.of("app/db/pass", "app/db/user", "app/empty", "app/folder/", "app/name")) {
            api.put("/v1/kv/" + key, "x");
        }
        assertThat(api.get("/v1/kv/app/?keys").body())
                .isEqualTo("[\"app/db/pass\",\"app/db/user\",\"app/empty\",\"app/folder/\",\"app/name\"]");
        assertThat(api.get("/v1/kv/app/?keys&separator=/").body())
                .isEqualTo("[\"app/db/\",\"app/empty\",\"app/folder/\",\"app/name\"]");
        assertThat(api.get("/v1/kv/?keys&separator=/").body()).isEqualTo("[\"app/\"]");
        assertThat(api.get("/v1/kv/ap?recurse").body()).contains("app/db/pass").contains("app/name");
    }

    @Test
    void checkAndSetHoldsOrAnswersFalse() {
        assertThat(api.put("/v1/kv/k?cas=0", "one").body()).isEqualTo("true");
        assertThat(api.put("/v1/kv/k?cas=0", "two").body()).isEqualTo("false");
        var index = api.state.entry("k").modifyIndex();
        assertThat(api.put("/v1/kv/k?cas=" + index, "two").body()).isEqualTo("true");
        assertThat(api.send("DELETE", "/v1/kv/k?cas=" + index, "").body()).isEqualTo("false");
        assertThat(api.send("DELETE", "/v1/kv/k", "").body()).isEqualTo("true");
        assertThat(api.send("DELETE", "/v1/kv/?recurse", "").body()).isEqualTo("true");
        assertThat(api.state.calls).contains("deleteAll ");
    }

    @Test
    void keysAreDecodedOnce() {
        api.put("/v1/kv/a%20b/c%2Fd+e%2525", "v");
        assertThat(api.state.entries).containsOnlyKeys("a b/c/d+e%25");
        assertThat(api.get("/v1/kv/a%20b/c%2Fd+e%2525?raw").body()).isEqualTo("v");
        api.put("/v1/kv/%3Cb%3E&", "v");
        assertThat(api.get("/v1/kv/%3Cb%3E&").body()).contains("\"Key\":\"\\u003cb\\u003e\\u0026\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    | bad?flags=minus              | 400 | strconv.ParseUint: parsing "minus": invalid syntax
                    PUT    | bad?flags=                   | 400 | strconv.ParseUint: parsing "": invalid syntax
                    PUT    | bad?flags=18446744073709551616 | 400 | strconv.ParseUint: parsing "18446744073709551616": value out of range
                    PUT    | bad?cas=minus                | 400 | strconv.ParseUint: parsing "minus": invalid syntax
                    DELETE | bad?cas=x                    | 400 | strconv.ParseUint: parsing "x": invalid syntax
                    PUT    | ''                           | 400 | Missing key name
                    DELETE | ''                           | 400 | Missing key name
                    GET    | ''                           | 400 | Missing key name
                    PUT    | bad?cas=0&acquire=x          | 400 | Conflicting flags: acquire=x&cas=0
                    DELETE | bad?recurse&cas=1            | 400 | Conflicting flags: cas=1&recurse=
                    GET    | bad?index=abc                | 400 | Invalid index
                    GET    | bad?index=-1                 | 400 | Invalid index
                    GET    | bad?wait=abc                 | 400 | Invalid wait time
                    GET    | bad?wait=5                   | 400 | Invalid wait time
                    GET    | bad?stale&consistent         | 400 | Cannot specify ?stale with ?consistent, conflicting semantics.
                    GET    | bad?dc=nowhere               | 500 | No path to datacenter
                    PUT    | bad?dc=nowhere               | 500 | No path to datacenter
                    POST   | bad                          | 405 | method POST not allowed
                    PUT    | bad?acquire=                 | 400 | missing session
                    PUT    | bad?release=                 | 400 | missing session
                    PUT    | bad?acquire=x                | 400 | failed session lookup: index error: UUID must be 36 characters
                    PUT    | bad?acquire=5ace8feb-5696-be56-2fd1-fa6f054dcacx | 400 | failed session lookup: index error: Invalid UUID: hexadecimal digits in the form 8-4-4-4-12 are expected
                    PUT    | bad?cas=-1                   | 400 | strconv.ParseUint: parsing "-1": invalid syntax
                    PUT    | bad?ttl=                     | 400 | Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long.
                    PUT    | bad?ttl=30                   | 400 | Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long.
                    PUT    | bad?ttl=999ms                | 400 | Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long.
                    PUT    | bad?ttl=-5s                  | 400 | Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long.
                    PUT    | bad?ttl=87601h               | 400 | Invalid ttl: a duration from 1s to 87600h is allowed, such as 30s. The key lives so long.
                    PUT    | bad?ttl=5s&acquire=x         | 400 | Conflicting flags: acquire=x&ttl=5s
                    PUT    | bad?available&cas=1          | 400 | Conflicting flags: available=&cas=1. An available write is one of a single key, without any condition.
                    PUT    | bad?available&ttl=1s         | 400 | Conflicting flags: available=&ttl=1s. An available write is one of a single key, without any condition.
                    DELETE | bad?available&recurse        | 400 | Conflicting flags: available=&recurse=. An available write is one of a single key, without any condition.
                    DELETE | ?available                   | 400 | Missing key name
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/kv/" + path, method.equals("GET") ? "" : "x");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("text/plain");
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void aLockIsTakenAndGivenBack() {
        var session = FakeOrder.ID;
        var other = "00000000-0000-0000-0000-000000000000";
        assertThat(api.put("/v1/kv/l?acquire=" + session + "&flags=5", "x").body())
                .isEqualTo("true");
        assertThat(api.put("/v1/kv/l?acquire=" + other, "y").body()).isEqualTo("false");
        var index = api.state.entry("l").modifyIndex();
        assertThat(api.get("/v1/kv/l").body())
                .isEqualTo("[{\"LockIndex\":1,\"Key\":\"l\",\"Flags\":5,\"Value\":\"eA==\",\"Session\":\"" + session
                        + "\",\"CreateIndex\":" + index + ",\"ModifyIndex\":" + index + "}]");
        assertThat(api.put("/v1/kv/l?release=no-session", "y").body()).isEqualTo("false");
        assertThat(api.put("/v1/kv/l?release=" + session.toUpperCase(Locale.ROOT), "y")
                        .body())
                .isEqualTo("true");
        assertThat(api.get("/v1/kv/l").body()).contains("\"LockIndex\":1,").doesNotContain("Session");
    }

    @Test
    void keysWithATimeToLiveAndAvailableWritesAreMarked() {
        assertThat(api.put("/v1/kv/t?ttl=1m30s&cas=0", "x").body()).isEqualTo("true");
        assertThat(api.put("/v1/kv/t?available&flags=7", "x").body()).isEqualTo("true");
        assertThat(api.send("DELETE", "/v1/kv/t?available", "").body()).isEqualTo("true");
        assertThat(api.state.calls).containsExactly("put t for PT1M30S", "putAvailable t", "deleteAvailable t");
        api.state.entries.put("t", new KeyValues.Entry("t", ByteString.fromString("x"), 0, 0, "", 5, 6, 60_000, true));
        assertThat(api.get("/v1/kv/t").body())
                .endsWith(
                        "\"CreateIndex\":5,\"ModifyIndex\":6,\"Expires\":\"1970-01-01T00:01:00Z\",\"Available\":true}]");
    }

    @Test
    void bytesThatAreNoTextAreKeptApartAndShownAsReplacementCharacters() throws IOException {
        api.server.update(Api.SETTINGS.with(Protocols.anyPath()));
        for (var key : List.of("%FFa", "%FEa", "%EF%BF%BDa", "%F4%8F%BF%BFa")) {
            assertThat(raw("PUT /v1/kv/" + key
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(api.state.entries).hasSize(4);
        assertThat(raw("GET /v1/kv/%FFa HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("\"Key\":\"\ufffda\"");
        assertThat(api.get("/v1/kv/?keys").body()).contains("\ufffda").contains("\udbff\udfffa");
        api.server.update(Api.SETTINGS);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.getOutputStream()
                    .write("PUT /v1/kv/cut HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nhalf of it"
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }
        api.put("/v1/kv/next", "x"); // behind it
        assertThat(api.state.entries).containsOnlyKeys("next");
        assertThat(api.state.calls).containsExactly("put next");
    }

    @Test
    void aKeyMayBeLongButNotEndless() {
        assertThat(api.put("/v1/kv/" + "k".repeat(8192), "x").status()).isEqualTo(200);
        var reply = api.put("/v1/kv/" + "k".repeat(8193), "x");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("The key is too long: at most 8192 bytes are allowed.");
        assertThat(api.put("/v1/kv/" + "%C3%BC".repeat(4097), "x").status()).isEqualTo(400);
    }

    @Test
    void aConsistentReadPassesTheBarrierFirst() {
        api.put("/v1/kv/a", "x");
        api.state.calls.clear();
        for (var path : List.of(
                "/v1/kv/a?",
                "/v1/kv/?keys&",
                "/v1/kv/?recurse&",
                "/v1/catalog/nodes?",
                "/v1/health/state/any?",
                "/v1/session/list?")) {
            assertThat(api.get(path + "consistent").status()).isEqualTo(200);
            assertThat(api.get(path + "stale").status()).isEqualTo(200);
            assertThat(api.state.calls).containsExactly("barrier");
            api.state.calls.clear();
        }
        api.state.ordered.passed = CompletableFuture.failedStage(new Refusal(500, "No quorum."));
        assertThat(api.get("/v1/kv/a?consistent").body()).isEqualTo("No quorum.");
        api.state.ordered.passed = CompletableFuture.completedStage(Done.getInstance());
    }

    @Test
    void whoWritesIsTold() {
        api.state.contexts.clear();
        api.put("/v1/kv/a", "x");
        assertThat(api.state.contexts.getFirst().by()).isEqualTo("127.0.0.1");
    }

    @Test
    void aValueOfTheLargestSizeIsTakenAndALargerOneRefused() {
        assertThat(api.put("/v1/kv/large", "x".repeat(1000)).status()).isEqualTo(200);
        var reply = api.put("/v1/kv/large", "x".repeat(1001));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body())
                .contains("too large, max size: 1000 bytes")
                .contains("See limits.kv-max-value-size in");
        assertThat(api.state.entry("large").value().size()).isEqualTo(1000);
    }
}
