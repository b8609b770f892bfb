package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventListCommandTest {
    private static final String HISTORY = """
            [{"Event":{"ID":"id-1","Name":"deploy","Payload":null},"FiredAt":"2026-11-20T12:00:00.123456789Z",
              "FiredBy":"web1","Nodes":3,"Runs":{"failed":1,"succeeded":2}},
             {"Event":{"ID":"id-2","Name":"re\\u001bload","Payload":null},"FiredAt":"2026-11-20T12:00:01Z",
              "FiredBy":"web2","Nodes":0,"Runs":{}}]""";

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent().answer("/v1/event/history", HISTORY);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void eventsAreATableForPeople() {
        assertThat(Call.to(agent, "event", "list")).isEqualTo(new Call(0, """
                        Time                      Event    ID    Fired By  Nodes  Runs
                        2026-11-20T12:00:00.123Z  deploy   id-1  web1      3      2 succeeded, 1 failed
                        2026-11-20T12:00:01Z      re?load  id-2  web2      0      -
                        """, ""));
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/event/history");
    }

    @Test
    void aSearchIsForTheAgentToDo() {
        Call.to(
                agent,
                "event",
                "list",
                "--name=deploy",
                "--since",
                "24h",
                "-node=web1",
                "--status",
                "failed",
                "--limit=5");
        assertThat(agent.lastAsked().target())
                .isEqualTo("/v1/event/history?name=deploy&since=24h&node=web1&status=failed&limit=5");
    }

    @Test
    void jsonIsTheAgentsAnswer() {
        var call = Call.to(agent, "event", "list", "--format", "json");
        assertThat(Fields.list(Json.parse(call.out()))).hasSize(2);
    }

    @Test
    void whatTheAgentRefusesIsTold() {
        agent.answer("/v1/event/history", 400, "Invalid since: it is a duration", Map.of());
        Call.to(agent, "event", "list");
        var call = Call.to(agent, "event", "list", "--since", "monday");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("Invalid since: it is a duration");
    }

    @Test
    void anEventNamedListIsFiredByItsOption() {
        agent.answer("/v1/event/fire/list", "{\"ID\":\"id-9\"}");
        assertThat(Call.to(agent, "event", "-name=list").out()).isEqualTo("Event ID: id-9\n");
    }

    @Test
    void helpAndCompletionKnowIt() {
        assertThat(Call.alone("event", "--help").out()).contains("Usage: engine event [OPTIONS] NAME");
        assertThat(Call.alone("event", "list", "--help").out()).contains("Usage: engine event list", "--since");
        assertThat(Call.alone("completion", "bash").out()).contains("--since").contains("timed-out");
    }
}
