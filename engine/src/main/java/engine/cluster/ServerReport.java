package engine.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an agent answers to {@code GET /cluster} on its agent port.
 *
 * @param datacenter the datacenter that it is configured for
 * @param node its node name
 * @param id its node id
 * @param version its program's version
 * @param server false for a client agent, of which nothing below says anything
 * @param agent host and port of its agent port, as others reach it
 * @param address host and port of its cluster system
 * @param uid which incarnation of that address
 * @param formed whether it is up or weakly up in a cluster
 * @param members all members that it knows of, itself among them
 * @param expect its {@code bootstrap-expect}
 * @param awaits its vote while it has not formed: id of the server that it would have form a cluster, or let it into one
 * @param known the servers of the cluster that it is or was in; empty for one that has never been in one
 * @param sees the servers that answered it of late
 */
public record ServerReport(
        String datacenter,
        String node,
        String id,
        String version,
        boolean server,
        String agent,
        String address,
        long uid,
        boolean formed,
        List<ClusterMember> members,
        int expect,
        String awaits,
        KnownServers known,
        List<Peer> sees) {
    public ServerReport {
        members = List.copyOf(members);
        sees = List.copyOf(sees);
    }

    /** What a client agent answers: who it is, and which servers it knows. */
    public static ServerReport ofClient(
            String datacenter, String node, String id, String version, String agent, List<Peer> sees) {
        return new ServerReport(
                datacenter, node, id, version, false, agent, "", 0, false, List.of(), 0, "", KnownServers.NONE, sees);
    }

    Peer peer() {
        return new Peer(id, node, agent);
    }

    boolean sameIncarnation(ServerReport other) {
        return id.equals(other.id) && address.equals(other.address) && uid == other.uid;
    }

    /** The entry of exactly this incarnation of another server among the members, unless it is given up. */
    Optional<ClusterMember> member(ServerReport other) {
        return members.stream()
                .filter(member -> member.address().equals(other.address) && member.uid() == other.uid)
                .filter(member -> member.status() != ClusterMember.Status.DOWN)
                .findFirst();
    }

    /** Whether both have each other among their members. */
    boolean mutual(ServerReport other) {
        return member(other).isPresent() && other.member(this).isPresent();
    }

    /** Ids of the servers that a majority is a majority of: agreed-on members, also those given up but not yet removed. */
    Set<String> servers() {
        return members.stream()
                .filter(member -> member.settled() || member.status() == ClusterMember.Status.DOWN)
                .map(ClusterMember::id)
                .collect(Collectors.toSet());
    }

    /** How many servers there are for a majority: never fewer than were configured. */
    int total() {
        return Math.max(expect, servers().size());
    }

    /** Whether the cluster that it is in has a majority of its servers on this side. */
    boolean majority() {
        var reached = members.stream()
                .filter(member -> member.settled() && member.reachable())
                .map(ClusterMember::id)
                .distinct()
                .count();
        return reached * 2 > total();
    }

    /** Members that take part and can be reached. */
    List<ClusterMember> strength() {
        return members.stream()
                .filter(member -> member.active() && member.reachable())
                .toList();
    }
}
