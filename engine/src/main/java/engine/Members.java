package engine;

import engine.cluster.ClusterView;
import engine.cluster.LivenessWatch;
import engine.http.Cluster.Server;
import engine.http.Member;
import engine.link.HostPort;
import engine.state.Key;
import engine.state.Published;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The agents of the datacenter, as a server knows them.
 *
 * @param logLeader {@code host:port} of the server that leads the log of keys and sessions: what existing clients know as the leader
 */
record Members(
        Published published, Supplier<ClusterView> view, Supplier<Optional<String>> logLeader, Majority majority) {
    /** The numbers of an agent's standing that existing clients know. */
    private static final int ALIVE = 1;

    private static final int LEFT = 3;
    private static final int FAILED = 4;

    Members(Published published, Supplier<ClusterView> view, Supplier<Optional<String>> logLeader) {
        this(published, view, logLeader, new Majority());
    }

    /** All of them, in order of their names. */
    List<Member> all() {
        var all = new ArrayList<Member>();
        for (var member : published.current().members().values()) {
            all.add(shown(member, status(member)));
        }
        return all;
    }

    Optional<Value.Member> find(String name) {
        return Optional.ofNullable(published.current().members().get(Key.fold(name)));
    }

    boolean alive(Value.Member member) {
        return status(member) == ALIVE;
    }

    /** Folded names of the agents that are alive, and have been where they are since before an instant. */
    Set<String> aliveSince(Instant instant) {
        return published.current().members().values().stream()
                .filter(member -> alive(member) && !member.since().isAfter(instant))
                .map(member -> Key.fold(member.name()))
                .collect(Collectors.toSet());
    }

    private int status(Value.Member member) {
        if (member.standing() == Standing.LEFT) {
            return LEFT;
        }
        var node = published.current().catalog().nodes().get(Key.fold(member.name()));
        var check = node == null ? null : node.checks().get(Key.fold(LivenessWatch.CHECK));
        return check != null && check.value().status().equals("passing") ? ALIVE : FAILED;
    }

    /** Servers that have not left. */
    List<Value.Member> servers() {
        return published.current().members().values().stream()
                .filter(member -> member.server() && member.standing() != Standing.LEFT)
                .toList();
    }

    /** Where their agent ports are. */
    List<HostPort> agentPorts() {
        return servers().stream()
                .map(server -> new HostPort(server.address(), server.agentPort()))
                .toList();
    }

    /** The same by the names of the servers, in their order. */
    Map<String, HostPort> agentPortsByName() {
        var ports = new LinkedHashMap<String, HostPort>();
        servers().forEach(server -> ports.put(server.name(), new HostPort(server.address(), server.agentPort())));
        return ports;
    }

    /** As existing clients see servers. */
    List<Server> shownServers() {
        var leader = leader();
        return servers().stream()
                .map(server -> new Server(
                        server.id(), server.name(), address(server), leader.equals(Optional.of(address(server))), true))
                .toList();
    }

    /** {@code host:port} of the server that leads; empty without a majority of the servers, and while one is elected. */
    Optional<String> leader() {
        return hasMajority() ? logLeader.get() : Optional.empty();
    }

    /** Whether a majority of the servers can be reached from here. */
    boolean hasMajority() {
        return majority.isThere(published.current().members(), view.get());
    }

    /** {@code host:port} of its traffic with servers. */
    static String address(Value.Member server) {
        return server.address() + ":" + server.serverPort();
    }

    /** As existing clients see it. */
    static Member shown(Value.Member member, int status) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("role", member.server() ? "consul" : "node");
        tags.put("dc", member.datacenter());
        tags.put("id", member.id());
        if (member.server()) {
            tags.put("port", Integer.toString(member.serverPort()));
        }
        tags.put("build", member.version());
        tags.put("vsn", "2");
        return new Member(member.name(), member.address(), member.agentPort(), tags, status);
    }
}
