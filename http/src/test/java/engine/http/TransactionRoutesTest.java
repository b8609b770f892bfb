package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionRoutesTest {
    private static final String READ = ",\"Index\":0,\"LastContact\":0,\"KnownLeader\":true,\"ConsistencyLevel\":\"\"}";

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
        api.state.calls.clear();
        api.state.ordered.transactions.clear();
        api.state.ordered.outcome = new Transactions.Committed(List.of());
    }

    private static Api.Reply txn(String operations) {
        return api.put("/v1/txn", operations);
    }

    private static Transactions.Operation only() {
        return api.state.ordered.transactions.getFirst().getFirst();
    }

    @Test
    void allVerbsOfKeysArePassedOn() {
        for (var verb : Transactions.KvVerb.values()) {
            api.state.ordered.transactions.clear();
            assertThat(txn("[{\"KV\":{\"Verb\":\"" + verb.text() + "\",\"Key\":\"a/b\",\"Value\":\"eHk=\","
                                    + "\"Flags\":18446744073709551615,\"Index\":9,\"Session\":\"" + FakeOrder.ID
                                    + "\"}}]")
                            .status())
                    .isEqualTo(200);
            assertThat(only())
                    .isEqualTo(new Transactions.Kv(verb, "a/b", ByteString.fromString("xy"), -1, 9, FakeOrder.ID));
        }
        assertThat(api.state.calls).filteredOn("read 1"::equals).hasSize(6);
        assertThat(api.state.calls).filteredOn("apply 1"::equals).hasSize(7);
    }

    @Test
    void operationsOfTheCatalogCarryTheirDefinition() {
        txn("[{\"Node\":{\"Verb\":\"set\",\"Node\":{\"Node\":\"n\",\"Address\":\"10.0.0.1\",\"ModifyIndex\":4}}},"
                + "{\"service\":{\"verb\":\"cas\",\"node\":\"n\",\"service\":{\"service\":\"web\",\"Port\":1,\"modifyindex\":5}}},"
                + "{\"Check\":{\"Verb\":\"delete-cas\",\"Check\":{\"Node\":\"n\",\"CheckID\":\"c\",\"ModifyIndex\":6}}},"
                + "{\"Session\":{\"Verb\":\"delete\",\"Session\":{\"ID\":\"" + FakeOrder.ID + "\"}}}]");
        assertThat(api.state.ordered.transactions.getFirst())
                .containsExactly(
                        new Transactions.OfNode(
                                Transactions.CatalogVerb.SET, "n", "", 4, Map.of("Node", "n", "Address", "10.0.0.1")),
                        new Transactions.OfService(
                                Transactions.CatalogVerb.CAS, "n", "web", 5, Map.of("service", "web", "Port", 1L)),
                        new Transactions.OfCheck(
                                Transactions.CatalogVerb.DELETE_CAS, "n", "c", 6, Map.of("Node", "n", "CheckID", "c")),
                        new Transactions.DeleteSession(FakeOrder.ID));
    }

    @Test
    void resultsAreShownAsConsulDoes() {
        var service = new Service(
                "s1", "s", List.of(), "", Map.of(), null, 1, new Service.Weights(1, 1), false, null, 12, 13);
        api.state.ordered.outcome = new Transactions.Committed(List.of(
                new Transactions.KvResult(new KeyValues.Entry("t/a", ByteString.emptyByteString(), 7, 0, "", 5, 6)),
                new Transactions.NodeResult(new Node("", "tx1", "127.0.0.41", "dc1", null, null, 7, 8)),
                new Transactions.ServiceResult(service),
                new Transactions.CheckResult(Fakes.check("c", service, "passing"))));
        var reply = txn("[{\"KV\":{\"Verb\":\"set\",\"Key\":\"t/a\"}}]");
        assertThat(reply.body())
                .isEqualTo(
                        "{\"Results\":[{\"KV\":{\"LockIndex\":0,\"Key\":\"t/a\",\"Flags\":7,\"Value\":null,"
                                + "\"CreateIndex\":5,\"ModifyIndex\":6}},"
                                + "{\"Node\":{\"ID\":\"\",\"Node\":\"tx1\",\"Address\":\"127.0.0.41\",\"Datacenter\":\"dc1\","
                                + "\"TaggedAddresses\":null,\"Meta\":null,\"CreateIndex\":7,\"ModifyIndex\":8}},"
                                + "{\"Service\":{\"ID\":\"s1\",\"Service\":\"s\",\"Tags\":null,\"Address\":\"\",\"Meta\":null,\"Port\":1,"
                                + "\"Weights\":{\"Passing\":1,\"Warning\":1},\"EnableTagOverride\":false,"
                                + "\"CreateIndex\":12,\"ModifyIndex\":13}},"
                                + "{\"Check\":{\"Node\":\"node1\",\"CheckID\":\"c\",\"Name\":\"a check\",\"Status\":\"passing\","
                                + "\"Notes\":\"\",\"Output\":\"\",\"ServiceID\":\"s1\",\"ServiceName\":\"s\",\"ServiceTags\":null,"
                                + "\"Type\":\"ttl\",\"Definition\":{},\"CreateIndex\":12,\"ModifyIndex\":15}}],\"Errors\":null}");
        assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("-");
    }

    @Test
    void whatFailedIs409WithAllReasons() {
        api.state.ordered.outcome = new Transactions.RolledBack(
                List.of(new Transactions.Problem(1, "failed to set key \"t/a\", index is stale")));
        var reply = txn(
                "[{\"KV\":{\"Verb\":\"set\",\"Key\":\"a\"}},{\"KV\":{\"Verb\":\"cas\",\"Key\":\"t/a\",\"Index\":1}}]");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(reply.body())
                .isEqualTo("{\"Results\":null,\"Errors\":[{\"OpIndex\":1,"
                        + "\"What\":\"failed to set key \\\"t/a\\\", index is stale\"}]}");
    }

    @Test
    void aTransactionThatOnlyReadsIsARead() {
        var reply = txn(
                "[{\"KV\":{\"Verb\":\"get\",\"Key\":\"a\"}},{\"Node\":{\"Verb\":\"get\",\"Node\":{\"ID\":\"x\"}}}]");
        assertThat(reply.body()).isEqualTo("{\"Results\":[],\"Errors\":null" + READ);
        assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
        assertThat(reply.header("X-Consul-LastContact")).isEqualTo("0");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("-");
        api.put("/v1/txn?consistent", "[{\"KV\":{\"Verb\":\"get\",\"Key\":\"a\"}}]");
        assertThat(api.state.calls).containsExactly("read 2", "barrier", "read 1");
        assertThat(txn("[]").body()).isEqualTo("{\"Results\":[],\"Errors\":null" + READ);
        assertThat(txn("null").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"KV":{"Verb":"set","Key":""}}                       | true  | Must provide key
                    {"KV":{"Verb":"get-tree","Key":""}}                  | false | Must provide key
                    {"Node":{"Verb":"jump","Node":{}}}                   | true  | Must provide node
                    {"Node":{"Verb":"delete","Node":{"ID":"x"}}}         | true  | Must provide node
                    {"Node":{"Verb":"set","Node":{"Node":"n","ID":"x"}}} | true  | Bad node ID: uuid string is wrong length
                    {"Service":{"Verb":"delete","Service":{"ID":"x"}}}   | true  | Must provide service name with ID
                    {"Service":{"Verb":"set","Service":{"Service":"x","Address":"0.0.0.0"}}} | true | Invalid service address
                    """)
    void whatLacksSomethingIs409WithoutBeingTried(String operation, boolean writes, String what) {
        var reply = txn("[{\"KV\":{\"Verb\":\"get\",\"Key\":\"a\"}}," + operation + "]");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body())
                .isEqualTo("{\"Results\":null,\"Errors\":[{\"OpIndex\":1,\"What\":\"" + what + "\"}]"
                        + (writes ? "}" : READ));
        assertThat(api.state.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"KV":{"Verb":"jump","Key":"x"}}                      | false | unknown KV verb "jump"
                    {"KV":{"Key":"x"}}                                    | false | unknown KV verb ""
                    {"KV":{"Verb":"lock","Key":"x"}}                      | true  | missing session
                    {"KV":{"Verb":"unlock","Key":"x"}}                    | true  | missing session
                    {"KV":{"Verb":"lock","Key":"x","Session":"abc"}}      | true  | failed session lookup: index error: UUID must be 36 characters
                    {"Node":{"Verb":"jump","Node":{"Node":"n"}}}          | true  | unknown Node verb "jump"
                    {"Service":{"Verb":"jump","Service":{"Service":"s"}}} | true  | unknown Service verb "jump"
                    {"Check":{"Verb":"jump"}}                             | true  | unknown Check verb "jump"
                    {"Session":{"Verb":"set"}}                            | true  | unknown Session verb "set"
                    {"Session":{"Verb":"delete"}}                         | true  | failed session lookup: index error: UUID must be 36 characters
                    """)
    void whatCannotBeDoneFailsBesideWhatElseFails(String operation, boolean writes, String what) {
        txn("[" + operation + "]");
        assertThat(only()).isEqualTo(new Transactions.Wrong(what, writes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                            | 400 | Failed to parse body: EOF
                    oops                                          | 400 | Failed to parse body: invalid JSON at line 1, column 1
                    [                                             | 400 | Failed to parse body: unexpected EOF
                    {}                                            | 400 | Failed to parse body: expected a JSON array, got an object
                    [5]                                           | 400 | Failed to parse body: operation 0 must be an object
                    [null]                                        | 400 | Failed to parse body: operation 0 must be an object
                    [{}]                                          | 400 | Failed to parse body: operation 0.KV, .Node, .Service, .Check or .Session must be there
                    [{"KV":[]}]                                   | 400 | Failed to parse body: operation 0.KV must be an object
                    [{"KV":{"Verb":"set","Key":"a","Value":"YQ"}}]   | 400 | Failed to parse body: illegal base64 data: values are written in Base64 with padding
                    [{"KV":{"Verb":"set","Key":"a","Value":"!!!!"}}] | 400 | Failed to parse body: illegal base64 data: values are written in Base64 with padding
                    [{"KV":{"Verb":"set","Key":"a","Value":5}}]   | 400 | Failed to parse body: operation 0.KV.Value must be a string
                    [{"KV":{"Verb":"set","Key":5}}]               | 400 | Failed to parse body: operation 0.KV.Key must be a string
                    [{"KV":{"Verb":"set","Key":"a","Flags":-1}}]  | 400 | Failed to parse body: operation 0.KV.Flags must be a whole number from 0 to 18446744073709551615
                    [{"KV":{"Verb":"set","Key":"a","Index":18446744073709551616}}] | 400 | Failed to parse body: operation 0.KV.Index must be a whole number from 0 to 18446744073709551615
                    """)
    void aBadBodyIsRefusedWithASentence(String body, int status, String sentence) {
        var reply = txn(body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void thereIsALimitOfOperationsAndOfBytes() {
        var settings = new HttpSettings(
                "dc1",
                "node1",
                10,
                2000,
                100_000,
                500,
                new HttpSettings.Transaction(3, 300),
                HttpSettings.SESSION_TTL_MIN,
                Api.SETTINGS.defaultWait(),
                Api.SETTINGS.maxWait());
        api.server.update(settings);
        try {
            var reply = txn(sets(4));
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.body()).isEqualTo("Transaction contains too many operations (4 > 3)");
            assertThat(txn(sets(3)).status()).isEqualTo(200);
            assertThat(txn(" ".repeat(301)).body())
                    .contains("max size: 300 bytes")
                    .contains("limits.txn-max-req-len");
            var large = txn("[{\"KV\":{\"Verb\":\"set\",\"Key\":\"a\",\"Value\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}}]");
            assertThat(large.status()).isEqualTo(413);
            assertThat(large.body()).isEqualTo("Value for key \"a\" is too large (16 > 10 bytes)");
        } finally {
            api.server.update(Api.SETTINGS);
        }
    }

    private static String sets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"KV\":{\"Verb\":\"set\",\"Key\":\"" + i + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void tenThousandOperationsAreRefused() {
        api.server.update(new HttpSettings(
                "dc1",
                "node1",
                1_000_000,
                1_000_000,
                100_000,
                500,
                Api.SETTINGS.defaultWait(),
                Api.SETTINGS.maxWait()));
        try {
            assertThat(txn(sets(10_000)).body()).isEqualTo("Transaction contains too many operations (10000 > 128)");
            assertThat(txn("[" + String.join(",", Collections.nCopies(128, "{\"KV\":{\"Verb\":\"get\",\"Key\":\"a\"}}"))
                                    + "]")
                            .status())
                    .isEqualTo(200);
        } finally {
            api.server.update(Api.SETTINGS);
        }
    }
}
