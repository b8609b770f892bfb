package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Pictures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CriticalServicesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Key.Service WEB = new Key.Service("ext", "web1");

    private final Pictures pictures = new Pictures();
    private final CriticalServices services = new CriticalServices();

    @BeforeEach
    void register() {
        pictures.put(new Key.Node("ext"), Records.node("ext", "10.0.0.9"));
        pictures.put(WEB, Records.service("ext", "web1", "web"));
    }

    private void check(String status, Instant since, Duration after) {
        var check = Records.check("ext", "c", status, Records.service("ext", "web1", "web"));
        pictures.put(new Key.Check("ext", "c"), check.since(since).deregisterAfter(after));
    }

    private Iterable<Key.Service> at(long minutes) {
        return services.expired(pictures.published().current().catalog(), START.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void aServiceGoesWhenItsCheckHasBeenCriticalForItsTime() {
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
        assertThat(at(60)).isEmpty();
        assertThat(at(71)).containsExactly(WEB);
    }

    @Test
    void whatIsFoundCriticalForLongHasASecondChance() {
        check("critical", START.minus(Duration.ofDays(1)), Duration.ofMinutes(30));
        assertThat(at(0)).isEmpty();
        assertThat(at(1)).containsExactly(WEB);
    }

    @Test
    void withoutATimeNothingGoes() {
        check("critical", START.minus(Duration.ofDays(1)), Duration.ZERO);
        assertThat(at(0)).isEmpty();
        assertThat(at(100)).isEmpty();
    }
}
