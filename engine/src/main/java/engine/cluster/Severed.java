package engine.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** A round of questions is over: whether connections are to be made anew. Who has removed this server is not meant. */
    boolean after(Self self, List<ServerReport> answers) {
        Set<String> answering = answers.stream()
                .filter(answer -> answer.members().stream()
                        .anyMatch(member ->
                                member.uid() == self.uid() && member.address().equals(self.address())))
                .map(ServerReport::address)
                .collect(Collectors.toSet());
        Set<String> severed = self.members().stream()
                .filter(member -> member.unreachable().isPresent() && answering.contains(member.address()))
                .map(ClusterMember::address)
                .collect(Collectors.toSet());
        rounds.keySet().retainAll(severed);
        severed.forEach(address -> rounds.merge(address, 1, Integer::sum));
        return rounds.values().stream().anyMatch(count -> count == FIRST || count % AGAIN == 0);
    }
}
