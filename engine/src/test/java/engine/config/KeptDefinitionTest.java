package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.events.Action;
import engine.events.Trigger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptDefinitionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(7);

    @Test
    void aTriggerAloneIsKeptAsItWasWritten() {
        var text = """
                # deploys
                trigger.deploy {
                  on { event = deploy }   # of the release job
                  run = [/bin/deploy]
                }
                """;

        var kept = KeptDefinition.all(text, TIMEOUT);

        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().text()).isEqualTo(text.strip());
        assertThat(kept.getFirst().trigger().name()).isEqualTo("deploy");
        assertThat(kept.getFirst().trigger().timeout()).isEqualTo(TIMEOUT);
    }

    @Test
    void ofSeveralEachIsATextOfItsOwnThatDefinesTheSame() {
        var kept = KeptDefinition.all("""
                trigger.b { on { event = e }, run = x, timeout = 2m } # last
                trigger {
                  "a.1" { on { event = e }, call { url = "http://127.0.0.1", headers { X = ${?NOT_SET_ANYWHERE} } } }
                }
                """, TIMEOUT);

        assertThat(kept).extracting(each -> each.trigger().name()).containsExactly("b", "a.1");
        for (var each : kept) {
            assertThat(KeptDefinition.read(each.text(), TIMEOUT)).isEqualTo(each.trigger());
        }
        assertThat(kept.getLast().text()).contains("${?NOT_SET_ANYWHERE}");
    }

    @Test
    void jsonIsTakenToo() {
        var kept = KeptDefinition.all("{\"trigger\":{\"d\":{\"on\":{\"event\":\"e\"},\"run\":\"x\"}}}", TIMEOUT);

        assertThat(kept).extracting(each -> each.trigger().name()).containsExactly("d");
    }

    /** The one who asks is told nothing of the server's environment; the agent that runs the trigger has its own. */
    @Test
    void variablesAreThoseOfTheAgentThatReadsIt() {
        var text = "trigger.d { on { event = e }, run = [sh, ${?PATH}] }";

        var kept = KeptDefinition.all(text, TIMEOUT).getFirst();

        assertThat(command(kept.trigger())).isEqualTo("[sh]");
        assertThat(command(KeptDefinition.read(kept.text(), TIMEOUT))).isEqualTo("[sh, " + System.getenv("PATH") + "]");
    }

    private static String command(Trigger trigger) {
        return trigger.action() instanceof Action.Program program
                ? program.command().toString()
                : "";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` ` | there is no trigger in it",
                "trigger {} | there is no trigger in it",
                "service { name = a } | definition:1: 'service' cannot be kept in the cluster",
                "trigger.d { on { event = e } } | definition:1: trigger 'd'",
                "trigger.d { on { event = e }, run = x, runn = y } | did you mean 'run'",
                "trigger.d { on { event = e }, run = x | definition:1:",
                "trigger.d { on { event = e }, run = ${SET_NOWHERE} } | ${?NAME}",
                "include \"other.conf\" | definition:1: nothing can be included here",
                "include file(\"/etc/passwd\") | nothing can be included here",
                "trigger = [ { name = a, on { event = e }, run = x }, { name = a, on { event = e }, run = x } ] | two triggers named 'a'",
                "trigger = [ { name = a, on { event = e }, run = x }, { name = b, on { event = e }, run = x } ] | blocks by name",
                "trigger { a { on { event = e }, run = x }, b { on { event = e }, run = ${trigger.a.run} } } | needs a variable",
                "trigger { a { on { event = e }, run = x }, b { on { event = e }, run = y, user = ${?trigger.a.run} } } | from elsewhere"
            })
    void whatCannotBeKeptIsToldInASentence(String text, String sentence) {
        assertThatThrownBy(() -> KeptDefinition.all(text, TIMEOUT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(sentence);
    }
}
