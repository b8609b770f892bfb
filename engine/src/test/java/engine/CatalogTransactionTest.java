package engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Transactions over nodes, services and checks on one server, in the words of Consul 1.8.7. */
@Timeout(60)
final class CatalogTransactionTest {
    private static final String ID = "11111111-1111-1111-1111-111111111111";

    private static Running server;
    private static Api api;

    @BeforeAll
    static void begin() {
        server = new Running();
        api = server.api();
        done("""
                [{"Node": {"Verb": "set", "Node": {"Node": "there", "Address": "10.0.0.1", "ID": "%s", "Meta": {"a": "b"}}}},
                 {"Service": {"Verb": "set", "Node": "there", "Service": {"ID": "s", "Service": "web", "Tags": ["v1"], "Port": 80}}},
                 {"Check": {"Verb": "set", "Check": {"Node": "there", "CheckID": "c", "Name": "alive", "ServiceID": "s"}}}]
                """.formatted(ID));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static JsonNode done(String operations) {
        var reply = api.put("/v1/txn", operations);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
        assertThat(reply.json().path("Errors").isNull()).isTrue();
        return reply.json().path("Results");
    }

    private static JsonNode failed(String operations) {
        var reply = api.put("/v1/txn", operations);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(409);
        assertThat(reply.json().path("Results").isNull()).isTrue();
        return reply.json().path("Errors");
    }

    @Test
    void allThatTheCatalogShowsIsAsItWasSet() {
        var results = done("""
                [{"Node": {"Verb": "get", "Node": {"ID": "%s"}}},
                 {"Service": {"Verb": "get", "Node": "THERE", "Service": {"ID": "s"}}},
                 {"Check": {"Verb": "get", "Check": {"Node": "there", "CheckID": "c"}}}]
                """.formatted(ID));
        assertThat(results.size()).isEqualTo(3);
        var node = results.get(0).path("Node");
        assertThat(node.path("Meta").path("a").asString()).isEqualTo("b");
        assertThat(node).isEqualTo(api.get("/v1/catalog/node/there").json().path("Node"));
        assertThat(results.get(1).path("Service").path("Port").asInt()).isEqualTo(80);
        var check = results.get(2).path("Check");
        assertThat(check.path("Status").asString()).isEqualTo("critical");
        assertThat(check.path("ServiceName").asString()).isEqualTo("web");
        assertThat(check.path("ServiceTags").get(0).asString()).isEqualTo("v1");
        assertThat(check.path("ModifyIndex"))
                .isEqualTo(api.get("/v1/health/node/there").json().get(0).path("ModifyIndex"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Node": {"Verb": "get", "Node": {"Node": "nope"}}} | node "nope" doesn't exist
            {"Node": {"Verb": "get", "Node": {"ID": "11"}}} | node lookup by ID failed, wrong UUID: uuid string is wrong length for '11'
            {"Node": {"Verb": "get", "Node": {"ID": "21111111-1111-1111-1111-111111111111"}}} | node "" doesn't exist
            {"Node": {"Verb": "cas", "Node": {"Node": "there", "Address": "x", "ModifyIndex": 1}}} | failed to set node "there", index is stale
            {"Node": {"Verb": "cas", "Node": {"Node": "there", "Address": "x"}}} | failed to set node "there", index is stale
            {"Node": {"Verb": "cas", "Node": {"Node": "nope", "ModifyIndex": 7}}} | failed to set node "nope", index is stale
            {"Node": {"Verb": "delete-cas", "Node": {"Node": "there", "ModifyIndex": 1}}} | failed to delete node "there", index is stale
            {"Node": {"Verb": "delete-cas", "Node": {"Node": "nope"}}} | failed to delete node "nope", index is stale
            {"Service": {"Verb": "set", "Node": "nope", "Service": {"Service": "s"}}} | Missing node registration
            {"Service": {"Verb": "set", "Node": "", "Service": {"Service": "s"}}} | Missing node registration
            {"Service": {"Verb": "set", "Node": "there", "Service": {}}} | failed inserting service: object missing primary index
            {"Service": {"Verb": "get", "Node": "there", "Service": {"Service": "s"}}} | service "" on node "there" doesn't exist
            {"Service": {"Verb": "get", "Node": "nope", "Service": {"ID": "s"}}} | service "s" on node "nope" doesn't exist
            {"Service": {"Verb": "cas", "Node": "there", "Service": {"ID": "s", "Service": "web"}}} | failed to set service "s" on node "there", index is stale
            {"Service": {"Verb": "cas", "Node": "nope", "Service": {"ID": "s", "Service": "web"}}} | Missing node registration
            {"Service": {"Verb": "delete-cas", "Node": "there", "Service": {"ID": "s", "Service": "web", "ModifyIndex": 1}}} | failed to delete service "s" on node "there", index is stale
            {"Service": {"Verb": "delete-cas", "Node": "nope", "Service": {"ID": "s", "Service": "web", "ModifyIndex": 1}}} | failed to delete service "s" on node "nope", index is stale
            {"Check": {"Verb": "set", "Check": {"Node": "nope", "CheckID": "c", "Name": "c"}}} | Missing node registration
            {"Check": {"Verb": "set", "Check": {"Node": "there", "Name": "c", "ServiceID": "nope"}}} | Missing service registration
            {"Check": {"Verb": "set", "Check": {"Node": "there", "Status": "passing"}}} | failed inserting check: object missing primary index
            {"Check": {"Verb": "set", "Check": {"Node": "there", "Name": "c", "Status": "well"}}} | Bad check status
            {"Check": {"Verb": "get", "Check": {"Node": "there", "Name": "alive"}}} | check "" on node "there" doesn't exist
            {"Check": {"Verb": "cas", "Check": {"Node": "there", "CheckID": "c", "ModifyIndex": 1}}} | failed to set check "c" on node "there", index is stale
            {"Check": {"Verb": "delete-cas", "Check": {"Node": "there", "CheckID": "zz"}}} | failed to delete check "zz" on node "there", index is stale
            """, quoteCharacter = '\u0001')
    void aFailureIsToldInConsulsWordsAndUndoesAll(String operation, String what) {
        var errors = failed("""
                [{"KV": {"Verb": "set", "Key": "undone", "Value": "YQ=="}},
                 {"Node": {"Verb": "set", "Node": {"Node": "undone", "Address": "x"}}}, %s]""".formatted(operation));
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.get(0).path("OpIndex").asInt()).isEqualTo(2);
        assertThat(errors.get(0).path("What").asString()).isEqualTo(what);
        assertThat(api.get("/v1/kv/undone").status()).isEqualTo(404);
        assertThat(api.get("/v1/catalog/node/undone").json().isNull()).isTrue();
    }

    @Test
    void aFailureOfAKeyUndoesTheCatalogsPart() {
        var errors = failed("""
                [{"Node": {"Verb": "set", "Node": {"Node": "undone", "Address": "x"}}},
                 {"KV": {"Verb": "get", "Key": "nope"}},
                 {"Node": {"Verb": "get", "Node": {"Node": "nope"}}}]""");
        assertThat(errors.size()).isEqualTo(2);
        assertThat(errors.get(0).path("What").asString()).isEqualTo("key \"nope\" doesn't exist");
        assertThat(api.get("/v1/catalog/node/undone").json().isNull()).isTrue();
    }

    @Test
    void operationsSeeThoseBeforeThemAndResultsAreInTheirOrder() {
        var results = done("""
                [{"KV": {"Verb": "set", "Key": "order/a", "Value": "YQ=="}},
                 {"Node": {"Verb": "cas", "Node": {"Node": "order", "Address": "10.0.0.3"}}},
                 {"KV": {"Verb": "get-tree", "Key": "order/"}},
                 {"Service": {"Verb": "cas", "Node": "order", "Service": {"Service": "w"}}},
                 {"KV": {"Verb": "get", "Key": "order/a"}},
                 {"Service": {"Verb": "delete", "Node": "order", "Service": {"Service": "w"}}},
                 {"Node": {"Verb": "get", "Node": {"Node": "order"}}},
                 {"Node": {"Verb": "delete", "Node": {"Node": "order"}}}]""");
        assertThat(results.valueStream()
                        .map(each -> each.propertyNames().iterator().next()))
                .containsExactly("KV", "Node", "KV", "Service", "KV", "Node");
        assertThat(api.get("/v1/catalog/node/order").json().isNull()).isTrue();
        assertThat(api.get("/v1/kv/order/a?raw").body()).isEqualTo("a");
    }

    @Test
    void anUnchangedEntryKeepsItsIndexAndACasGoesOnFromIt() {
        var set = "[{\"Node\": {\"Verb\": \"set\", \"Node\": {\"Node\": \"same\", \"Address\": \"10.0.0.4\"}}}]";
        var index = done(set).get(0).path("Node").path("ModifyIndex").asLong();
        assertThat(done(set).get(0).path("Node").path("ModifyIndex").asLong()).isEqualTo(index);
        var cas =
                "[{\"Node\": {\"Verb\": \"%s\", \"Node\": {\"Node\": \"same\", \"Address\": \"%s\", \"ModifyIndex\": %d}}}]";
        var node = done(cas.formatted("cas", "10.0.0.5", index)).get(0).path("Node");
        assertThat(node.path("CreateIndex").asLong()).isEqualTo(index);
        assertThat(node.path("ModifyIndex").asLong()).isGreaterThan(index);
        failed(cas.formatted("delete-cas", "", index));
        done(cas.formatted("delete-cas", "", node.path("ModifyIndex").asLong()));
        assertThat(api.get("/v1/catalog/node/same").json().isNull()).isTrue();
    }

    @Test
    void deletionsOfWhatIsNotThereHold() {
        assertThat(done("""
                [{"Node": {"Verb": "delete", "Node": {"Node": "nope"}}},
                 {"Service": {"Verb": "delete", "Node": "nope", "Service": {"ID": "s", "Service": "s"}}},
                 {"Check": {"Verb": "delete", "Check": {"Node": "there", "CheckID": "nope"}}}]""").size()).isZero();
    }

    @Test
    void aSessionEndsWithItsNode() {
        done("[{\"Node\": {\"Verb\": \"set\", \"Node\": {\"Node\": \"mortal\", \"Address\": \"10.0.0.6\"}}}]");
        var made = api.put("/v1/session/create", "{\"Node\": \"mortal\", \"Checks\": [], \"NodeChecks\": []}");
        var id = made.json().path("ID").asString();
        assertThat(api.get("/v1/session/info/" + id).json().size()).isEqualTo(1);
        done("[{\"Node\": {\"Verb\": \"delete\", \"Node\": {\"Node\": \"mortal\"}}}]");
        Await.until("it ends", () -> api.get("/v1/session/info/" + id).json().size() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Node": {"Verb": "set", "Node": {"Node": "n", "Address": 5}}}
            {"Node": {"Verb": "set", "Node": {"Node": "n", "Meta": 5}}}
            {"Node": {"Verb": "set", "Node": {"Node": "n", "TaggedAddresses": {"lan": 1}}}}
            {"Node": {"Verb": "get", "Node": {"Node": "n\\u0000m"}}}
            {"Service": {"Verb": "set", "Node": "there", "Service": {"Service": "w", "Port": "80"}}}
            {"Service": {"Verb": "set", "Node": "there", "Service": {"Service": "w", "Weights": "heavy"}}}
            {"Service": {"Verb": "delete", "Node": "there", "Service": {"Service": "w", "ModifyIndex": -1}}}
            {"Check": {"Verb": "set", "Check": {"Node": "there", "CheckID": {"a": 1}}}}
            """, quoteCharacter = '\u0001')
    void whatHasTheWrongShapeIsRefused(String operation) {
        var reply = api.put("/v1/txn", "[" + operation + "]");
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(400);
        assertThat(reply.body()).doesNotContain("Exception").isNotBlank();
    }
}
