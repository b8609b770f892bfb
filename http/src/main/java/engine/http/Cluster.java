package engine.http;

import java.util.List;
import java.util.Optional;

/** The port to the servers of the datacenter. */
public interface Cluster {

    /** {@code host:port} of the leader; empty while there is none. */
    Optional<String> leader();

    /** The servers. */
    List<Server> servers();

    /** A server: node id and name, {@code host:port}, and its part. */
    record Server(String id, String node, String address, boolean leader, boolean voter) {}
}
