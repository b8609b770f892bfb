package engine;

import engine.http.Cluster;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.cluster.MemberStatus;

/**
 * The servers as HTTP sees them.
 *
 * @param self this server's id, name and address
 */
record HttpCluster(org.apache.pekko.cluster.Cluster cluster, Server self) implements Cluster {

    @Override
    public Optional<String> leader() {
        return cluster.selfMember().status().equals(MemberStatus.up()) ? Optional.of(self.address()) : Optional.empty();
    }

    @Override
    public List<Server> servers() {
        return List.of(self);
    }
}
