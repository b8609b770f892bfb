package engine.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which unreachable servers are given up. Nobody gives up itself, and a side without a majority of the servers nobody: it
 * goes on alone and comes back.
 *
 * <p>Reached are the members that the failure detector reaches, and those that answer on their agent port and reach this one:
 * of two servers whose link is broken a third sees both as unreachable. A server of the cluster that waits here to come back
 * counts too: its old incarnation is dead for sure. More than half of the servers, also of {@code bootstrap-expect}, must be
 * reached.
 *
 * <p>While the cluster has never had as many servers as {@code bootstrap-expect}, those that are only being let in, or wait for
 * it, count for the latter as well, as in {@link Election}. Else one that dies while the first servers come in would never be given
 * up, and so nobody let in: who was let in before is half of {@code bootstrap-expect} or less. Of the servers that all had agreed on
 * more than half are still needed.
 *
 * <p>Given up is who has been unreachable for {@code dead-after}, or for a few seconds when somebody waits to be let in,
 * since members are let in and removed only when no other is unreachable. The server with the lowest address does it; each
 * next one only a few seconds later, in case the first cannot.
 */
final class Downing {

    /**
     * When.
     *
     * @param deadAfter how long a server may be unreachable
     * @param blockingAfter how long when it keeps another one out
     * @param takeover how much later each next server does what the one before it has not done
     */
    record Policy(Duration deadAfter, Duration blockingAfter, Duration takeover) {
        static Policy of(Duration deadAfter) {
            var seconds = Duration.ofSeconds(5);
            return new Policy(deadAfter, deadAfter.compareTo(seconds) < 0 ? deadAfter : seconds, seconds);
        }
    }

    private final ServerReport me;
    private final List<ServerReport> answers;
    private final List<ClusterMember> reached;
    private final Set<String> ids;

    private Downing(ServerReport me, List<ServerReport> answers) {
        this.me = me;
        this.answers = answers;
        this.reached = me.members().stream().filter(this::reached).toList();
        this.ids = reached.stream().map(ClusterMember::id).collect(Collectors.toSet());
    }

    /**
     * @param me this server as it answers itself
     * @param answers the answers of other servers
     * @return members to be given up now
     */
    static List<ClusterMember> decide(ServerReport me, List<ServerReport> answers, Policy policy) {
        var up = me.member(me).filter(member -> member.status() == ClusterMember.Status.UP);
        return me.formed() && up.isPresent() ? new Downing(me, answers).decide(policy) : List.of();
    }

    private List<ClusterMember> decide(Policy policy) {
        var entering = entering();
        if (!majority(entering)) {
            return List.of();
        }
        var after = (entering.isEmpty() ? policy.deadAfter() : policy.blockingAfter())
                .plus(policy.takeover().multipliedBy(rank()));
        var lost = me.members().stream()
                .filter(member -> member.settled() || member.entering())
                .filter(member -> member.unreachable()
                        .filter(time -> time.compareTo(after) >= 0)
                        .isPresent())
                .toList();
        var silent = lost.stream().filter(member -> !reached.contains(member)).toList();
        return silent.isEmpty()
                ? lost.stream().min(leastConnected()).map(List::of).orElseGet(List::of)
                : silent;
    }

    private boolean majority(Set<String> entering) {
        var servers = me.servers();
        var here = new HashSet<>(ids);
        entering.stream().filter(servers::contains).forEach(here::add);
        if (here.size() * 2 <= servers.size()) {
            return false;
        }
        if (me.known().ids().size() < me.expect()) {
            here.addAll(weaklyUp());
            here.addAll(waiting());
        }
        return here.size() * 2 > me.total();
    }

    private boolean reached(ClusterMember member) {
        return member.settled()
                && !disowned(member)
                && (member.reachable() || answer(member).isPresent());
    }

    /** Whether a member answers that this server is none: then it is this one that was given up. */
    private boolean disowned(ClusterMember member) {
        return answers.stream()
                .anyMatch(answer -> answer.formed()
                        && answer.address().equals(member.address())
                        && answer.uid() == member.uid()
                        && answer.member(me).isEmpty());
    }

    /** What a member that the failure detector does not reach answered, if it reaches this server itself. */
    private Optional<ServerReport> answer(ClusterMember member) {
        return answers.stream()
                .filter(answer ->
                        answer.formed() && answer.address().equals(member.address()) && answer.uid() == member.uid())
                .filter(answer ->
                        answer.member(me).filter(ClusterMember::reachable).isPresent())
                .findFirst();
    }

    /** Ids of the servers that want to be let in by a member on this side. */
    private Set<String> entering() {
        var entering = new HashSet<>(waiting());
        me.members().stream()
                .filter(member -> member.entering() && member.reachable())
                .forEach(member -> entering.add(member.id()));
        return entering;
    }

    /** Ids of the members that take part, though not all have agreed on them. One that is only joining may vote elsewhere. */
    private Set<String> weaklyUp() {
        return me.members().stream()
                .filter(member -> member.status() == ClusterMember.Status.WEAKLY_UP && member.reachable())
                .map(ClusterMember::id)
                .collect(Collectors.toSet());
    }

    /** Ids of the servers that are in no cluster and have chosen a member on this side. */
    private Set<String> waiting() {
        return answers.stream()
                .filter(answer -> answer.server()
                        && !answer.formed()
                        && answer.datacenter().equals(me.datacenter()))
                // Of a settled member such an answer is an old one.
                .filter(answer ->
                        me.member(answer).filter(ClusterMember::settled).isEmpty())
                .filter(answer -> ids.contains(answer.awaits()))
                .map(ServerReport::id)
                .collect(Collectors.toSet());
    }

    /** How many servers go before this one, also such that only others reach. */
    private int rank() {
        var seen = new HashSet<>(ids);
        answers.stream()
                .filter(answer -> ids.contains(answer.id()))
                .flatMap(answer -> answer.sees().stream())
                .forEach(peer -> seen.add(peer.id()));
        return (int) me.members().stream()
                .filter(member -> member.settled() && seen.contains(member.id()))
                .map(ClusterMember::address)
                .filter(address -> address.compareTo(me.address()) < 0)
                .distinct()
                .count();
    }

    /** Of servers that answer all the same, the one whose links are worst goes, and only one at a time. */
    private Comparator<ClusterMember> leastConnected() {
        return Comparator.<ClusterMember>comparingInt(member ->
                        answer(member).map(answer -> answer.sees().size()).orElse(0))
                .thenComparing(ClusterMember::address, Comparator.reverseOrder());
    }
}
