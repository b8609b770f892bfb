package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.config.KeptDefinition;
import engine.events.Trigger;
import engine.http.KeptTriggers.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TriggerSetTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Instant SINCE = Instant.ofEpochSecond(1_000);

    private static Trigger trigger(String name, String run) {
        return KeptDefinition.read("trigger." + name + " { on { event = e }, run = " + run + " }", TIMEOUT);
    }

    private static Kept kept(String name, String text) {
        return new Kept(name, 1, SINCE, SINCE, "n1", "", text);
    }

    private static Kept kept(String name) {
        return kept(name, "trigger." + name + " { on { event = e }, run = theirs }");
    }

    private static TriggerSet set(List<Trigger> own, List<String> allowed, Kept... kept) {
        return TriggerSet.of(own, new AllowList(allowed), TIMEOUT, List.of(kept));
    }

    @Test
    void ofTheClusterRunWhatIsPermittedForEventsSinceItIsThere() {
        var set = set(List.of(trigger("mine", "x")), List.of("deploy"), kept("deploy"), kept("reboot"));

        assertThat(set.triggers())
                .containsExactly(
                        trigger("mine", "x"), trigger("deploy", "theirs").since(SINCE));
        assertThat(set.report().permits()).containsExactly("deploy");
        assertThat(set.report().defines()).isEmpty();
    }

    @Test
    void nothingIsPermittedUnlessSaid() {
        assertThat(set(List.of(), List.of(), kept("deploy")).triggers()).isEmpty();
    }

    @Test
    void oneOfItsOwnGoesBeforeThatOfTheCluster() {
        var set = set(List.of(trigger("deploy", "mine")), List.of("*"), kept("deploy"));

        assertThat(set.triggers()).containsExactly(trigger("deploy", "mine"));
        assertThat(set.report().defines()).containsExactly("deploy");
    }

    @Test
    void whatCannotBeReadHereIsReportedAndHindersNoOther() {
        var set = set(
                List.of(),
                List.of("*"),
                kept("bad", "trigger.bad { on { moon = full }, run = x }"),
                kept("other", "trigger.deploy { on { event = e }, run = x }"),
                kept("deploy"));

        assertThat(set.triggers()).extracting(Trigger::name).containsExactly("deploy");
        assertThat(set.report().fails()).containsOnlyKeys("bad", "other");
        assertThat(set.report().fails().get("bad")).contains("moon");
        assertThat(set.report().fails().get("other")).isEqualTo("it defines trigger 'deploy'");
    }

    @Test
    void textsAreReadAsTheyWereWritten() {
        var kept = new Kept("a \"b\"", 3, SINCE, SINCE.plusNanos(5), "n1", "10.0.0.1", "trigger {\n # \u00e9\n}");
        var report = set(List.of(), List.of("*"), kept("a.b \"c\"", "")).report();

        assertThat(TriggerText.kept(TriggerText.of(kept))).isEqualTo(kept);
        assertThat(TriggerText.all("[" + TriggerText.of(kept) + "," + TriggerText.of(kept) + "]"))
                .containsExactly(kept, kept);
        assertThat(report.fails()).isNotEmpty();
        assertThat(TriggerText.report(TriggerText.of(report))).isEqualTo(report);
    }
}
