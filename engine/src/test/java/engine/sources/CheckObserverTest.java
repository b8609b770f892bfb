package engine.sources;

import static engine.sources.Observing.texts;
import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Trigger.Source.CheckStatus;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    private static Observing restarted(Observing before, CheckStatus wanted) {
        return new Observing(CheckObserver.of(wanted).goingOn(before.observer.position()));
    }

    @Test
    void whatChangedOverARestartIsNewsAndWhatChangedBackIsNot() {
        var wanted = new CheckStatus("db", "", "", "", "", Duration.ZERO);
        var before = new Observing(CheckObserver.of(wanted));
        before.sees(check("warning", 1));
        before.sees(check("passing", 7));

        assertThat(restarted(before, wanted).sees(check("passing", 30))).isEmpty();
        var after = restarted(before, wanted);
        // The servers were set up anew: their index counts from the beginning.
        assertThat(texts(after.sees(check("critical", 3)))).containsExactly("check 'c' of n1: passing -> critical");
        assertThat(after.sees(check("critical", 3))).isEmpty();
        assertThat(restarted(after, wanted).sees(check("critical", 3))).isEmpty();
    }

    @Test
    void aCheckThatCameOrWentOverARestartIsNoNews() {
        var wanted = new CheckStatus("db", "", "", "", "", Duration.ZERO);
        var before = new Observing(CheckObserver.of(wanted));
        before.sees("[]");
        var after = restarted(before, wanted);
        assertThat(after.sees(check("critical", 3))).isEmpty();
        assertThat(restarted(after, wanted).sees("[]")).isEmpty();
    }

    @Test
    void whatHadNotHeldForLongEnoughHoldsAnewAfterARestart() {
        var wanted = new CheckStatus("db", "", "", "", "critical", Duration.ofSeconds(30));
        var before = new Observing(CheckObserver.of(wanted));
        before.sees(check("passing", 1));
        before.sees(check("critical", 2));
        before.passes(20);

        var after = restarted(before, wanted);
        assertThat(after.sees(check("critical", 2))).isEmpty();
        assertThat(after.passes(29)).isEmpty();
        assertThat(after.passes(1)).hasSize(1);
        assertThat(restarted(after, wanted).sees(check("critical", 2))).isEmpty();
        assertThat(restarted(after, wanted).passes(60)).isEmpty();
    }

    @Test
    void outputAloneMovesNoPlace() {
        var db = observing("", "", 0);
        db.sees(check("passing", 1));
        var place = db.observer.position();
        db.sees(check("passing", 2));
        assertThat(db.observer.position()).isEqualTo(place);
        db.sees(check("critical", 3));
        assertThat(db.observer.position()).isNotEqualTo(place);
    }

    @Test
    void thePlaceOfVeryManyChecksIsNotKept() {
        assertThat(many(Seen.LIMIT).observer.position()).hasSizeBetween(1, Seen.LIMIT * 40);
        var more = many(Seen.LIMIT + 1);
        assertThat(more.observer.position()).isEmpty();
        assertThat(more.sees(checks(Seen.LIMIT + 1, "critical"))).hasSize(Seen.LIMIT + 1);
    }

    private static Observing many(int count) {
        var db = observing("", "", 0);
        db.sees(checks(count, "passing"));
        return db;
    }

    private static String checks(int count, String status) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{'Node': 'node-%d', 'CheckID': 'c', 'Status': '%s', 'ModifyIndex': 1}".formatted(i, status))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
