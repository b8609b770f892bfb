package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings of this machine; where the system does not let this user ping, that must be what they say. */
class PingProbeTest {

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void thisMachineAnswers(String host) throws Exception {
        var result = run(host, Duration.ofSeconds(5));
        assumeThat(result.output()).doesNotContain("address family").doesNotContain("annot assign requested address");
        if (result.output().contains("may not ping")) {
            assertThat(result).isEqualTo(new Result(Status.CRITICAL, "ping " + host + ": " + IcmpEcho.NOT_PERMITTED));
        } else {
            assertThat(result.output()).matches("ping " + host + " \\(.*\\): answer after \\d+ ms");
            assertThat(result.status()).isEqualTo(Status.PASSING);
        }
    }

    @Test
    void anUnknownNameIsCritical() throws Exception {
        assertThat(run("no-such-host.invalid", Duration.ofSeconds(5)))
                .isEqualTo(new Result(
                        Status.CRITICAL,
                        "ping no-such-host.invalid: dial tcp: lookup no-such-host.invalid: no such host"));
    }

    @Test
    void whatIsNoHostIsRefused() {
        assertThatThrownBy(() -> new CheckSpec.Ping("a b")).hasMessage("a ping check needs a host, not 'a b'");
    }

    private Result run(String host, Duration timeout) throws Exception {
        var target = new CheckSpec.Ping(host);
        return new PingProbe(target, Definitions.of(target, timeout), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
