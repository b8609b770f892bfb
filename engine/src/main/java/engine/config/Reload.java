package engine.config;

import java.util.ArrayList;
import java.util.List;

/** What a changed configuration does to a running agent. */
public final class Reload {

    private Reload() {}

    /** One sentence for each setting that differs and only takes effect after a restart: all that {@link #applied} keeps. */
    public static List<String> needRestart(Settings before, Settings after) {
        var found = new Found(new ArrayList<>());
        found.compare("-dev", before.dev(), after.dev());
        found.compare("node-name", before.node().name(), after.node().name());
        found.compare("node-id", before.node().id(), after.node().id());
        found.compare("node-meta", before.node().meta(), after.node().meta());
        found.compare("datacenter", before.node().datacenter(), after.node().datacenter());
        found.compare(
                "disable-host-node-id", before.node().hostId(), after.node().hostId());
        found.compare("domain", before.dns().domain(), after.dns().domain());
        found.compare("alt-domain", before.dns().altDomain(), after.dns().altDomain());
        found.compare("server", before.server(), after.server());
        found.compare("bootstrap-expect", before.bootstrapExpect(), after.bootstrapExpect());
        found.compare("data-dir", before.dataDir(), after.dataDir());
        found.compare("pid-file", before.pidFile(), after.pidFile());
        found.compare("bind-addr", before.bindAddress(), after.bindAddress());
        found.compare("advertise-addr", before.advertiseAddress(), after.advertiseAddress());
        found.compare("client-addr", before.clientAddresses(), after.clientAddresses());
        found.compare("addresses", before.addresses(), after.addresses());
        found.compare(
                "unix-sockets",
                before.http().protocol().sockets(),
                after.http().protocol().sockets());
        found.compare("ports.http", before.ports().http(), after.ports().http());
        found.compare("ports.https", before.ports().https(), after.ports().https());
        found.compare("dns-config.tls", before.dns().tls(), after.dns().tls());
        found.compare("ports.dns", before.ports().dns(), after.ports().dns());
        found.compare("ports.server", before.ports().server(), after.ports().server());
        found.compare("ports.serf-lan", before.ports().serfLan(), after.ports().serfLan());
        found.compare("ports.serf-wan", before.ports().serfWan(), after.ports().serfWan());
        found.compare("start-join", before.join().start(), after.join().start());
        found.compare("retry-join", before.join().retry(), after.join().retry());
        found.compare(
                "retry-interval", before.join().retryInterval(), after.join().retryInterval());
        found.compare("retry-max", before.join().retryMax(), after.join().retryMax());
        found.compare(
                "rejoin-after-leave",
                before.join().rejoinAfterLeave(),
                after.join().rejoinAfterLeave());
        found.compare("encrypt", before.cluster().secret(), after.cluster().secret());
        found.compare(
                "dead-after", before.cluster().deadAfter(), after.cluster().deadAfter());
        found.compare(
                "reconnect-timeout",
                before.cluster().reconnectTimeout(),
                after.cluster().reconnectTimeout());
        found.compare(
                "leave-on-terminate",
                before.leaving().onTerminate(),
                after.leaving().onTerminate());
        found.compare(
                "skip-leave-on-interrupt",
                before.leaving().onInterrupt(),
                after.leaving().onInterrupt());
        found.compare(
                "snapshots.interval",
                before.snapshots().interval(),
                after.snapshots().interval());
        found.compare(
                "snapshots.retain",
                before.snapshots().retain(),
                after.snapshots().retain());
        found.compare(
                "snapshots.dir", before.snapshots().dir(), after.snapshots().dir());
        found.compare(
                "enable-script-checks",
                before.scriptChecks().any(),
                after.scriptChecks().any());
        found.compare(
                "enable-local-script-checks",
                before.scriptChecks().local(),
                after.scriptChecks().local());
        found.compare(
                "external-checks.probe",
                before.externalChecks().probe(),
                after.externalChecks().probe());
        found.compare(
                "external-checks.scripts",
                before.externalChecks().scripts(),
                after.externalChecks().scripts());
        found.compare("check-update-interval", before.checkUpdateInterval(), after.checkUpdateInterval());
        found.compare("log-file", before.log().file(), after.log().file());
        found.compare("log-json", before.log().json(), after.log().json());
        found.compare(
                "log-rotate-bytes", before.log().rotateBytes(), after.log().rotateBytes());
        found.compare(
                "log-rotate-duration",
                before.log().rotateDuration(),
                after.log().rotateDuration());
        found.compare(
                "log-rotate-max-files",
                before.log().rotateMaxFiles(),
                after.log().rotateMaxFiles());
        found.compare(
                "enable-debug", before.telemetry().debug(), after.telemetry().debug());
        found.compare(
                "events.max-count", before.events().maxCount(), after.events().maxCount());
        found.compare(
                "events.output-max-size",
                before.events().outputMaxSize(),
                after.events().outputMaxSize());
        found.compare("events.max-age", before.events().maxAge(), after.events().maxAge());
        found.compare(
                "events.max-bytes", before.events().maxBytes(), after.events().maxBytes());
        return List.copyOf(found.sentences);
    }

    /** {@code before} with all of {@code read} that can change while an agent runs. */
    public static Settings applied(Settings before, Settings read) {
        return new Settings(
                before.node(),
                before.dev(),
                before.server(),
                before.bootstrapExpect(),
                before.dataDir(),
                before.pidFile(),
                before.bindAddress(),
                before.advertiseAddress(),
                before.clientAddresses(),
                before.addresses(),
                before.ports(),
                before.join(),
                before.cluster(),
                before.leaving(),
                before.snapshots(),
                before.scriptChecks(),
                before.externalChecks(),
                before.checkUpdateInterval(),
                read.checkOutputMaxSize(),
                new Settings.Log(
                        read.log().level(),
                        before.log().file(),
                        before.log().json(),
                        before.log().rotateBytes(),
                        before.log().rotateDuration(),
                        before.log().rotateMaxFiles()),
                new Settings.Telemetry(
                        read.telemetry().prefix(),
                        read.telemetry().filter(),
                        read.telemetry().filterDefault(),
                        before.telemetry().debug(),
                        read.telemetry().statsd()),
                dns(before.dns(), read.dns()),
                http(before.http(), read.http()),
                new Settings.Events(
                        read.events().maxPayload(),
                        before.events().maxCount(),
                        before.events().outputMaxSize(),
                        read.events().triggerTimeout(),
                        before.events().maxAge(),
                        before.events().maxBytes(),
                        read.events().ttl()),
                read.services(),
                read.checks(),
                read.triggers(),
                read.allowTriggers(),
                read.eventHandlers());
    }

    /** The files of sockets stay as they were made. */
    private static Settings.Http http(Settings.Http before, Settings.Http read) {
        return new Settings.Http(
                read.kvMaxValueSize(),
                read.maxBodySize(),
                read.defaultWait(),
                read.maxWait(),
                read.txnMaxSize(),
                read.txnMaxOps(),
                read.sessionTtlMin(),
                read.maxConnectionsPerClient(),
                read.protocol().with(before.protocol().sockets()));
    }

    /** The names of the zone stay: resolvers are told to ask for them elsewhere. */
    private static Settings.Dns dns(Settings.Dns before, Settings.Dns read) {
        return new Settings.Dns(
                before.domain(),
                before.altDomain(),
                read.nodeTtl(),
                read.serviceTtl(),
                read.onlyPassing(),
                read.udpAnswerLimit(),
                read.aRecordLimit(),
                read.enableTruncate(),
                read.nodeMetaTxt(),
                read.soaRefresh(),
                read.soaRetry(),
                read.soaExpire(),
                read.soaMinTtl(),
                read.answers(),
                read.recursors(),
                before.tls(),
                read.freshness());
    }

    private record Found(List<String> sentences) {
        void compare(String key, Object before, Object after) {
            if (!before.equals(after)) {
                sentences.add(key + " has changed and takes effect after a restart");
            }
        }
    }
}
