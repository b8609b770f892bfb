package engine.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The servers of the cluster that this one is or was in, dead ones too until they are forgotten. After a restart a majority of
 * them is needed to form it again.
 *
 * @param version grows with each change of who they are, and beyond any that a member was seen to have: of two sets the one
 *     with the greater version is newer; 0 for none
 * @param servers in the order of their ids
 */
public record KnownServers(long version, List<Peer> servers) {
    /** More than any cluster has; what lies beyond is not taken. */
    static final int MAX = 100;

    /** Never been in a cluster. */
    public static final KnownServers NONE = new KnownServers(0, List.of());

    public KnownServers {
        servers = servers.stream().sorted(Comparator.comparing(Peer::id)).toList();
    }

    boolean none() {
        return servers.isEmpty();
    }

    Set<String> ids() {
        return servers.stream().map(Peer::id).collect(Collectors.toSet());
    }

    /** The newer of two sets; of two with the same version all that are in either. */
    KnownServers newer(KnownServers other) {
        if (version != other.version) {
            return version > other.version ? this : other;
        }
        var all = byId();
        other.servers.forEach(peer -> all.putIfAbsent(peer.id(), peer));
        return all.size() == servers.size() ? this : new KnownServers(version, List.copyOf(all.values()));
    }

    /**
     * The set as it is for a server in a cluster: the newest that any of its members has, and all members.
     *
     * @param me this server, formed
     * @param fellows answers of servers that are in the same cluster
     */
    KnownServers in(ServerReport me, List<ServerReport> fellows) {
        var newest = this;
        for (var fellow : fellows) {
            newest = newest.newer(fellow.known());
        }
        var all = newest.byId();
        for (var member : me.members()) {
            if (member.status() == ClusterMember.Status.UP && !member.id().isEmpty() && all.size() < MAX) {
                var agent = agent(member, me, fellows)
                        .or(() -> Optional.ofNullable(all.get(member.id())).map(Peer::agent))
                        .orElse("");
                all.put(member.id(), new Peer(member.id(), member.name(), agent));
            }
        }
        // A member that came with a new id under a name has taken the place of the one that had it.
        var members = me.members().stream().map(ClusterMember::id).collect(Collectors.toSet());
        all.values()
                .removeIf(peer -> !members.contains(peer.id())
                        && me.members().stream().anyMatch(member -> Peer.sameName(member.name(), peer.name())));
        var version = all.keySet().equals(newest.ids()) ? newest.version : newest.version + 1;
        return new KnownServers(version, List.copyOf(all.values()));
    }

    private static Optional<String> agent(ClusterMember member, ServerReport me, List<ServerReport> fellows) {
        if (member.id().equals(me.id())) {
            return Optional.of(me.agent());
        }
        return fellows.stream()
                .filter(fellow -> fellow.id().equals(member.id()))
                .map(ServerReport::agent)
                .findFirst();
    }

    /** Without one that has left, was forced out, or has been away for too long. */
    KnownServers without(String id) {
        var all = byId();
        return all.remove(id) == null ? this : new KnownServers(version + 1, List.copyOf(all.values()));
    }

    private TreeMap<String, Peer> byId() {
        var all = new TreeMap<String, Peer>();
        servers.forEach(peer -> all.put(peer.id(), peer));
        return all;
    }
}
