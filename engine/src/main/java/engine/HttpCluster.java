package engine;

import engine.http.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The servers as HTTP sees them.
 *
 * @param votes whether the one with an id takes part in decisions about keys and sessions
 */
record HttpCluster(Members members, Predicate<String> votes) implements Cluster {

    @Override
    public Optional<String> leader() {
        return members.leader();
    }

    @Override
    public List<Server> servers() {
        return members.shownServers().stream()
                .map(server -> new Server(
                        server.id(), server.node(), server.address(), server.leader(), votes.test(server.id())))
                .toList();
    }
}
