package engine.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Servers that cannot be in one cluster with this one: of the same name, or with a copy of its id. The one that is in a
 * cluster stays, then the one that was in one, then the one with the lower id; the others are refused.
 */
final class Rivals {
    private static final Comparator<ServerReport> CLAIM = Comparator.comparing(ServerReport::formed)
            .thenComparing(server -> !server.known().none())
            .thenComparing(ServerReport::id, Comparator.reverseOrder())
            .thenComparing(ServerReport::address, Comparator.reverseOrder());

    private Rivals() {}

    static boolean rival(ServerReport me, ServerReport other) {
        return other.id().equals(me.id()) || Peer.sameName(other.node(), me.node());
    }

    /** Why this server must stay out; empty when it need not. */
    static Optional<String> refusal(ServerReport me, List<ServerReport> others) {
        var here = others.stream()
                .filter(other -> other.datacenter().equals(me.datacenter()))
                .toList();
        for (var other : here) {
            if (rival(me, other) && CLAIM.compare(other, me) > 0) {
                return Optional.of(
                        other.id().equals(me.id())
                                ? copied(me, other.node() + " at " + other.agent())
                                : taken(me, other.agent(), other.id()));
            }
        }
        if (me.formed()) {
            return Optional.empty();
        }
        return here.stream()
                .filter(ServerReport::formed)
                .flatMap(other -> other.strength().stream())
                .filter(member -> !member.id().equals(me.id()) && Peer.sameName(member.name(), me.node()))
                // What was a member at this server's own address is dead.
                .filter(member -> !member.address().equals(me.address()))
                .findFirst()
                .map(member -> taken(me, member.address(), member.id()));
    }

    /** Why a server of another datacenter cannot be joined; empty when there is none. */
    static Optional<String> foreign(ServerReport me, List<ServerReport> others) {
        return others.stream()
                .filter(other -> !other.datacenter().equals(me.datacenter()))
                .findFirst()
                .map(other ->
                        "the server %s at %s is of datacenter \"%s\", this one of \"%s\": correct datacenter or retry-join"
                                .formatted(other.node(), other.agent(), other.datacenter(), me.datacenter()));
    }

    private static String taken(ServerReport me, String address, String id) {
        return "the node name \"%s\" is taken by the server at %s (id %s, this one has %s): give one of them another node-name"
                .formatted(me.node(), address, id, me.id());
    }

    private static String copied(ServerReport me, String other) {
        return "the server %s has the node id %s too: the data directory was copied; remove node-id from this one"
                .formatted(other, me.id());
    }
}
