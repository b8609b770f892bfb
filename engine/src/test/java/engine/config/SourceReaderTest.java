package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import engine.events.Cron;
import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Trigger.Source.InstanceChange;
import engine.events.Trigger.Source.NodeChange;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourceReaderTest {

    private static Trigger trigger(String text) {
        var block =
                ConfigFactory.parseString("name = t, run = [x], " + text).root().unwrapped();
        return new TriggerReader(Duration.ofSeconds(60)).read(Fields.file(block));
    }

    private static Source source(String on) {
        return trigger("on { " + on + " }").on();
    }

    @Test
    void eachSourceIsReadWithAllItsParts() {
        assertThat(source("check { service = db, node = n, check = c, from = passing, to = critical, for = 30s }"))
                .isEqualTo(new Source.CheckStatus("db", "n", "c", "passing", "critical", Duration.ofSeconds(30)));
        assertThat(source("service { name = web, tag = v2, change = [come, go] }"))
                .isEqualTo(new Source.Instances("web", "v2", Set.of(InstanceChange.COME, InstanceChange.GO)));
        assertThat(source("kv { prefix = \"app/\", operation = [set, delete] }"))
                .isEqualTo(new Source.Keys("app/", true, Set.of("set", "delete")));
        assertThat(source("node { name = db1, change = fail }"))
                .isEqualTo(new Source.Nodes("db1", Set.of(NodeChange.FAIL)));
        assertThat(source("schedule { cron = \"0 3 * * *\", zone = Europe/Berlin }"))
                .isEqualTo(new Source.Schedule(new Cron("0 3 * * *"), ZoneId.of("Europe/Berlin")));
    }

    @Test
    void whatIsNotSaidMatchesAll() {
        assertThat(source("check {}")).isEqualTo(new Source.CheckStatus("", "", "", "", "", Duration.ZERO));
        assertThat(source("service = web")).isEqualTo(new Source.Instances("web", "", Set.of(InstanceChange.values())));
        assertThat(source("kv { key = a }")).isEqualTo(new Source.Keys("a", false, Set.of()));
        assertThat(source("kv { prefix = \"\" }")).isEqualTo(new Source.Keys("", true, Set.of()));
        assertThat(source("node {}")).isEqualTo(new Source.Nodes("", Set.of(NodeChange.values())));
        assertThat(source("schedule = \"@hourly\""))
                .isEqualTo(new Source.Schedule(new Cron("@hourly"), ZoneId.systemDefault()));
    }

    @Test
    void metadataAndOnceAreRead() {
        var trigger = trigger("on { event = e }, once = cluster, where { meta { zone = eu-1, rack = 7 } }");
        assertThat(trigger.once()).isEqualTo(Trigger.Once.CLUSTER);
        assertThat(trigger.where().meta()).isEqualTo(Map.of("zone", "eu-1", "rack", "7"));
        assertThat(trigger("on { event = e }, once = node").once()).isEqualTo(Trigger.Once.PER_NODE);
    }

    @Test
    void aTriggerThatWritesWhatItWaitsForIsRefused() {
        var put = "name = t, put { key = \"app/{{node}}\" }, on { kv { %s } }";
        assertThatThrownBy(() -> read(put.formatted("prefix = \"app/\"")))
                .hasMessage("trigger 't' writes what it waits for: it would run for ever");
        assertThatThrownBy(() -> read("name = t, put { key = a }, on { kv { key = a } }"))
                .hasMessageContaining("writes what it waits for");
        assertThat(read(put.formatted("prefix = \"apps/\"")).name()).isEqualTo("t");
        assertThat(read(put.formatted("key = \"app/\"")).name()).isEqualTo("t");
    }

    private static Trigger read(String text) {
        return new TriggerReader(Duration.ofSeconds(60))
                .read(Fields.file(ConfigFactory.parseString(text).root().unwrapped()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on {}                                            | needs to know what it waits for
            on { event = "" }                                | needs to know what it waits for
            on { event = a, kv { key = b } }                 | waits for event and kv
            on { key = a }                                   | key
            on { check { to = down } }                       | to is a status
            on { check { from = warning, to = warning } }    | the same status
            on { check { for = soon } }                      | a duration
            on { service { tag = a } }                       | needs the name of a service
            on { service { name = a, change = [stop] } }     | come, go, health
            on { kv {} }                                     | needs a key or a prefix
            on { kv { key = a, prefix = b } }                | needs a key or a prefix
            on { kv { key = a, operation = write } }         | operation is one or a list of
            on { node { change = die } }                     | fail, join, leave, return
            on { schedule = "61 * * * *" }                   | is no minute of a schedule
            on { schedule { cron = "@daily", zone = Mars } } | zone is the name of a time zone
            on { event = e }, once = twice                   | once is node or cluster
            """)
    void whatIsWrongIsToldInASentence(String text, String sentence) {
        assertThatThrownBy(() -> trigger(text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(sentence);
    }
}
