package engine.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * How a server gets into a cluster and stays in one. No clock and no network: what it knows is what other servers answered.
 *
 * <p>Not in a cluster:
 * <ol>
 *   <li>A cluster that is there is joined: the one with a majority of its servers, then the largest. One that has lost its
 *       majority too: it lets servers in again when enough of them wait at its door (see {@link Downing}).
 *   <li>No cluster, and nobody has ever been in one: when {@code bootstrap-expect} servers found each other, the one with the
 *       lowest id forms it.
 *   <li>No cluster, but there was one: when a majority of its servers found each other (of the newest set that one of them
 *       kept on disk, and never fewer than {@code bootstrap-expect}), the one with the lowest id forms it. Servers that
 *       have never been in a cluster wait for them.
 * </ol>
 * Found each other means votes: each server says in its answers whom it would have form the cluster, one at a time, and
 * only who has the votes forms it. In a cluster: see {@link Merging}.
 */
final class Formation {

    private Formation() {}

    /**
     * @param me this server as it answers itself
     * @param answers the answers of the servers that answered of late, from whatever address
     * @param contradicted in how many rounds before this one, without a break, {@link #contradicted} was true
     * @param patient false when it has waited long to be let into the cluster that it joins
     */
    static Decision decide(ServerReport me, List<ServerReport> answers, int contradicted, boolean patient) {
        var others = others(me, answers);
        var refusal = Rivals.refusal(me, others);
        if (refusal.isPresent()) {
            return new Decision.Refused(refusal.get());
        }
        var fellows = fellows(me, others);
        if (me.formed()) {
            return Merging.decide(me, fellows, contradicted);
        }
        var decision = astray(me, fellows, patient, unformed(me, fellows, patient));
        return decision instanceof Decision.Wait && fellows.isEmpty()
                ? Rivals.foreign(me, others)
                        .<Decision>map(Decision.Refused::new)
                        .orElse(decision)
                : decision;
    }

    /** Whether an answer shows that this server is in the wrong cluster. */
    static boolean contradicted(ServerReport me, List<ServerReport> answers) {
        return Merging.contradicted(me, fellows(me, others(me, answers)));
    }

    private static List<ServerReport> fellows(ServerReport me, List<ServerReport> others) {
        return others.stream()
                .filter(other -> other.datacenter().equals(me.datacenter()))
                .filter(other -> !Rivals.rival(me, other))
                .toList();
    }

    /** Servers but this one, each once: of two answers of a server the one of the incarnation that is in a cluster. */
    private static List<ServerReport> others(ServerReport me, List<ServerReport> answers) {
        var byId = new LinkedHashMap<String, ServerReport>();
        for (var answer : answers) {
            var self = answer.id().equals(me.id()) && answer.address().equals(me.address());
            if (answer.server() && !self) {
                byId.merge(answer.id(), answer, (one, other) -> one.formed() ? one : other);
            }
        }
        return List.copyOf(byId.values());
    }

    private static Decision unformed(ServerReport me, List<ServerReport> others, boolean patient) {
        var cluster = others.stream()
                .filter(ServerReport::formed)
                .max(Comparator.comparing(ServerReport::majority)
                        .thenComparingInt(other -> other.strength().size())
                        .thenComparing(ServerReport::id, Comparator.reverseOrder()));
        var voters =
                new ArrayList<>(others.stream().filter(other -> !other.formed()).toList());
        voters.add(me);
        var election = Election.of(me, voters);
        if (cluster.isEmpty()) {
            return election.decision();
        }
        var into = cluster.get();
        var addresses = addresses(into, me);
        if (patient || into.majority() || !election.enough()) {
            return new Decision.Join(into.id(), addresses);
        }
        // A lost minority that cannot be entered must not keep the majority from going on.
        return switch (election.decision()) {
            case Decision.Wait(var awaits, var _) -> new Decision.Join(awaits, addresses);
            case Decision decided -> decided;
        };
    }

    /**
     * A cluster system that was let into a cluster can neither form nor join another one. When that cluster is gone, or has
     * removed it again, before it was taken up there, only a new one can.
     */
    private static Decision astray(ServerReport me, List<ServerReport> others, boolean patient, Decision decision) {
        var known = others.stream()
                .anyMatch(other -> other.formed() && me.member(other).isPresent());
        var wayIn = me.members().isEmpty()
                || (known && patient)
                || others.stream()
                        .anyMatch(other -> other.formed() && other.member(me).isPresent());
        var why = "the cluster that let this server in is gone, or has removed it";
        return switch (decision) {
            case Decision.FormAlone _ when !wayIn -> new Decision.Restart(List.of(), why);
            case Decision.Join(var _, var addresses) when !wayIn -> new Decision.Restart(addresses, why);
            default -> decision;
        };
    }

    /** Cluster systems by which one gets into the cluster of {@code into}. */
    static List<String> addresses(ServerReport into, ServerReport me) {
        var addresses = new ArrayList<String>();
        addresses.add(into.address());
        into.strength().stream()
                .filter(member -> member.status() == ClusterMember.Status.UP)
                .map(ClusterMember::address)
                .sorted()
                .filter(address -> !addresses.contains(address))
                .forEach(addresses::add);
        addresses.remove(me.address());
        return addresses;
    }
}
