package engine;

import engine.http.Cluster;
import java.util.List;
import java.util.Optional;

/** The servers as HTTP sees them. */
record HttpCluster(Members members) implements Cluster {

    @Override
    public Optional<String> leader() {
        return members.leader();
    }

    @Override
    public List<Server> servers() {
        return members.shownServers();
    }
}
