package engine.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Finds servers that answer at their agent ports and yet count as unreachable in the cluster. After a cut of some time TCP sends
 * again only once the time of the cut has passed again, up to two minutes (RFC 6298, 5.5): connections made anew work at once.
 */
final class Severed {
    /** By then one that was out of reach for a moment is reached again by itself. */
    private static final int FIRST = 2;
    /** Where new connections did not help something else is wrong; it is tried again, rarely. */
    private static final int AGAIN = 30;

    private final Map<String, Integer> rounds = new HashMap<>();

    /**
     * A round of questions is over: whether connections are to be made anew. Who has removed this server is not meant. Of two that
     * miss each other it is up to the one that misses more: one that was cut off need not disturb all the others.
     */
    boolean after(Self self, List<ServerReport> answers) {
        Map<String, ServerReport> answering = answers.stream()
                .filter(answer -> answer.members().stream()
                        .anyMatch(member ->
                                member.uid() == self.uid() && member.address().equals(self.address())))
                .collect(Collectors.toMap(ServerReport::address, answer -> answer, (one, _) -> one));
        var severed = self.members().stream()
                .filter(member -> member.unreachable().isPresent())
                .map(ClusterMember::address)
                .filter(answering::containsKey)
                .collect(Collectors.toSet());
        rounds.keySet().retainAll(severed);
        severed.forEach(address -> rounds.merge(address, 1, Integer::sum));
        return rounds.entrySet().stream()
                .anyMatch(entry -> entry.getValue() % AGAIN == 0
                        || (entry.getValue() == FIRST
                                && isUpToThisOne(self, Objects.requireNonNull(answering.get(entry.getKey())))));
    }

    private static boolean isUpToThisOne(Self self, ServerReport other) {
        var here = missing(self.members());
        var there = missing(other.members());
        return here == there ? self.address().compareTo(other.address()) < 0 : here > there;
    }

    private static long missing(List<ClusterMember> members) {
        return members.stream()
                .filter(member -> member.unreachable().isPresent())
                .count();
    }
}
