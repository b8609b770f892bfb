package engine.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who of the servers that are in no cluster forms it.
 *
 * @param needed votes that it takes; 0 when nobody may
 * @param former the servers of the cluster that there was; none when there was none
 * @param voters servers that count, this one perhaps among them
 * @param candidate who should form it
 */
record Election(
        ServerReport me, int needed, KnownServers former, List<ServerReport> voters, Optional<ServerReport> candidate) {

    /** @param unformed servers that are in no cluster, this one among them */
    static Election of(ServerReport me, List<ServerReport> unformed) {
        var former = KnownServers.NONE;
        for (var server : unformed) {
            former = former.newer(server.known());
        }
        return former.none() ? first(me, unformed) : again(me, unformed, former);
    }

    private static Election first(ServerReport me, List<ServerReport> unformed) {
        return new Election(
                me,
                expected(unformed),
                KnownServers.NONE,
                unformed,
                lowest(unformed.stream().filter(server -> server.expect() > 0).toList()));
    }

    private static Election again(ServerReport me, List<ServerReport> unformed, KnownServers former) {
        var ids = former.ids();
        var members =
                unformed.stream().filter(server -> ids.contains(server.id())).toList();
        var expected = expected(members);
        // It broke off before all that were expected had come: those who never came make it whole.
        var voters = ids.size() < expected ? unformed : members;
        return new Election(me, Math.max(ids.size(), expected) / 2 + 1, former, voters, lowest(members));
    }

    private static int expected(List<ServerReport> servers) {
        return servers.stream().mapToInt(ServerReport::expect).max().orElse(0);
    }

    private static Optional<ServerReport> lowest(List<ServerReport> servers) {
        return servers.stream().min(Comparator.comparing(ServerReport::id));
    }

    /** Whether there are enough servers for one to be elected. */
    boolean enough() {
        return needed > 0 && voters.size() >= needed;
    }

    /** Either {@link Decision.FormAlone} or {@link Decision.Wait}. */
    Decision decision() {
        var awaits = candidate.map(ServerReport::id).orElse("");
        var mine = voters.contains(me) && awaits.equals(me.id()) ? 1 : 0;
        var votes = mine
                + voters.stream()
                        .filter(voter -> !voter.id().equals(me.id()))
                        .filter(voter -> voter.awaits().equals(me.id()))
                        .count();
        return mayForm() && needed > 0 && votes >= needed ? new Decision.FormAlone() : new Decision.Wait(awaits, why());
    }

    private boolean mayForm() {
        return former.none() ? me.expect() > 0 : former.ids().contains(me.id());
    }

    private String why() {
        if (needed == 0) {
            return "no cluster has answered, and bootstrap-expect is not set; waiting";
        }
        var found = "%d of %d %s servers found (%s)"
                .formatted(
                        voters.size(),
                        former.none() ? needed : Math.max(former.servers().size(), expected(voters)),
                        former.none() ? "expected" : "known",
                        names(voters));
        if (!former.none() && !former.ids().contains(me.id())) {
            return found + missing() + "; they have to form the cluster, of which this server was none; waiting";
        }
        if (enough()) {
            return found + "; waiting for " + candidate.map(ServerReport::node).orElse("one") + " to form the cluster";
        }
        return former.none() ? found + "; waiting" : found + missing() + "; " + needed + " are needed; waiting";
    }

    private String missing() {
        var there = voters.stream().map(ServerReport::id).collect(Collectors.toSet());
        var missing = former.servers().stream()
                .filter(peer -> !there.contains(peer.id()))
                .map(Peer::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return missing.isEmpty() ? "" : ", missing " + String.join(", ", missing);
    }

    private static String names(List<ServerReport> servers) {
        Set<String> names = servers.stream().map(ServerReport::node).collect(Collectors.toCollection(TreeSet::new));
        return String.join(", ", names);
    }
}
