package engine;

import engine.config.Settings;
import engine.http.LocalAgent;
import engine.local.LocalState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Snapshot;
import engine.state.Value;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an agent says of itself.
 *
 * @param id the node's UUID
 * @param serverPort port of the traffic between servers, as opened; 0 for a client agent
 * @param agentPort its agent port, as opened
 * @param started when
 * @param statistics of a server's state, or of where a client agent is attached; by name
 */
record Self(
        Settings settings,
        String id,
        int serverPort,
        int agentPort,
        Instant started,
        Supplier<Map<String, String>> statistics) {
    private static final int ALIVE = 1;
    /** Name and id of the service under which clients look for servers. */
    static final String SERVERS = "consul";

    /**
     * What the catalog has of the agent itself: the node's record, and for a server that it is a member, and the service under
     * which clients look for servers.
     */
    List<Op.Put> registration() {
        var node = settings.node();
        var address = settings.advertiseAddress();
        var tagged = new LinkedHashMap<String, String>();
        var family = address.indexOf(':') < 0 ? "ipv4" : "ipv6";
        tagged.put("lan", address);
        tagged.put("lan_" + family, address);
        tagged.put("wan", address);
        tagged.put("wan_" + family, address);
        var self = new Value.Node(id, node.name(), address, tagged, Designation.meta(settings));
        if (!settings.server()) {
            return List.of(new Op.Put(new Key.Node(node.name()), self));
        }
        var servers = new Value.Service(
                node.name(), SERVERS, SERVERS, List.of(), "", Map.of(), Map.of(), serverPort, 1, 1, false);
        return List.of(
                new Op.Put(new Key.Member(node.name()), member(Value.Standing.ALIVE, started)),
                new Op.Put(new Key.Node(node.name()), self),
                new Op.Put(new Key.Service(node.name(), SERVERS), servers));
    }

    /** This agent as the others know it. */
    Value.Member member(Value.Standing standing, Instant since) {
        return new Value.Member(
                settings.node().name(),
                id,
                settings.server(),
                settings.advertiseAddress(),
                agentPort,
                serverPort,
                Version.NUMBER,
                settings.node().datacenter(),
                standing,
                settings.node().name(),
                since);
    }

    /** @param logLevel the present one */
    LocalAgent.Self describe(LocalState local, String logLevel) {
        var node = settings.node();
        return new LocalAgent.Self(
                node.datacenter(),
                node.name(),
                id,
                settings.server(),
                Version.NUMBER,
                Members.shown(member(Value.Standing.ALIVE, started), ALIVE),
                node.meta(),
                shown(logLevel),
                statistics(local));
    }

    private Map<String, ?> shown(String logLevel) {
        var ports = settings.ports();
        var shown = new LinkedHashMap<String, Object>();
        shown.put("AdvertiseAddrLAN", settings.advertiseAddress());
        shown.put("BindAddr", settings.bindAddress());
        shown.put("ClientAddrs", settings.clientAddresses());
        shown.put("DNSDomain", settings.dns().domain());
        shown.put("DNSPort", ports.dns());
        shown.put("HTTPPort", ports.http());
        shown.put("ServerPort", ports.server());
        shown.put("SerfPortLAN", ports.serfLan());
        shown.put("DevMode", settings.dev());
        shown.put("EnableLocalScriptChecks", settings.scriptChecks().local());
        shown.put("EnableRemoteScriptChecks", settings.scriptChecks().any());
        shown.put("LogLevel", logLevel);
        return shown;
    }

    private Map<String, Map<String, String>> statistics(LocalState local) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var heap = Runtime.getRuntime();
        return Map.of(
                "agent",
                Map.of(
                        "checks", Integer.toString(local.checks().size()),
                        "services", Integer.toString(local.services().size())),
                "build",
                Map.of("version", Version.NUMBER),
                "consul",
                Map.of("server", Boolean.toString(settings.server())),
                "state",
                statistics.get(),
                "runtime",
                Map.of(
                        "cpus", Integer.toString(heap.availableProcessors()),
                        "heap_bytes", Long.toString(heap.totalMemory() - heap.freeMemory()),
                        "threads",
                                Integer.toString(
                                        ManagementFactory.getThreadMXBean().getThreadCount()),
                        "uptime_ms", Long.toString(runtime.getUptime()),
                        "version", Runtime.version().toString()));
    }

    /** Figures of a state. */
    static Map<String, String> statistics(Snapshot snapshot) {
        return Map.of(
                "index", Long.toString(snapshot.index()),
                "keys", Integer.toString(snapshot.kv().entries().size()),
                "nodes", Integer.toString(snapshot.catalog().nodes().size()),
                "events", Integer.toString(snapshot.events().order().size()),
                "members", Integer.toString(snapshot.members().size()));
    }
}
