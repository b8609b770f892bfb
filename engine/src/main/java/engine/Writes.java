package engine;

import engine.http.Context;
import engine.http.Refusal;
import engine.state.Op;
import engine.state.Store;
import engine.text.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.pattern.StatusReply;

/** Writes on behalf of HTTP requests. */
record Writes(ActorRef<Store.Command> store, ActorSystem<?> system) {

    /** Does {@code ops}; the answer is whether all conditions held. */
    CompletionStage<Boolean> write(List<Op> ops, Context context) {
        return ask(store, replyTo -> new Store.Write(ops, replyTo), context);
    }

    /** Does what {@code ops} gives; names that cannot be kept are a refused request. */
    CompletionStage<Boolean> write(Supplier<List<Op>> ops, Context context) {
        try {
            return write(ops.get(), context);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(new Refusal(400, Reason.of(e)));
        }
    }

    /** Asks any actor that answers so; an error that it answers is a refused request. */
    <C> CompletionStage<Boolean> ask(
            ActorRef<C> actor, Function<ActorRef<StatusReply<Boolean>>, C> question, Context context) {
        return new Asking(system).ask(actor, question, context);
    }
}
