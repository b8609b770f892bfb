package engine.link;

import java.util.Optional;

/** What an agent says of itself with every request to an agent port. */
public record Identity(String datacenter, String node, String nodeId, String version, Optional<ClusterSecret> secret) {}
