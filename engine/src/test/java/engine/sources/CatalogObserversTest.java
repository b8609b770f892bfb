package engine.sources;

import static engine.sources.Observing.texts;
import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Cron;
import engine.events.Trigger.Source.InstanceChange;
import engine.events.Trigger.Source.Instances;
import engine.events.Trigger.Source.NodeChange;
import engine.events.Trigger.Source.Nodes;
import engine.events.Trigger.Source.Schedule;
import engine.events.Trigger.Source.Watch;
import engine.events.Trigger.Source.WatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances, agents, times and watches. */
final class CatalogObserversTest {

    private static String instance(String id, long created, String... statuses) {
        var checks = new StringBuilder();
        for (var status : statuses) {
            checks.append(checks.isEmpty() ? "" : ",").append("{'Status': '%s'}".formatted(status));
        }
        return "{'Node': {'Node': 'n1', 'Address': '10.0.0.1'}, 'Service': {'ID': '%s', 'Service': 'web', 'Address': '', 'Port': 80, 'CreateIndex': %d}, 'Checks': [%s]}"
                .formatted(id, created, checks);
    }

    private static String node(String name, String status) {
        return "{'Node': '%s', 'CheckID': 'serfHealth', 'Status': '%s'}".formatted(name, status);
    }

    private static Observing web(InstanceChange... changes) {
        return new Observing(InstanceObserver.of(new Instances("web", "", Set.of(changes))));
    }

    @Test
    void instancesComeGoAndChangeTheirHealth() {
        var web = web(InstanceChange.values());
        assertThat(web.sees("[" + instance("a", 5, "passing") + "]")).isEmpty();
        var came = web.sees("[" + instance("a", 5, "passing") + "," + instance("b", 6) + "]");
        assertThat(texts(came)).containsExactly("instance 'b' of service 'web' on n1: came");
        assertThat(came.getFirst().subject()).isEqualTo("service/web/n1/b/come/6");
        assertThat(came.getFirst().payload().utf8String())
                .isEqualTo(
                        "{\"Change\":\"come\",\"Service\":\"web\",\"ID\":\"b\",\"Node\":\"n1\",\"Address\":\"10.0.0.1\",\"Port\":80,\"From\":\"\",\"Status\":\"passing\"}");
        assertThat(texts(web.sees(
                        "[" + instance("a", 5, "passing", "critical", "warning") + "," + instance("b", 6) + "]")))
                .containsExactly("instance 'a' of service 'web' on n1: passing -> critical");
        var went = web.sees("[" + instance("b", 6) + "]");
        assertThat(texts(went)).containsExactly("instance 'a' of service 'web' on n1: went");
        assertThat(went.getFirst().subject()).isEqualTo("service/web/n1/a/go/5");
        assertThat(web.sees("[" + instance("b", 6) + "]")).isEmpty();
    }

    @Test
    void onlyTheWantedChangesOfInstancesAreNews() {
        var web = web(InstanceChange.GO);
        web.sees("[]");
        assertThat(web.sees("[" + instance("a", 5, "passing") + "]")).isEmpty();
        assertThat(web.sees("[" + instance("a", 5, "critical") + "]")).isEmpty();
        assertThat(web.sees("[]")).hasSize(1);
    }

    @Test
    void agentsJoinFailReturnAndLeave() {
        var all = new Observing(NodeObserver.of(new Nodes("", Set.of(NodeChange.values()))));
        assertThat(all.sees("[" + node("n1", "passing") + "," + node("n2", "critical") + "]"))
                .isEmpty();
        assertThat(texts(all.sees("[" + node("n1", "critical") + "," + node("n2", "passing") + ","
                        + node("n3", "passing") + "]")))
                .containsExactly("node n1 failed", "node n2 is back", "node n3 joined");
        assertThat(texts(all.sees("[" + node("n2", "passing") + "," + node("n3", "passing") + "]")))
                .containsExactly("node n1 left");
        assertThat(all.observer.question())
                .contains("/v1/health/state/any?filter=CheckID%20%3D%3D%20%22serfHealth%22&index=3&wait=60s");
    }

    @Test
    void ofOneAgentNoOtherIsNews() {
        var one = new Observing(NodeObserver.of(new Nodes("N1", Set.of(NodeChange.FAIL))));
        one.sees("[" + node("n1", "passing") + "," + node("n2", "passing") + "]");
        assertThat(texts(one.sees("[" + node("n1", "critical") + "," + node("n2", "critical") + "]")))
                .containsExactly("node n1 failed");
    }

    @Test
    void whatAServerLearnsAfterItsStartIsNoNews() {
        var web = new Observing(SettlingObserver.of(
                InstanceObserver.of(new Instances("web", "", Set.of(InstanceChange.values()))),
                Duration.ofSeconds(20)));
        web.sees(new Answer(200, "1", false, "[]"));
        for (var look = 0; look < 20; look++) {
            // The clock of a machine that has just started is set.
            web.now = web.now.minusSeconds(3_600);
            assertThat(web.sees("[]")).isEmpty();
        }
        assertThat(web.sees("[" + instance("a", 5, "passing") + "]")).isEmpty();
        assertThat(web.observer.pause()).isZero();
        assertThat(web.sees("[]")).hasSize(1);
    }

    @Test
    void whatCameWentOrChangedItsHealthOverARestartIsNews() {
        var wanted = new Instances("web", "", Set.of(InstanceChange.values()));
        var before = new Observing(InstanceObserver.of(wanted));
        before.sees("[" + instance("a", 5, "passing") + "," + instance("b", 6) + "," + instance("c", 7) + "]");
        var place = before.observer.position();
        var after = new Observing(InstanceObserver.of(wanted).goingOn(place));
        assertThat(after.observer.position()).isEqualTo(place);
        var news =
                after.sees("[" + instance("a", 5, "critical") + "," + instance("b", 6) + "," + instance("d", 9) + "]");
        assertThat(texts(news))
                .containsExactlyInAnyOrder(
                        "instance 'c' of service 'web' on n1: went",
                        "instance 'a' of service 'web' on n1: passing -> critical",
                        "instance 'd' of service 'web' on n1: came");
        assertThat(news.getFirst().payload().utf8String())
                .contains("\"ID\":\"c\",\"Node\":\"n1\",\"Address\":\"10.0.0.1\",\"Port\":80");
        assertThat(news.getFirst().subject()).isEqualTo("service/web/n1/c/go/7");
    }

    @Test
    void whichAgentsCameWentOrFailedOverARestartIsNews() {
        var wanted = new Nodes("", Set.of(NodeChange.values()));
        var before = new Observing(NodeObserver.of(wanted));
        before.sees("[" + node("n1", "passing") + "," + node("n2", "passing") + "," + node("n3", "critical") + "]");
        var after = new Observing(NodeObserver.of(wanted).goingOn(before.observer.position()));
        assertThat(texts(after.sees("[" + node("n1", "critical") + "," + node("n3", "passing") + ","
                        + node("n4", "passing") + "]")))
                .containsExactlyInAnyOrder("node n1 failed", "node n2 left", "node n3 is back", "node n4 joined");
    }

    @Test
    void anAgentThatIsBackLooksWhenTheOthersAreSeenToBe() {
        var wanted = new Nodes("", Set.of(NodeChange.values()));
        var before = new Observing(NodeObserver.of(wanted));
        before.sees("[" + node("n1", "passing") + "," + node("n2", "passing") + "]");
        var place = before.observer.position();
        var after = new Observing(
                SettlingObserver.of(NodeObserver.of(wanted), Duration.ZERO).goingOn(place));
        for (var look = 0; look < 20; look++) {
            assertThat(after.sees("[" + node("n1", "critical") + "]")).isEmpty();
            assertThat(after.observer.position()).isEqualTo(place);
        }
        assertThat(texts(after.sees("[" + node("n1", "passing") + "]"))).containsExactly("node n2 left");
        assertThat(after.observer.pause()).isZero();
    }

    @Test
    void aScheduleIsDueAtEachOfItsTimesOnce() {
        var hourly =
                new Observing(ScheduleObserver.from(new Schedule(new Cron("@hourly"), ZoneId.of("UTC")), Observing.T0));
        assertThat(hourly.observer.due()).contains(Observing.T0.plusSeconds(3_600));
        assertThat(hourly.passes(3_599)).isEmpty();
        var news = hourly.passes(1);
        assertThat(news).hasSize(1);
        assertThat(news.getFirst().at()).isEqualTo(Observing.T0.plusSeconds(3_600));
        assertThat(news.getFirst().subject()).isEqualTo("schedule/2030-01-01T01:00:00Z");
        assertThat(news.getFirst().variables()).containsEntry("ENGINE_SCHEDULE_TIME", "2030-01-01T01:00:00Z");
        assertThat(hourly.passes(0)).isEmpty();
        // The clock jumps over three of them.
        assertThat(hourly.passes(3 * 3_600 + 60)).hasSize(1);
        assertThat(hourly.observer.due()).contains(Instant.parse("2030-01-01T05:00:00Z"));
        // It goes back: what was is not again.
        assertThat(hourly.passes(-7_200)).isEmpty();
        assertThat(hourly.observer.due()).contains(Instant.parse("2030-01-01T05:00:00Z"));
    }

    @Test
    void aWatchHandsOverWhatIsOther() {
        var key = new Observing(WatchObserver.of(new Watch(WatchType.KEY, "/v1/kv/a")));
        assertThat(key.observer.question()).contains("/v1/kv/a?index=0&wait=60s");
        assertThat(key.sees(new Answer(404, "3", true, ""))).isEmpty();
        var entry =
                "[{'LockIndex': 0, 'Key': 'a', 'Flags': 18446744073709551615, 'Value': 'MQ==', 'CreateIndex': 4, 'ModifyIndex': 4}]";
        var news = key.sees(new Answer(200, "4", true, entry.replace('\'', '"')));
        assertThat(news.getFirst().payload().utf8String())
                .isEqualTo(
                        "{\"LockIndex\":0,\"Key\":\"a\",\"Flags\":18446744073709551615,\"Value\":\"MQ==\",\"CreateIndex\":4,\"ModifyIndex\":4,\"Session\":\"\"}\n");
        assertThat(news.getFirst().variables()).containsEntry("CONSUL_INDEX", "4");
        assertThat(key.sees(new Answer(200, "9", true, entry.replace('\'', '"'))))
                .isEmpty();
        assertThat(key.sees(new Answer(404, "10", true, ""))
                        .getFirst()
                        .payload()
                        .utf8String())
                .isEqualTo("null\n");
    }

    @Test
    void aWatchThatWasRestartedKnowsWhatItHandedOver() {
        var nodes = new Watch(WatchType.WHOLE, "/v1/catalog/nodes");
        var before = new Observing(WatchObserver.of(nodes));
        assertThat(before.sees("[{'Node': 'a'}]")).hasSize(1);
        var after = new Observing(WatchObserver.of(nodes).goingOn(before.observer.position()));
        assertThat(after.sees("[{'Node': 'a'}]")).isEmpty();
        assertThat(after.sees("[{'Node': 'b'}]")).hasSize(1);
    }
}
