package engine;

import engine.http.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * The servers as HTTP sees them.
 *
 * @param self this server's id, name and address
 */
record HttpCluster(ClusterNode cluster, Server self) implements Cluster {

    @Override
    public Optional<String> leader() {
        return cluster.view().formed() ? Optional.of(self.address()) : Optional.empty();
    }

    @Override
    public List<Server> servers() {
        return List.of(self);
    }
}
