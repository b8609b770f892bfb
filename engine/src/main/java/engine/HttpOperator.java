package engine;

import engine.cluster.ClusterView;
import engine.http.Context;
import engine.http.Operator;
import engine.http.Refusal;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * The servers, as an operator repairs them.
 *
 * @param votes whether the one with an id takes part in decisions about keys and sessions
 * @param recovered so many servers are lost for good: those that are left are to go on without them
 */
record HttpOperator(
        Members members,
        Supplier<ClusterView> cluster,
        Predicate<String> votes,
        Removal removal,
        IntFunction<CompletionStage<Done>> recovered)
        implements Operator {

    @Override
    public List<Peer> peers() {
        var leader = members.leader();
        var view = cluster.get();
        var now = Instant.now();
        return members.published().current().members().values().stream()
                .filter(Value.Member::server)
                .map(server -> {
                    var address = Members.address(server);
                    var left = server.standing() == Standing.LEFT;
                    var member = view.members().stream()
                            .filter(known -> known.address().equals(address))
                            .findFirst();
                    var reached = view.reaches(address) && server.standing() == Standing.ALIVE;
                    var status = left
                            ? Status.LEFT
                            : reached ? Status.ALIVE : member.isPresent() ? Status.UNREACHABLE : Status.FAILED;
                    var lost = member.filter(known -> known.lost().isPresent())
                            .map(known -> now.minusNanos(
                                    System.nanoTime() - known.lost().getAsLong()))
                            .orElse(server.since());
                    return new Peer(
                            server.id(),
                            server.name(),
                            address,
                            status,
                            leader.filter(address::equals).isPresent(),
                            !left && votes.test(server.id()),
                            server.version(),
                            reached ? now : lost);
                })
                .toList();
    }

    @Override
    public CompletionStage<Done> remove(Peer peer, Context context) {
        var member = members.find(peer.node());
        if (member.isEmpty()) {
            return CompletableFuture.failedStage(new Refusal(404, "no server has the name " + peer.node()));
        }
        if (peer.status() == Status.ALIVE) {
            return CompletableFuture.failedStage(
                    new Refusal(400, "server " + peer.node() + " is alive: have it leave itself, with engine leave"));
        }
        return removal.remove(member.get(), true);
    }

    @Override
    public CompletionStage<Recovery> recover(Context context) {
        var lost = peers().stream()
                .filter(peer -> peer.status() == Status.UNREACHABLE || peer.status() == Status.FAILED)
                .toList();
        var removed = new ArrayList<String>();
        CompletionStage<Done> done = CompletableFuture.completedStage(Done.done());
        for (var peer : lost) {
            removed.add(peer.node());
            var member = members.find(peer.node());
            if (member.isPresent()) {
                done = done.thenCompose(_ -> removal.remove(member.get(), true));
            }
        }
        return done.thenCompose(_ -> recovered.apply(lost.size()))
                .thenApply(_ -> new Recovery(removed, members.servers().size()));
    }
}
