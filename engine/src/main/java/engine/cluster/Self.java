package engine.cluster;

import java.util.List;

/**
 * This server as its cluster system has it at the moment.
 *
 * @param datacenter the datacenter that it is configured for
 * @param node its node name
 * @param id its node id
 * @param version the program's version
 * @param agent host and port of its agent port, as others reach it
 * @param address host and port of its cluster system
 * @param uid which incarnation of the cluster system; another one after each restart of it
 * @param formed whether it is up or weakly up in a cluster
 * @param members all members that it knows of, itself among them; empty before it has joined
 * @param expect {@code bootstrap-expect}
 */
public record Self(
        String datacenter,
        String node,
        String id,
        String version,
        String agent,
        String address,
        long uid,
        boolean formed,
        List<ClusterMember> members,
        int expect) {
    public Self {
        members = List.copyOf(members);
    }

    ServerReport report(String awaits, KnownServers known, List<Peer> sees) {
        return new ServerReport(
                datacenter, node, id, version, true, agent, address, uid, formed, members, expect, awaits, known, sees);
    }
}
