package engine.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
     * @param id its node id
     * @param name its node name
     * @param lost when it was found unreachable by any member, by {@link System#nanoTime}: a clock that nobody sets; empty when
     *     it is not
     * @param reached whether this server itself reaches it: of two members whose link is broken both are unreachable for all, also
     *     for a third that has just learnt of it and reaches both
     */
    public record Member(
            String address,
            long uid,
            String id,
            String name,
            ClusterMember.Status status,
            OptionalLong lost,
            boolean reached) {
        boolean reachable() {
            return lost.isEmpty();
        }

        boolean takesPart() {
            return switch (status) {
                case UP, WEAKLY_UP, LEAVING -> true;
                case JOINING, EXITING, DOWN -> false;
            };
        }

        /** Equal to itself at another time, unless it takes part otherwise. */
        private Member timeless() {
            return new Member(address, uid, id, name, status, OptionalLong.empty(), reached);
        }

        ClusterMember at(long now) {
            var unreachable = lost.isPresent()
                    ? Optional.of(Duration.ofNanos(now - lost.getAsLong()))
                    : Optional.<Duration>empty();
            return new ClusterMember(address, uid, id, name, status, unreachable);
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
                        .anyMatch(member -> member.address().equals(address) && member.reached() && member.takesPart());
    }

    /** The members, with the time for which they have been unreachable. */
    public List<ClusterMember> members(long now) {
        return members.stream().map(member -> member.at(now)).toList();
    }

    /** The other servers that take part and can be reached. */
    public List<Member> others() {
        return members.stream()
                .filter(member -> !member.address().equals(self) && member.reached() && member.takesPart())
                .map(Member::timeless)
                .toList();
    }
}
