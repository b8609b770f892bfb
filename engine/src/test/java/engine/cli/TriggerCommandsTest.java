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

final class TriggerCommandsTest {
    private static final String TRIGGER = """
            {"Name":"deploy","Version":3,"AppliedAt":"2026-11-20T12:00:00.123456789Z","AppliedBy":"db1",
             "AppliedFrom":"10.0.0.1","Definition":"trigger.deploy {\\n  run = x\\n}",
             "Nodes":{"Run":["web1","web2"],"Refuse":["db1"],"Define":["web3"],"Fail":{"old1":"no such key"}}}""";

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
    void aFileIsAppliedAsItIs() throws IOException {
        agent.answer("/v1/event/trigger", "[" + TRIGGER + "]");
        var file = Files.writeString(dir.resolve("deploy.conf"), "trigger.deploy { run = x }\n");

        assertThat(Call.to(agent, "trigger", "apply", file.toString()))
                .isEqualTo(new Call(0, "Trigger deploy is kept, version 3.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("PUT");
        assertThat(agent.lastAsked().body()).isEqualTo("trigger.deploy { run = x }\n");
    }

    @Test
    void whatTheServerRefusesIsToldAndExitsWithOne() throws IOException {
        agent.answer("/v1/event/trigger", 400, "definition:1: no", Map.of());
        var file = Files.writeString(dir.resolve("deploy.conf"), "x");

        var call = Call.to(agent, "trigger", "apply", file.toString());

        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("definition:1: no (HTTP 400)");
        assertThat(Call.to(agent, "trigger", "apply", dir.resolve("none").toString())
                        .err())
                .contains("cannot be read");
        assertThat(Call.to(agent, "trigger", "apply").code()).isEqualTo(2);
    }

    @Test
    void theListSaysHowManyNodesTakeEachHow() {
        agent.answer("/v1/event/triggers", "[" + TRIGGER + "]");

        assertThat(Call.to(agent, "trigger", "list").out()).isEqualTo("""
                Trigger  Version  Applied At                Applied By  Run  Refuse  Own  Fail
                deploy   3        2026-11-20T12:00:00.123Z  db1         2    1       1    1
                """);
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/triggers?nodes");
    }

    @Test
    void whatIsShownCanBeAppliedAgain() {
        agent.answer("/v1/event/trigger/deploy", TRIGGER);

        assertThat(Call.to(agent, "trigger", "show", "deploy").out()).isEqualTo("""
                # Version 3, applied 2026-11-20T12:00:00.123Z by db1 (from 10.0.0.1).
                # Run by web1, web2.
                # Not permitted on db1.
                # Defined otherwise by the configuration of web3.
                # Cannot be run by old1: no such key.
                trigger.deploy {
                  run = x
                }
                """);
    }

    @Test
    void oneThatIsNotThereIsAFailure() {
        agent.answer("/v1/event/trigger/x", 404, "No trigger \"x\" is kept in the cluster.", Map.of());

        assertThat(Call.to(agent, "trigger", "delete", "x").code()).isEqualTo(1);
        assertThat(Call.to(agent, "trigger", "show", "x").code()).isEqualTo(1);
    }

    @Test
    void deletingSaysSo() {
        agent.answer("/v1/event/trigger/x", "true");

        assertThat(Call.to(agent, "trigger", "delete", "x")).isEqualTo(new Call(0, "Trigger x is deleted.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
    }
}
