package engine.cluster;

import engine.state.Key;
import engine.state.PersistentSortedMap;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which agents are alive, as one server sees it.
 *
 * @param members all agents, by their folded names
 * @param view the cluster as it is seen from here
 * @param lost since when a server has not been up, by its folded name; absent for one that is
 * @param assumed which servers count as reachable though they are not seen: they may be on their way
 */
record Liveness(
        PersistentSortedMap<Value.Member> members,
        ClusterView view,
        Map<String, Instant> lost,
        Predicate<Value.Member> assumed) {
    /** Time that the client agents of a lost server have to attach to another. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Whether a server runs and can be reached from here. */
    static boolean up(Value.Member server, ClusterView view) {
        return server.standing() == Standing.ALIVE && view.reaches(address(server));
    }

    /** {@code host:port} of a server's traffic with servers. */
    static String address(Value.Member server) {
        return server.address() + ":" + server.serverPort();
    }

    private boolean isUp(Value.Member server) {
        return up(server, view) || (server.standing() == Standing.ALIVE && assumed.test(server));
    }

    /**
     * Whether it is doubtful that an agent has failed: another server says so than the one that it was at. It found the agent
     * silent after that had gone elsewhere, without knowing it, and will be contradicted in a moment.
     */
    static boolean isDoubtful(Value.@Nullable Member before, Value.Member now) {
        return now.standing() == Standing.FAILED
                && before != null
                && before.standing() == Standing.ALIVE
                && !before.via().equals(now.via());
    }

    boolean alive(Value.Member member, Instant now) {
        if (member.server()) {
            return isUp(member);
        }
        var server = members.get(Key.fold(member.via()));
        if (member.standing() != Standing.ALIVE || server == null) {
            return false;
        }
        var since = lost.getOrDefault(Key.fold(member.via()), now);
        return isUp(server) || now.isBefore(since.plus(GRACE));
    }

    /** Whether time alone will change something. */
    boolean waits(Instant now) {
        return lost.values().stream().anyMatch(since -> now.isBefore(since.plus(GRACE)));
    }
}
