package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import engine.events.Action;
import engine.events.Debounce;
import engine.events.QueuePolicy;
import engine.events.Retry;
import engine.events.Template;
import engine.events.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TriggerReaderTest {

    private static Trigger read(String keys) {
        var block = ConfigFactory.parseString("name = t, on { event = deploy }\n" + keys)
                .root()
                .unwrapped();
        return new TriggerReader(Duration.ofSeconds(60)).read(Fields.file(block));
    }

    @Test
    void aTriggerThatSaysLittleRunsItsProgramOnceOneAfterAnother() {
        assertThat(read("run = [/bin/true]"))
                .isEqualTo(new Trigger(
                        "t",
                        new Trigger.Source.UserEvent("deploy"),
                        Trigger.Where.ANYWHERE,
                        List.of("/bin/true"),
                        Duration.ofSeconds(60)));
    }

    @Test
    void aProgramHasAUserADirectoryVariablesAndNiceness() {
        assertThat(read("run = [a, b], user = app, directory = /opt, environment { A = 1, b_C = x }, nice = -5")
                        .action())
                .isEqualTo(new Action.Program(List.of("a", "b"), Map.of("A", "1", "b_C", "x"), "app", "/opt", -5));
    }

    @Test
    void aCallSaysWhatToSendAndWhatToExpect() {
        var trigger = read("""
                call {
                  url = "https://chat.example/{{node}}"
                  method = PUT
                  headers { Title = "{{name}}", Accept = [a, b] }
                  body = "{{json payload}}"
                  timeout = 3s
                  expect = [200, 204]
                }
                timeout = 9s
                """);
        assertThat(trigger.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(trigger.action())
                .isEqualTo(new Action.Call(
                        "PUT",
                        Template.ofUrl("https://chat.example/{{node}}"),
                        Map.of(
                                "Title", List.of(Template.of("{{name}}")),
                                "Accept", List.of(Template.of("a"), Template.of("b"))),
                        Template.of("{{json payload}}"),
                        Set.of(200, 204)));
    }

    @Test
    void aCallPostsThePayloadUnlessItSaysOtherwise() {
        var call = (Action.Call) read("call { url = \"http://a/\" }").action();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.body()).isEqualTo(Template.PAYLOAD);
        assertThat(((Action.Call) read("call { url = \"http://a/\", method = GET }")
                                .action())
                        .body())
                .isEqualTo(Template.EMPTY);
    }

    @Test
    void keysAndEventsGetThePayloadUnlessTheySayOtherwise() {
        assertThat(read("put { key = \"v/{{node}}\" }").action())
                .isEqualTo(new Action.Put(Template.of("v/{{node}}"), Template.PAYLOAD));
        assertThat(read("put { key = v, value = \"\" }").action())
                .isEqualTo(new Action.Put(Template.of("v"), Template.EMPTY));
        assertThat(read("fire { event = deployed, payload = \"{{id}}\" }").action())
                .isEqualTo(new Action.Fire("deployed", Template.of("{{id}}")));
    }

    @Test
    void queuesAreNamed() {
        assertThat(read("run = a, queue = latest").queue()).isEqualTo(new QueuePolicy.Latest());
        assertThat(read("run = a, queue = parallel 4").queue()).isEqualTo(new QueuePolicy.Parallel(4));
        assertThat(read("run = a, queue = skip-while-running").queue()).isEqualTo(new QueuePolicy.SkipWhileRunning());
    }

    @Test
    void waitsAndRepetitionsHaveDefaults() {
        assertThat(read("run = a, quiet = 2s").debounce())
                .contains(new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(20)));
        assertThat(read("run = a, quiet = 2s, period = 30s").debounce())
                .contains(new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(30)));
        assertThat(read("run = a, retry { attempts = 3 }").retry())
                .isEqualTo(new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30)));
        assertThat(read("run = a, retry { attempts = 3, backoff = 1m }").retry())
                .isEqualTo(new Retry(3, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        assertThat(read("run = a, on-crash = rerun").onCrash()).isEqualTo(Trigger.OnCrash.RERUN);
        assertThat(read("run = a, retries = 0").retry()).isEqualTo(Retry.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "where {} | trigger 't' needs something to do:",
                "run = a, put { key = b } | trigger 't' has run and put: a trigger does one thing; make a trigger of each",
                "call { url = \"http://a\" }, user = b | user is for run, and trigger 't' has call",
                "run = a, nice = 20 | nice must be -20 to 19, not 20",
                "run = a, directory = opt | directory must begin at the root, such as /opt/app",
                "run = a, environment { \"A=B\" = c } | 'A=B' cannot be a variable of the environment",
                "run = a, environment { ENGINE_NODE = c } | ENGINE_NODE cannot be set:",
                "run = a, queue = fifo | queue is serial, latest, skip-while-running or parallel with a number",
                "run = a, queue = parallel 0 | queue is serial, latest, skip-while-running or parallel with a number",
                "run = a, quiet = 0s | quiet must be more than 0s and at most 24h",
                "run = a, quiet = 2s, period = 1s | period must not be shorter than quiet",
                "run = a, period = 1s | period is the longest wait for quiet",
                "run = a, retry { backoff = 1s } | retry needs attempts, 1 to 100",
                "run = a, retry { attempts = 101 } | retry needs attempts, 1 to 100",
                "run = a, retry { attempts = 2, backoff = 2s, max-backoff = 1s } | max-backoff must not be shorter",
                "run = a, retries = 2 | to repeat a failed run write retry { attempts = 3 }",
                "run = a, on-crash = again | on-crash is report or rerun",
                "call { url = \"ftp://a\" } | call needs a url that begins with http:// or https:// and a host",
                "call { url = \"http://{{payload\" } | '{{' begins a variable",
                "call { url = \"http:///a\" } | call needs a url that begins with http:// or https:// and a host",
                "call { url = \"http://a\", method = \"GET x\" } | method must be one such as GET or POST",
                "call { url = \"http://a\", expect = [999] } | expect is a list of status codes, such as [200, 204]",
                "call { url = \"http://a\", body = \"{{x}}\" } | {{x}} is no variable",
                "call { url = \"http://a\", headers { B = \"{{x}}\" } } | {{x}} is no variable",
                "put { value = a } | put needs a key:",
                "fire { payload = a } | fire needs an event with a name of 1 to 256 bytes",
                "fire = deployed | fire must be a block"
            })
    void whatCannotBeIsToldInASentence(String keys, String sentence) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(sentence);
    }
}
