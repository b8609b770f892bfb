package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventPurgeCommandTest {
    private static final String HISTORY = "/v1/event/history";

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
    void withoutYesWhatIsMeantIsCountedAndNothingIsDeleted() {
        agent.answer(HISTORY, "[{\"Event\":{\"ID\":\"id-1\"}}]");
        var call = Call.to(agent, "event", "purge", "--name", "deploy", "--before", "48h");
        assertThat(call)
                .isEqualTo(
                        new Call(1, "", "engine: nothing was deleted; 1 event is meant, run this again with --yes.\n"));
        assertThat(agent.lastAsked().method()).isEqualTo("GET");
        assertThat(agent.lastAsked().target()).isEqualTo(HISTORY + "?name=deploy&before=48h&limit=10000");
    }

    @Test
    void whatWentAndWhatStaysIsTold() {
        agent.answer(HISTORY, "{\"Purged\":12,\"Kept\":1}");
        var call = Call.to(agent, "event", "purge", "--after", "41", "--yes");
        assertThat(call).isEqualTo(new Call(0, "Deleted: 12 events. 1 event stays: it is not over.\n", ""));
        assertThat(agent.lastAsked().method()).isEqualTo("DELETE");
        assertThat(agent.lastAsked().target()).isEqualTo(HISTORY + "?after=41");
        Call.to(agent, "event", "purge", "--all", "--yes");
        assertThat(agent.lastAsked().target()).isEqualTo(HISTORY + "?all=true");
    }

    @Test
    void whatIsMeantHasToBeSaid() {
        assertThat(Call.to(agent, "event", "purge", "--yes").code()).isEqualTo(2);
        assertThat(Call.to(agent, "event", "purge", "--all", "--name", "x", "--yes")
                        .code())
                .isEqualTo(2);
        assertThat(Call.to(agent, "event", "purge", "--after", "x", "--yes").code())
                .isEqualTo(2);
        assertThat(agent.asked()).isEmpty();
    }
}
