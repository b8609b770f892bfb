package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
                    PUT    | bad?acquire=x                | 400 | Sessions and locks are not in this version: acquire and release cannot be used.
                    PUT    | bad?release=x                | 400 | Sessions and locks are not in this version: acquire and release cannot be used.
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/kv/" + path, method.equals("GET") ? "" : "x");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("text/plain");
        assertThat(api.state.calls).isEmpty();
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
