package engine.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who follows the log, and levels of parts. */
final class MonitorsTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final Logger dns = CONTEXT.getLogger("engine.dns.Some");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Runnable> following = new ArrayList<>();
    private final Level before = CONTEXT.getLogger("engine").getLevel();

    @BeforeEach
    void begin() {
        Monitors.ofProcess().begin();
        Monitors.ofProcess().own(Level.INFO);
    }

    @AfterEach
    void end() {
        following.forEach(Runnable::run);
        Levels.ofProcess().set("dns", "default", Optional.empty());
        var root = CONTEXT.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender("monitors");
        CONTEXT.getLogger("engine").setLevel(before);
    }

    private void follow(String level, boolean json) {
        following.add(Monitors.ofProcess()
                .follow(level, json, lines::add, () -> lines.add("end"))
                .orElseThrow());
    }

    @Test
    void aFollowerHearsWhatIsBelowTheLevelOfTheLog() {
        dns.debug("not yet");
        follow("debug", false);
        dns.debug("quiet");
        dns.trace("too quiet");
        assertThat(lines).hasSize(1).first().asString().endsWith("DEBUG Some: quiet\n");

        following.removeFirst().run();
        dns.info("over");
        assertThat(lines).hasSize(1);
        assertThat(dns.isDebugEnabled()).isFalse();
    }

    @Test
    void aFollowerHearsAsMuchAsItAskedFor() {
        follow("warn", false);
        dns.info("less");
        dns.warn("enough");
        assertThat(lines).hasSize(1);
    }

    @Test
    void linesAreJsonWithTheKeysOfConsul() {
        follow("info", true);
        dns.info("say \"{}\"", "so\nand so");
        assertThat(lines)
                .first()
                .asString()
                .startsWith(
                        "{\"@level\":\"info\",\"@message\":\"say \\\"so\\nand so\\\"\",\"@module\":\"engine.dns.Some\",\"@timestamp\":\"20")
                .endsWith("\"}\n");
    }

    @Test
    void noMoreThanSomeFollowAtOnce() {
        for (var i = 0; i < Monitors.MOST; i++) {
            follow("info", false);
        }
        assertThat(Monitors.ofProcess().follow("info", false, lines::add, () -> {}))
                .isEmpty();
        assertThatThrownBy(() -> Monitors.ofProcess().follow("loud", false, lines::add, () -> {}))
                .hasMessage("Unknown log level: loud");
    }

    @Test
    void followersAreToldOfTheEnd() {
        follow("info", false);
        Monitors.ofProcess().close();
        assertThat(lines).containsExactly("end");
    }

    @Test
    void aPartIsLouderForAWhile() {
        Levels.ofProcess().set("dns", "debug", Optional.of(Duration.ofMillis(50)));
        assertThat(dns.isDebugEnabled()).isTrue();
        assertThat(Levels.ofProcess().set()).containsKey("dns");
        // A reload sets the level of the whole.
        Levels.ofProcess().apply();
        assertThat(dns.isDebugEnabled()).isTrue();
        assertThat(CONTEXT.getLogger("engine.http").isDebugEnabled()).isFalse();

        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (dns.isDebugEnabled() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(dns.isDebugEnabled()).isFalse();
        assertThat(Levels.ofProcess().set()).isEmpty();
    }

    @Test
    void aLaterLevelOutlivesTheEndOfAnEarlierOne() {
        Levels.ofProcess().set("dns", "debug", Optional.of(Duration.ofHours(1)));
        Levels.ofProcess().set("dns", "trace", Optional.empty());
        assertThat(dns.isTraceEnabled()).isTrue();
        assertThat(Levels.ofProcess().set().get("dns")).isEqualTo(new Levels.Set("trace", Optional.empty()));
    }

    @Test
    void whatIsNoPartIsRefusedWithAllThatAre() {
        assertThatThrownBy(() -> Levels.ofProcess().set("dsn", "debug", Optional.empty()))
                .hasMessageStartingWith("Unknown part: dsn; there are checks, cluster,");
    }
}
