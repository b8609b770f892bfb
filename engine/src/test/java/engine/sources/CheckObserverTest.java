package engine.sources;

import static engine.sources.Observing.texts;
import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Trigger.Source.CheckStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CheckObserverTest {

    private static Observing observing(String from, String to, int seconds) {
        return new Observing(CheckObserver.of(new CheckStatus("db", "", "", from, to, Duration.ofSeconds(seconds))));
    }

    private static String check(String status, long modified) {
        return "[{'Node': 'n1', 'CheckID': 'c', 'Name': 'C', 'Status': '%s', 'Output': 'o', 'ServiceID': 'db1', 'ServiceName': 'db', 'ModifyIndex': %d}]"
                .formatted(status, modified);
    }

    @Test
    void whatWasSoBeforeIsNoNews() {
        var db = observing("", "", 0);
        assertThat(db.sees(check("critical", 1))).isEmpty();
        assertThat(db.sees(check("critical", 2))).isEmpty();
    }

    @Test
    void aChangeIsToldWithAllThatBelongsToIt() {
        var db = observing("", "", 0);
        db.sees(check("passing", 1));
        var news = db.sees(check("critical", 7));
        assertThat(texts(news)).containsExactly("check 'c' of n1: passing -> critical");
        assertThat(news.getFirst().subject()).isEqualTo("check/n1/c/critical/7");
        assertThat(news.getFirst().blur()).isZero();
        assertThat(news.getFirst().variables())
                .containsEntry("ENGINE_CHECK_STATUS", "critical")
                .containsEntry("ENGINE_CHECK_FROM", "passing")
                .containsEntry("ENGINE_CHECK_NODE", "n1")
                .containsEntry("ENGINE_CHECK_CHECK_ID", "c");
        assertThat(news.getFirst().payload().utf8String())
                .isEqualTo(
                        "{\"Node\":\"n1\",\"CheckID\":\"c\",\"Name\":\"C\",\"ServiceID\":\"db1\",\"ServiceName\":\"db\",\"From\":\"passing\",\"Status\":\"critical\",\"Output\":\"o\"}");
    }

    @Test
    void onlyTheWantedChangeIsNews() {
        var db = observing("passing", "critical", 0);
        db.sees(check("passing", 1));
        assertThat(db.sees(check("warning", 2))).isEmpty();
        assertThat(db.sees(check("critical", 3))).isEmpty();
        assertThat(db.sees(check("passing", 4))).isEmpty();
        assertThat(db.sees(check("critical", 5))).hasSize(1);
    }

    @Test
    void aCheckThatIsNewHasNoStatusBefore() {
        var db = observing("", "critical", 0);
        db.sees("[]");
        assertThat(db.sees(check("critical", 1))).isEmpty();
    }

    @Test
    void whatMustHoldIsNewsWhenItHasHeld() {
        var db = observing("", "critical", 30);
        db.sees(check("passing", 1));
        assertThat(db.sees(check("critical", 2))).isEmpty();
        assertThat(db.observer.due()).contains(Observing.T0.plusSeconds(30));
        assertThat(db.passes(29)).isEmpty();
        assertThat(db.sees(check("critical", 3))).isEmpty();
        assertThat(db.passes(1)).hasSize(1);
        assertThat(db.observer.due()).isEmpty();
        assertThat(db.passes(60)).isEmpty();
    }

    @Test
    void whatDoesNotHoldIsNoNews() {
        var db = observing("", "critical", 30);
        db.sees(check("passing", 1));
        db.sees(check("critical", 2));
        db.passes(20);
        db.sees(check("passing", 3));
        assertThat(db.observer.due()).isEmpty();
        db.sees(check("critical", 4));
        assertThat(db.passes(20)).isEmpty();
        assertThat(db.passes(10)).hasSize(1);
    }

    @Test
    void whatGoesMeanwhileIsNoNews() {
        var db = observing("", "critical", 30);
        db.sees(check("passing", 1));
        db.sees(check("critical", 2));
        db.sees("[]");
        assertThat(db.passes(60)).isEmpty();
    }

    @Test
    void aServerThatIsBehindDoesNotTurnTimeBack() {
        var db = observing("", "", 0);
        db.sees(check("passing", 1));
        assertThat(db.sees(check("critical", 5))).hasSize(1);
        assertThat(db.sees(check("passing", 1))).isEmpty();
        assertThat(db.sees(check("critical", 5))).isEmpty();
        assertThat(db.sees(check("passing", 6))).hasSize(1);
    }

    @Test
    void whatEachServerSeesForItselfIsTheSameWithinATime() {
        var all = new Observing(CheckObserver.of(new CheckStatus("", "", "serfHealth", "", "", Duration.ZERO)));
        all.sees("[{'Node': 'n1', 'CheckID': 'serfHealth', 'Status': 'passing', 'ModifyIndex': 9}]");
        var news = all.sees("[{'Node': 'n1', 'CheckID': 'serfHealth', 'Status': 'critical', 'ModifyIndex': 3}]");
        assertThat(news).hasSize(1);
        assertThat(news.getFirst().blur()).isEqualTo(Sighting.BLUR);
        assertThat(news.getFirst().subject()).isEqualTo("check/n1/serfHealth/critical");
    }

    @Test
    void anIndexThatGoesBackBeginsAnew() {
        var db = observing("", "", 0);
        db.sees(new Answer(200, "50", true, "[]"));
        assertThat(db.observer.question()).contains("/v1/health/checks/db?index=50&wait=60s");
        db.sees(new Answer(200, "7", true, "[]"));
        assertThat(db.observer.question()).contains("/v1/health/checks/db");
    }
}
