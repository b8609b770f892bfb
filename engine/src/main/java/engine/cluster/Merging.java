package engine.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a server in a cluster does about servers that are in a cluster as well.
 *
 * <p>Both have each other as members: one cluster, also while they cannot reach each other. A settled member, in the same
 * incarnation, that does not have this one: it was removed, and starts anew. Two clusters that are strangers: the one
 * with fewer members within reach starts anew, at a tie the one whose smallest id is greater. Both must be so in several
 * rounds, since news takes its time.
 */
final class Merging {
    private Merging() {}

    /**
     * Whether one of {@code others} shows that this server is in the wrong cluster. News takes its time: this counts only
     * after {@link #rounds} rounds.
     */
    static boolean contradicted(ServerReport me, List<ServerReport> others) {
        return me.formed() && strongest(me, others).isPresent();
    }

    /** A settled member was known to all; of one that is weakly up others may hear late. */
    private static int rounds(ServerReport me) {
        return me.member(me).filter(ClusterMember::settled).isPresent() ? 3 : 10;
    }

    /** @param contradicted in how many rounds before this one, without a break, it was */
    static Decision decide(ServerReport me, List<ServerReport> others, int contradicted) {
        return strongest(me, others)
                .filter(_ -> contradicted + 1 >= rounds(me))
                .<Decision>map(other -> new Decision.Restart(
                        Formation.addresses(other, me), why(me, other).orElse("")))
                .orElseGet(Decision.Stay::new);
    }

    private static Optional<ServerReport> strongest(ServerReport me, List<ServerReport> others) {
        return leaving(me)
                ? Optional.empty()
                : others.stream()
                        .filter(ServerReport::formed)
                        .filter(other -> why(me, other).isPresent())
                        .max(strength());
    }

    private static boolean leaving(ServerReport me) {
        return me.member(me)
                .filter(member -> member.settled() || member.entering())
                .filter(member -> member.status() != ClusterMember.Status.LEAVING)
                .isEmpty();
    }

    /** Why this server has to go over to the cluster of another; empty when it has not. */
    private static Optional<String> why(ServerReport me, ServerReport other) {
        var mine = me.member(other);
        var theirs = other.member(me);
        if (mine.isPresent() && theirs.isPresent()) {
            return Optional.empty();
        }
        if (mine.filter(ClusterMember::settled).isPresent()) {
            return Optional.of(
                    "%s at %s has removed this server from the cluster".formatted(other.node(), other.agent()));
        }
        // With a member in common they hear of each other; who has removed the other there waits until it starts anew.
        if (theirs.filter(ClusterMember::settled).isPresent() || common(me, other)) {
            return Optional.empty();
        }
        return strength().compare(me, other) < 0
                ? Optional.of(
                        "there are two clusters of this datacenter, and that of %s at %s (%d servers) goes before this one (%d)"
                                .formatted(
                                        other.node(),
                                        other.agent(),
                                        other.strength().size(),
                                        me.strength().size()))
                : Optional.empty();
    }

    private static boolean common(ServerReport me, ServerReport other) {
        return me.members().stream()
                .filter(Merging::there)
                .anyMatch(mine -> other.members().stream()
                        .filter(Merging::there)
                        .anyMatch(theirs -> theirs.address().equals(mine.address()) && theirs.uid() == mine.uid()));
    }

    private static boolean there(ClusterMember member) {
        return member.status() == ClusterMember.Status.UP && member.reachable();
    }

    private static Comparator<ServerReport> strength() {
        return Comparator.<ServerReport>comparingInt(server -> server.strength().size())
                .thenComparing(Merging::smallestId, Comparator.reverseOrder())
                .thenComparing(ServerReport::id, Comparator.reverseOrder());
    }

    private static String smallestId(ServerReport server) {
        return server.strength().stream()
                .map(ClusterMember::id)
                .min(Comparator.naturalOrder())
                .orElse(server.id());
    }
}
