package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class KvTreeCommandsTest {
    private static final String EXPORTED = """
            [
            \t{
            \t\t"key": "a/b",
            \t\t"flags": 18446744073709551615,
            \t\t"value": "MQ=="
            \t},
            \t{
            \t\t"key": "a/e",
            \t\t"flags": 0,
            \t\t"value": ""
            \t}
            ]
            """;
    private static final String CHANGE = """
            {"Key":"a/b","Operation":"set","OldValue":"MQ==","Value":"Mg==","Flags":0,"Session":"","Index":844,
             "Time":"2026-11-21T04:00:00Z","By":"10.0.0.1"}""";

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
    void exportPrintsConsulsForm() {
        agent.answer("/v1/kv/a/", """
                [{"LockIndex":0,"Key":"a/b","Flags":18446744073709551615,"Value":"MQ==","CreateIndex":1,"ModifyIndex":2},
                 {"LockIndex":0,"Key":"a/e","Flags":0,"Value":null,"CreateIndex":1,"ModifyIndex":2}]""");
        assertThat(Call.to(agent, "kv", "export", "-consistent", "/a/")).isEqualTo(new Call(0, EXPORTED, ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv/a/?consistent&recurse");
        agent.answer("/v1/kv/", 404, "", Map.of());
        assertThat(Call.to(agent, "kv", "export")).isEqualTo(new Call(0, "[]\n", ""));
    }

    @Test
    void importSendsAllInOneRequestWhereTheAgentTakesIt(@TempDir Path directory) throws IOException {
        agent.answer("/v1/kv-import", "{\"Imported\":2}");
        var file = Files.writeString(directory.resolve("keys.json"), EXPORTED);
        assertThat(Call.to(agent, "kv", "import", "@" + file))
                .isEqualTo(new Call(0, "Imported: a/b\nImported: a/e\n", ""));
        assertThat(agent.asked()).hasSize(1);
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(Json.parse(agent.lastAsked().body())).isEqualTo(Json.parse(EXPORTED));
    }

    @Test
    void importPutsEachKeyWhereTheAgentKnowsNoImport() {
        agent.answer("/v1/kv-import", 404, "", Map.of())
                .answer("/v1/kv/x/a/b", "true")
                .answer("/v1/kv/x/a/e", "true");
        assertThat(Call.to(agent, "kv", "import", "--prefix=x/", EXPORTED).out())
                .isEqualTo("Imported: x/a/b\nImported: x/a/e\n");
        assertThat(agent.asked().get(1).target()).isEqualTo("/v1/kv/x/a/b?flags=18446744073709551615");
        assertThat(agent.asked().get(1).body()).isEqualTo("1");
        assertThat(agent.asked().get(2).body()).isEmpty();
    }

    @Test
    void importSaysHowFarItCame() {
        agent.answer("/v1/kv-import", 404, "", Map.of())
                .answer("/v1/kv/a/b", "true")
                .answer("/v1/kv/a/e", 500, "No cluster leader", Map.of());
        var call = Call.with(Map.of("CONSUL_HTTP_ADDR", agent.address()), EXPORTED, "kv", "import", "-");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("1 of 2 keys were imported, then: ", "No cluster leader");
    }

    @Test
    void importChecksAllBeforeItWritesAnything() {
        assertThat(Call.to(agent, "kv", "import", "nonsense").err()).contains("not JSON");
        assertThat(Call.to(agent, "kv", "import", "{}").err()).contains("not a list of keys");
        for (var bad : new String[] {
            "{\"key\":\"\"}",
            "{\"key\":\"a\",\"value\":\"?\"}",
            "{\"key\":\"a\",\"flags\":-1}",
            "{\"key\":\"a\",\"namespace\":\"team\"}",
            "7"
        }) {
            assertThat(Call.to(agent, "kv", "import", "[{\"key\":\"ok\"}," + bad + "]")
                            .code())
                    .as(bad)
                    .isEqualTo(1);
        }
        assertThat(agent.asked()).isEmpty();
        assertThat(Call.to(agent, "kv", "import").code()).isEqualTo(2);
        assertThat(Call.to(agent, "kv", "import", "@none").err()).contains("cannot be read");
    }

    @Test
    void historyShowsVersions() {
        agent.answer("/v1/kv-history/a/b", """
                [{"Operation":"delete","Value":null,"Flags":0,"Session":"","Index":9,"Time":"T2","By":""},
                 {"Operation":"set","Value":"/w==","Flags":7,"Session":"","Index":8,"Time":"T1","By":"10.0.0.1"}]""");
        assertThat(Call.to(agent, "kv", "history", "a/b").out()).isEqualTo("""
                        Index  Time  Operation  By        Flags  Value
                        9      T2    delete     -         0      -
                        8      T1    set        10.0.0.1  7      (1 bytes)
                        """);
        assertThat(Call.to(agent, "kv", "history", "a/b", "--format=json").out())
                .startsWith("[\n");
        agent.answer("/v1/kv-history/none", 404, "", Map.of());
        assertThat(Call.to(agent, "kv", "history", "none"))
                .isEqualTo(new Call(1, "", "engine: there is no history of the key: none.\n"));
        assertThat(Call.to(agent, "kv", "history").code()).isEqualTo(2);
    }

    @Test
    void changesAreShownUpToThePresent() {
        agent.answer("/v1/kv-changes/a/", 200, "[" + CHANGE + "]", Map.of("X-Consul-Index", "844"))
                .answer("/v1/kv-changes/a/", 200, "[]", Map.of("X-Consul-Index", "3"));
        assertThat(Call.to(agent, "kv", "changes", "--no-follow", "a/"))
                .isEqualTo(new Call(0, "2026-11-21T04:00:00Z  844  set  a/b  \"1\" -> \"2\"  by 10.0.0.1\n", ""));
        assertThat(agent.asked().stream().map(FakeAgent.Asked::target))
                .containsExactly("/v1/kv-changes/a/", "/v1/kv-changes/a/?index=844&wait=1ms");
    }

    @Test
    void changesAreFollowedOneJsonObjectALineUntilSomethingIsLost() {
        agent.answer("/v1/kv-changes/", 200, "[" + CHANGE + "," + CHANGE + "]", Map.of("X-Consul-Index", "844"))
                .answer("/v1/kv-changes/", 200, "[]", Map.of("X-Consul-Index", "844"))
                .answer("/v1/kv-changes/", 500, "No cluster leader", Map.of())
                .answer("/v1/kv-changes/", 200, "[" + CHANGE + "]", Map.of("X-Consul-Index", "845"))
                .answer("/v1/kv-changes/", 410, "The changes after index 845 are no longer kept.", Map.of());
        var call = Call.to(agent, "kv", "changes", "--json", "--index=800");
        assertThat(call.code()).isEqualTo(1);
        var line = JsonText.compact(Json.parse(CHANGE)) + "\n";
        assertThat(call.out()).isEqualTo(line + line + line);
        assertThat(call.err()).contains("Trying again", "no longer kept");
        assertThat(agent.asked().stream().map(FakeAgent.Asked::target))
                .startsWith(
                        "/v1/kv-changes/?index=800&wait=60000ms",
                        "/v1/kv-changes/?index=844&wait=60000ms",
                        "/v1/kv-changes/?index=844&wait=60000ms");
    }

    @Test
    void changesFromNowOnBeginAtThePresentIndex() {
        agent.answer("/v1/kv-changes/", 200, "[]", Map.of("X-Consul-Index", "900"))
                .answer("/v1/kv-changes/", 410, "gone", Map.of());
        Call.to(agent, "kv", "changes", "--new");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv-changes/?index=900&wait=60000ms");
        assertThat(Call.to(agent, "kv", "changes", "--new", "--index=7").code()).isEqualTo(2);
    }

    @Test
    void anAgentThatTellsNoChangesIsAFailure() {
        agent.answer("/v1/kv-changes/", 404, "", Map.of());
        assertThat(Call.to(agent, "kv", "changes").err()).contains("tells no changes of keys");
    }

    @Test
    void conflictsAreListedAndForgotten() {
        agent.answer("/v1/kv-conflicts/a/", """
                [{"Key":"a/b","Stamp":"7-1","Operation":"set","Value":"MQ==","Flags":0,"BasedOn":5,"Found":9,
                  "Time":"T1","By":"10.0.0.1"}]""");
        assertThat(Call.to(agent, "kv", "conflicts", "a/").out()).isEqualTo("""
                        Key  Stamp  Time  Operation  By        BasedOn  Found  Value
                        a/b  7-1    T1    set        10.0.0.1  5        9      "1"
                        """);
        agent.answer("/v1/kv-conflicts/", "[]");
        assertThat(Call.to(agent, "kv", "conflicts")).isEqualTo(new Call(0, "No conflicts.\n", ""));
        agent.answer("/v1/kv-conflicts/a/b", "true").answer("/v1/kv-conflicts/a/b", "false");
        assertThat(Call.to(agent, "kv", "conflicts", "--forget=7-1", "a/b").code())
                .isZero();
        assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/kv-conflicts/a/b?stamp=7-1");
        assertThat(Call.to(agent, "kv", "conflicts", "--forget=7-1", "a/b").err())
                .contains("no such write");
        assertThat(Call.to(agent, "kv", "conflicts", "--forget=7-1").code()).isEqualTo(2);
    }
}
