package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CriticalServicesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Key.Service WEB = new Key.Service("ext", "web1");

    private final Pictures pictures = new Pictures();
    private final CriticalServices services = new CriticalServices(Duration.ofSeconds(20));
    private long lookedAt;

    @BeforeEach
    void register() {
        pictures.put(new Key.Node("ext"), Records.node("ext", "10.0.0.9"));
        pictures.put(WEB, Records.service("ext", "web1", "web"));
    }

    private void check(String status, Instant since, Duration after) {
        var check = Records.check("ext", "c", status, Records.service("ext", "web1", "web"));
        pictures.put(new Key.Check("ext", "c"), check.since(since).deregisterAfter(after));
    }

    /** What is to go after that many minutes of a clock that nobody sets, at each of which it was looked. */
    private List<Key.Service> at(long minutes) {
        var gone = look(lookedAt);
        while (lookedAt < minutes * 60) {
            lookedAt += 10;
            gone = look(lookedAt);
        }
        return gone;
    }

    private List<Key.Service> look(long seconds) {
        return services.expired(pictures.published().current().catalog(), TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void aServiceGoesWhenItsCheckHasBeenSeenCriticalForItsTime() {
        check("critical", START, Duration.ofMinutes(30));
        assertThat(at(0)).isEmpty();
        assertThat(at(29)).isEmpty();
        assertThat(at(30)).containsExactly(WEB);
    }

    @Test
    void aCheckThatRecoversBeginsAnew() {
        check("critical", START, Duration.ofMinutes(30));
        assertThat(at(20)).isEmpty();
        check("passing", START.plusSeconds(1260), Duration.ofMinutes(30));
        assertThat(at(40)).isEmpty();
        check("critical", START.plusSeconds(2460), Duration.ofMinutes(30));
        assertThat(at(69)).isEmpty();
        assertThat(at(71)).containsExactly(WEB);
    }

    @Test
    void aCheckThatWasWellBetweenTwoLooksBeginsAnew() {
        check("critical", START, Duration.ofMinutes(30));
        assertThat(at(29)).isEmpty();
        check("critical", START.plusSeconds(1742), Duration.ofMinutes(30));
        assertThat(at(58)).isEmpty();
        assertThat(at(60)).containsExactly(WEB);
    }

    @Test
    void sinceWhenItIsSaidToBeSoDoesNotCount() {
        check("critical", START.minus(Duration.ofDays(3650)), Duration.ofMinutes(30));
        assertThat(at(29)).isEmpty();
        assertThat(at(30)).containsExactly(WEB);
    }

    @Test
    void timeInWhichNobodyLookedDoesNotCount() {
        check("critical", START, Duration.ofMinutes(30));
        assertThat(look(0)).isEmpty();
        assertThat(look(3600)).isEmpty();
        assertThat(look(3610)).isEmpty();
    }

    @Test
    void withoutATimeNothingGoes() {
        check("critical", START.minus(Duration.ofDays(1)), Duration.ZERO);
        assertThat(at(0)).isEmpty();
        assertThat(at(100)).isEmpty();
    }
}
