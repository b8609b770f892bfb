package engine;

import engine.http.Refusal;
import engine.state.Key;
import engine.state.Op;
import engine.state.Store;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Takes agents that are not there out of everything, on a server.
 *
 * @param forget told the id of a server that is none of the cluster any more
 */
record Removal(
        ActorSystem<?> system, ServerState state, ClusterNode cluster, Members members, Consumer<String> forget) {

    /**
     * At the wish of somebody; an agent that is alive is not taken out.
     *
     * @param prune whether it is forgotten too, instead of known as one that has left
     */
    CompletionStage<Done> forceLeave(String node, boolean prune) {
        var known = members.find(node);
        if (known.isEmpty()) {
            return CompletableFuture.failedStage(new Refusal(500, "agent: No node found with name '" + node + "'"));
        }
        if (members.alive(known.get())) {
            return CompletableFuture.failedStage(
                    new Refusal(500, "agent: node " + node + " is alive: have it leave itself"));
        }
        return remove(known.get(), prune);
    }

    CompletionStage<Done> remove(Value.Member member, boolean prune) {
        if (member.server()) {
            cluster.down(Members.address(member));
            forget.accept(member.id());
        }
        var left = member.with(Standing.LEFT, member.via(), Instant.now());
        return state.ask(system, replyTo -> new Store.DeleteNode(member.name(), replyTo))
                .thenCompose(_ -> prune
                        ? state.ask(
                                system,
                                replyTo ->
                                        new Store.Write(List.of(new Op.Delete(new Key.Member(member.name()))), replyTo))
                        : state.ask(system, replyTo -> new Store.Stand(left, replyTo)))
                .thenApply(_ -> Done.done());
    }

    /** Forgets deletions older than this. The same instant on all servers, so that they forget the same at about one time. */
    void sweep(Duration retention) {
        state.store().tell(new Store.Sweep(Instant.now().minus(retention).truncatedTo(ChronoUnit.HOURS)));
    }
}
