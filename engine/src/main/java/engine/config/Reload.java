package engine.config;

import java.util.ArrayList;
import java.util.List;

/** What a changed configuration needs. */
public final class Reload {

    private Reload() {}

    /**
     * One sentence for each setting that differs and only takes effect after a restart. Services, checks, triggers, the log
     * level, the answers of DNS and the limits of HTTP change while the agent runs.
     */
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
        found.compare("ports.http", before.ports().http(), after.ports().http());
        found.compare("ports.https", before.ports().https(), after.ports().https());
        found.compare("ports.dns", before.ports().dns(), after.ports().dns());
        found.compare("ports.server", before.ports().server(), after.ports().server());
        found.compare("ports.serf-lan", before.ports().serfLan(), after.ports().serfLan());
        found.compare("ports.serf-wan", before.ports().serfWan(), after.ports().serfWan());
        found.compare("start-join", before.join().start(), after.join().start());
        found.compare("retry-join", before.join().retry(), after.join().retry());
        found.compare(
                "retry-interval", before.join().retryInterval(), after.join().retryInterval());
        found.compare(
                "rejoin-after-leave",
                before.join().rejoinAfterLeave(),
                after.join().rejoinAfterLeave());
        found.compare(
                "enable-script-checks",
                before.scriptChecks().any(),
                after.scriptChecks().any());
        found.compare(
                "enable-local-script-checks",
                before.scriptChecks().local(),
                after.scriptChecks().local());
        found.compare("check-update-interval", before.checkUpdateInterval(), after.checkUpdateInterval());
        found.compare("check-output-max-size", before.checkOutputMaxSize(), after.checkOutputMaxSize());
        found.compare("log-file", before.log().file(), after.log().file());
        found.compare("log-json", before.log().json(), after.log().json());
        found.compare("events", before.events(), after.events());
        return List.copyOf(found.sentences);
    }

    private record Found(List<String> sentences) {
        void compare(String key, Object before, Object after) {
            if (!before.equals(after)) {
                sentences.add(key + " has changed and takes effect after a restart");
            }
        }
    }
}
