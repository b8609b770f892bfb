package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigSyntax;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReloadTest {

    private static final Settings BEFORE = settings("");

    @Test
    void nothingNeedsARestartWhereNothingHasChanged() {
        assertThat(Reload.needRestart(BEFORE, settings(""))).isEmpty();
    }

    @Test
    void whatChangesWhileTheAgentRunsNeedsNoRestart() {
        var after = settings("""
                service { name = a }, check { name = c, ttl = 1s }, trigger.t { on { event = e }, run = x }
                log-level = debug, dns-config { node-ttl = 5s, only-passing = true, soa { retry = 1 } }
                limits { kv-max-value-size = 1 KiB }, http-config { max-wait = 1h, access-log = text, idle-timeout = 1h, response-headers { A = b }, block-endpoints = ["/v1/kv/"] }, check-output-max-size = 10
                telemetry { statsd-address = "127.0.0.1:1", dogstatsd-addr = b, dogstatsd-tags = ["a:b"] }, disable-http-unprintable-char-filter = true
                events { max-payload = 1 KiB, trigger-timeout = 1s, ttl = 1h }, allow-triggers = ["deploy-*"], event-handlers = ["user:a=b"]
                """);

        assertThat(Reload.needRestart(BEFORE, after)).isEmpty();
        assertThat(Reload.applied(BEFORE, after)).isEqualTo(after);
    }

    @Test
    void everythingElseIsNamed() {
        var after = settings("""
                node-name = other, node-meta { a = b }, datacenter = dc2, domain = x, alt-domain = y, server = true
                bootstrap-expect = 1, bind-addr = "127.0.0.1"
                ports { http = 1, dns = 2 }, start-join = [a], retry-join = [a], retry-interval = 1s, retry-max = 1, rejoin-after-leave = true
                encrypt = "cg8StVXbQJ0gPvMd9o7yrg==", dead-after = 5s, reconnect-timeout = 8h, leave-on-terminate = false
                skip-leave-on-interrupt = true, snapshots { interval = 0s, retain = 1, dir = "/s" }, enable-script-checks = true, check-update-interval = 1m
                log-json = true, log-file = "/l", events { max-count = 5, output-max-size = 5, max-age = 1h, max-bytes = 1 MiB }, addresses { http = "127.0.0.2" }, unix-sockets { mode = "0600" }
                """);

        assertThat(Reload.needRestart(BEFORE, after))
                .allMatch(sentence -> sentence.endsWith(" has changed and takes effect after a restart"))
                .extracting(sentence -> sentence.substring(0, sentence.indexOf(' ')))
                .containsExactly(
                        "node-name",
                        "node-meta",
                        "datacenter",
                        "domain",
                        "alt-domain",
                        "server",
                        "bootstrap-expect",
                        "bind-addr",
                        "advertise-addr",
                        "addresses",
                        "unix-sockets",
                        "ports.http",
                        "ports.dns",
                        "start-join",
                        "retry-join",
                        "retry-interval",
                        "retry-max",
                        "rejoin-after-leave",
                        "encrypt",
                        "dead-after",
                        "reconnect-timeout",
                        "leave-on-terminate",
                        "skip-leave-on-interrupt",
                        "snapshots.interval",
                        "snapshots.retain",
                        "snapshots.dir",
                        "enable-script-checks",
                        "enable-local-script-checks",
                        "check-update-interval",
                        "log-file",
                        "log-json",
                        "events.max-count",
                        "events.output-max-size",
                        "events.max-age",
                        "events.max-bytes");
        assertThat(Reload.applied(BEFORE, after)).isEqualTo(BEFORE);
    }

    private static Settings settings(String text) {
        return Configuration.load(text, Path.of("x.conf"), ConfigSyntax.CONF, Given.BOX)
                .settings();
    }
}
