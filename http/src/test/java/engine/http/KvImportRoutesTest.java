package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvImportRoutesTest {
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
        api.state.failure = null;
    }

    @Test
    void whatWasExportedIsImported() {
        var reply = api.put("/v1/kv-import", """
                [
                	{ "key": "a", "flags": 18446744073709551615, "value": "dmFsdWU=" },
                	{ "key": "b", "flags": 0, "value": "", "other": [{}] },
                	{ "key": "a", "value": "bGFzdA==" }
                ]
                """);
        assertThat(reply.body()).isEqualTo("{\"Imported\":2}");
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(api.state.entry("a").value().utf8String()).isEqualTo("last");
        assertThat(api.state.entry("b").value()).isEqualTo(ByteString.emptyByteString());
        assertThat(api.state.calls).containsExactly("putAll 2");
        assertThat(api.put("/v1/kv-import", "[]").body()).isEqualTo("{\"Imported\":0}");
    }

    @Test
    void manyAreSetInPartsAndAFailureSaysHowManyWere() {
        api.server.update(new HttpSettings(
                "dc1", "node1", 600_000, 2000, 100, 100, Api.SETTINGS.defaultWait(), Api.SETTINGS.maxWait()));
        var value = "QUFB".repeat(150_000);
        var body = IntStream.range(0, 5)
                .mapToObj(i -> "{\"key\":\"k" + i + "\",\"value\":\"" + value + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(api.put("/v1/kv-import", body).body()).isEqualTo("{\"Imported\":5}");
        assertThat(api.state.calls).containsExactly("putAll 2", "putAll 2", "putAll 1");
        api.state.failAfter.set(2);
        var reply = api.put("/v1/kv-import", body);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("4 of 5 keys were imported, then: No quorum.");
        api.state.failAfter.set(-1);
        api.server.update(Api.SETTINGS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                             | 400 | Failed to parse body: EOF
                    {}                             | 400 | Failed to parse body: expected a JSON array, got an object
                    [5]                            | 400 | Failed to parse body: entry 0 must be an object
                    [{"key":"a"},{"value":""}]     | 400 | Failed to parse body: entry 1 must have a key
                    [{"key":5}]                    | 400 | Failed to parse body: entry 0 key must be a string
                    [{"key":"a","value":"!"}]      | 400 | Failed to parse body: entry 0: illegal base64 data: values are written in Base64 with padding
                    [{"key":"a","flags":-1}]       | 400 | Failed to parse body: entry 0 flags must be a whole number from 0 to 18446744073709551615
                    [{"key":"a","flags":"5"}]      | 400 | Failed to parse body: entry 0 flags must be a whole number from 0 to 18446744073709551615
                    [{"key":"a"}                   | 400 | Failed to parse body: unexpected EOF
                    """)
    void aBadBodyIsRefusedAndNothingSet(String body, int status, String sentence) {
        var reply = api.put("/v1/kv-import", body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void limitsAreTold() {
        var large = api.put("/v1/kv-import", "[{\"key\":\"a\",\"value\":\"" + "AAAA".repeat(500) + "\"}]");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.body()).isEqualTo("Value for key \"a\" is too large (1500 > 1000 bytes)");
        var longKey = api.put("/v1/kv-import", "[{\"key\":\"" + "k".repeat(8193) + "\"}]");
        assertThat(longKey.body()).isEqualTo("The key is too long: at most 8192 bytes are allowed.");
        var many = IntStream.range(0, 100_001)
                .mapToObj(i -> "{\"key\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(api.put("/v1/kv-import", many).body())
                .isEqualTo("Too many keys: at most 100000 can be imported at once. Import them in parts.");
        assertThat(api.state.calls).isEmpty();
    }
}
