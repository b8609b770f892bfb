package engine.cluster;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as this server sees it at one moment.
 *
 * @param self this server's address, {@code host:port}
 * @param uid of this server's present actor system: another one after each start
 * @param members in order of their addresses, this server included while it is one
 * @param leader address of the member that leads, by Pekko's rule; empty while there is none
 */
public record ClusterView(String self, long uid, List<Member> members, Optional<String> leader) {

    /**
     * A member.
     *
     * @param address {@code host:port} of the traffic between servers
     * @param status as Pekko names it: Joining, WeaklyUp, Up, Leaving, Exiting, Down, Removed
     */
    public record Member(String address, long uid, String status, boolean reachable) {
        boolean takesPart() {
            return status.equals("Up") || status.equals("WeaklyUp") || status.equals("Leaving");
        }
    }

    /** Alone and nowhere. */
    public static ClusterView none(String self, long uid) {
        return new ClusterView(self, uid, List.of(), Optional.empty());
    }

    /** Whether this server is a working member. */
    public boolean formed() {
        return members.stream()
                .anyMatch(member -> member.address().equals(self) && member.uid() == uid && member.takesPart());
    }

    /** Whether a server takes part and can be reached from here; this one always can. */
    public boolean reaches(String address) {
        return address.equals(self)
                || members.stream()
                        .anyMatch(
                                member -> member.address().equals(address) && member.reachable() && member.takesPart());
    }

    /** The other servers that take part and can be reached. */
    List<Member> others() {
        return members.stream()
                .filter(member -> !member.address().equals(self) && member.reachable() && member.takesPart())
                .toList();
    }
}
