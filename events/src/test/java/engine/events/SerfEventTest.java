package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class SerfEventTest {

    private static Event event(String name) {
        return new Event("e1", name, ByteString.emptyByteString(), "", "", "", 7, Instant.EPOCH, "n1");
    }

    private static Trigger handler(boolean queries, String name) {
        return new Trigger(
                "h" + queries + name,
                new Trigger.Source.Handled(queries, name),
                Trigger.Where.ANYWHERE,
                List.of("x"),
                Duration.ofSeconds(1));
    }

    private static final Defined DEFINED = new Defined(
            List.of(handler(false, ""), handler(false, "deploy"), handler(true, ""), handler(true, "load")));

    private static List<String> handlersOf(String name) {
        return DEFINED.waitingFor(event(name)).stream().map(Trigger::name).toList();
    }

    @Test
    void handlersGetEventsOrQueriesOfOneNameOrAll() {
        assertThat(handlersOf("deploy")).containsExactlyInAnyOrder("hfalsedeploy", "hfalse");
        assertThat(handlersOf("load")).containsExactly("hfalse");
        assertThat(handlersOf("query:load")).containsExactlyInAnyOrder("htrueload", "htrue");
        assertThat(handlersOf("engine:exec")).isEmpty();
        assertThat(handler(true, "load").waitsFor(event("query:load"))).isTrue();
        assertThat(handler(true, "load").waitsFor(event("load"))).isFalse();
    }

    @Test
    void variablesAreThoseOfSerf() {
        assertThat(SerfEvent.variables(event("deploy")))
                .isEqualTo(Map.of("SERF_EVENT", "user", "SERF_USER_EVENT", "deploy", "SERF_USER_LTIME", "7"));
        assertThat(SerfEvent.variables(event("query:load")))
                .isEqualTo(Map.of("SERF_EVENT", "query", "SERF_QUERY_NAME", "load", "SERF_QUERY_LTIME", "7"));
    }

    @Test
    void aPayloadIsWholeLines() {
        assertThat(SerfEvent.input(ByteString.fromString("a")).utf8String()).isEqualTo("a\n");
        assertThat(SerfEvent.input(ByteString.fromString("a\n")).utf8String()).isEqualTo("a\n");
        assertThat(SerfEvent.input(ByteString.emptyByteString()).utf8String()).isEmpty();
    }

    @Test
    void aTriggerThatWasDefinedAfterAnEventIsNoneForIt() {
        var event = event("deploy");
        var trigger = new Trigger(
                "t",
                new Trigger.Source.UserEvent("deploy"),
                Trigger.Where.ANYWHERE,
                List.of("x"),
                Duration.ofSeconds(1));
        var node = new LocalNode() {
            @Override
            public String name() {
                return "n1";
            }

            @Override
            public List<Service> services() {
                return List.of();
            }
        };

        assertThat(Matching.of(event, List.of(trigger.since(Instant.EPOCH)), node, Instant.EPOCH))
                .isInstanceOf(Matching.Matched.class);
        assertThat(Matching.of(event, List.of(trigger.since(Instant.ofEpochSecond(5))), node, Instant.EPOCH))
                .isEqualTo(new Matching.Unmatched("trigger 't' was defined at 1970-01-01T00:00:05Z, after the event"));
    }
}
