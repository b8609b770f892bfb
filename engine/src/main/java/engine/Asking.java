package engine;

import engine.http.Context;
import engine.http.Refusal;
import engine.text.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;

/** Asks actors on behalf of HTTP requests; what they refuse becomes an HTTP error. */
record Asking(ActorSystem<?> system) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Asks any actor that answers so; an error that it answers is a refused request. */
    <C> CompletionStage<Boolean> ask(
            ActorRef<C> actor, Function<ActorRef<StatusReply<Boolean>>, C> question, Context context) {
        return result(actor, question, context, LONGEST);
    }

    /** The same for another answer, and up to another limit. */
    <C, T> CompletionStage<T> result(
            ActorRef<C> actor, Function<ActorRef<StatusReply<T>>, C> question, Context context, Duration longest) {
        var left = Duration.between(Instant.now(), context.deadline());
        var timeout = left.compareTo(longest) < 0 && left.isPositive() ? left : longest;
        return AskPattern.askWithStatus(actor, question::apply, timeout, system.scheduler())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(refusal(failure)));
    }

    private static Refusal refusal(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case StatusReply.ErrorMessage told -> new Refusal(500, Reason.of(told));
            case TimeoutException _ ->
                new Refusal(500, "the write was not answered in time: it may or may not have happened");
            default -> new Refusal(500, "the write was not done: " + Reason.of(failure));
        };
    }
}
