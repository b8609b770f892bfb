package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import engine.events.Action;
import engine.events.QueuePolicy;
import engine.events.Template;
import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Trigger.Source.WatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WatchReaderTest {
    private final List<String> warnings = new ArrayList<>();
    private final WatchReader reader = new WatchReader(Duration.ofSeconds(60), (_, sentence) -> warnings.add(sentence));

    private Trigger watch(String json) {
        return reader.read(Fields.file(ConfigFactory.parseString(json).root().unwrapped()))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type = key, key = a b/c                      | KEY    | /v1/kv/a%20b/c
            type = keyprefix, prefix = "a/", stale = true | PREFIX | /v1/kv/a/?recurse&stale
            type = services, datacenter = dc2            | WHOLE  | /v1/catalog/services?dc=dc2
            type = nodes                                 | WHOLE  | /v1/catalog/nodes
            type = service, service = web                | WHOLE  | /v1/health/service/web
            type = service, service = w, tag = [a, b], passingonly = true | WHOLE | /v1/health/service/w?tag=a&tag=b&passing
            type = service, service = w, tag = a         | WHOLE  | /v1/health/service/w?tag=a
            type = checks                                | WHOLE  | /v1/health/state/any
            type = checks, state = critical              | WHOLE  | /v1/health/state/critical
            type = checks, service = web                 | WHOLE  | /v1/health/checks/web
            """)
    void eachTypeAsksWhatConsulAsks(String text, WatchType type, String path) {
        var trigger = watch(text + ", args = [/x]");
        assertThat(trigger.on()).isEqualTo(new Source.Watch(type, path));
        assertThat(trigger.queue()).isEqualTo(new QueuePolicy.Latest());
    }

    @Test
    void eventsAreHandedOverOneByOne() {
        var trigger = watch("type = event, name = deploy, args = [/x, y]");
        assertThat(trigger.on()).isEqualTo(new Source.WatchedEvents("deploy"));
        assertThat(trigger.queue()).isEqualTo(new QueuePolicy.Serial());
        assertThat(trigger.action()).isEqualTo(Action.Program.of(List.of("/x", "y")));
        assertThat(trigger.name()).isEqualTo("watch/event/deploy");
    }

    @Test
    void aHandlerInOneLineIsForTheShell() {
        var shell = Action.Program.of(List.of("/bin/sh", "-c", "a | b"));
        assertThat(watch("type = nodes, handler = a | b").action()).isEqualTo(shell);
        assertThat(watch("type = nodes, script = a | b").action()).isEqualTo(shell);
    }

    @Test
    void aCallHasItsOwnTimeoutAndHeaders() {
        var trigger = watch("""
                {"type": "key", "key": "a", "handler_type": "http", "http_handler_config": {
                  "path": "https://x/{{y}}", "method": "put", "timeout": "3s", "tls_skip_verify": true,
                  "header": {"A": ["1", "2"]}}}""");
        var call = (Action.Call) trigger.action();
        assertThat(trigger.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(call.method()).isEqualTo("PUT");
        assertThat(call.url()).isEqualTo(new Template(List.of(new Template.Part.Text("https://x/{{y}}"))));
        assertThat(call.headers().keySet()).containsExactlyInAnyOrder("Content-Type", "A");
        assertThat(call.headers().get("A")).hasSize(2);
        assertThat(warnings).containsExactly("tls_skip_verify has no effect: certificates are verified");
        assertThat(watch("type = key, key = a, handler_type = http, http_handler_config { path = \"http://x\" }")
                        .timeout())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void thoseThatLookAtTheSameAreNumbered() {
        assertThat(List.of(
                        watch("type = key, key = a, args = [x]").name(),
                        watch("type = key, key = a, args = [y]").name(),
                        watch("type = nodes, args = [y]").name()))
                .containsExactly("watch/key/a", "watch/key/a#2", "watch/nodes");
    }

    @Test
    void whatHasNoCounterpartIsIgnoredAndTold() {
        assertThat(reader.read(Fields.file(ConfigFactory.parseString("type = connect_roots, args = [x]")
                        .root()
                        .unwrapped())))
                .isEmpty();
        assertThat(warnings).containsExactly("this watch is ignored: type connect_roots has no counterpart here");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            args = [x]                                            | the type of a watch is
            type = keys, args = [x]                               | the type of a watch is
            type = key, args = [x]                                | needs key
            type = key, key = a                                   | needs args
            type = nodes, key = a, args = [x]                     | key is not for a watch of type nodes
            type = nodes, args = [x], handler = y                 | not both
            type = nodes, args = []                               | args is a list
            type = nodes, handler_type = http, args = [x]         | needs http_handler_config
            type = nodes, handler_type = smoke, args = [x]        | handler_type is script or http
            type = nodes, args = [x], http_handler_config { path = y } | needs args
            type = nodes, handler_type = http, http_handler_config { path = y } | needs a path
            type = checks, service = a, state = any, args = [x]   | not for both
            """)
    void whatIsWrongIsToldInASentence(String text, String sentence) {
        assertThatThrownBy(() -> watch(text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(sentence);
    }
}
