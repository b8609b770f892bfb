package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreparedQueryCommandsTest {
    private static final String QUERY = """
            {"ID":"q-1","Name":"shop","Template":{"Type":""},
             "Service":{"Service":"web","Tags":["a","!b"]},"DNS":{"TTL":"9s"}}""";

    @TempDir
    private Path dir;

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent();
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void aDefinitionIsSentAsItIs() throws IOException {
        agent.answer("/v1/query", "{\"ID\":\"q-2\"}");
        var file = Files.writeString(dir.resolve("shop.json"), QUERY);

        assertThat(Call.to(agent, "prepared-query", "create", file.toString()))
                .isEqualTo(new Call(0, "Prepared query q-2 is created.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("POST");
        assertThat(agent.lastAsked().body()).isEqualTo(QUERY);
        assertThat(Call.to(agent, "prepared-query", "create").code()).isEqualTo(2);
    }

    @Test
    void whatIsRefusedIsToldAndExitsWithOne() throws IOException {
        agent.answer("/v1/query", 500, "name 'shop' aliases an existing query name", Map.of());
        var file = Files.writeString(dir.resolve("shop.json"), QUERY);

        var call = Call.to(agent, "prepared-query", "create", file.toString());
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("name 'shop' aliases an existing query name (HTTP 500)");
    }

    @Test
    void allAreListed() {
        agent.answer("/v1/query", "[" + QUERY + "]");
        assertThat(Call.to(agent, "prepared-query", "list").out())
                .contains("shop")
                .contains("q-1")
                .contains("web")
                .contains("a,!b")
                .contains("9s");
    }

    @Test
    void oneIsShownByItsNameOrId() {
        agent.answer("/v1/query", "[" + QUERY + "]");
        var byName = Call.to(agent, "prepared-query", "show", "SHOP");
        assertThat(byName.out()).contains("\"ID\": \"q-1\"");
        assertThat(Call.to(agent, "prepared-query", "show", "q-1")).isEqualTo(byName);
        var none = Call.to(agent, "prepared-query", "show", "none");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("there is no prepared query 'none'");
    }

    @Test
    void oneIsDeletedByItsName() {
        agent.answer("/v1/query", "[" + QUERY + "]");
        agent.answer("/v1/query/q-1", "");
        assertThat(Call.to(agent, "prepared-query", "delete", "shop"))
                .isEqualTo(new Call(0, "Prepared query shop is deleted.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
    }

    @Test
    void whatIsFoundIsShown() {
        agent.answer(
                "/v1/query/shop/execute",
                "{\"Nodes\":[{\"Node\":{\"Node\":\"n1\",\"Address\":\"10.0.0.1\"},"
                        + "\"Service\":{\"ID\":\"web1\",\"Address\":\"\",\"Port\":80,\"Tags\":null}}]}");
        var call = Call.to(agent, "prepared-query", "execute", "shop", "--limit", "1");
        assertThat(call.out())
                .contains("n1")
                .contains("web1")
                .contains("10.0.0.1")
                .contains("80");
    }
}
