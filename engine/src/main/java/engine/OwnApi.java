package engine;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.sources.Answer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;

/**
 * The agent's own HTTP API, asked as anybody asks it: a client agent has a server answer.
 *
 * @param answers answers requests, once there is something to answer them
 */
record OwnApi(ActorSystem<?> system, CompletionStage<Function<HttpRequest, CompletionStage<HttpResponse>>> answers) {
    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 64 << 20;

    /** What was answered with 200; index 0 where there is none. */
    record Reply(long index, String body) {}

    /** What there is at a path, as soon as it is news after an index, or after a while; at once for 0. */
    CompletionStage<Reply> after(String path, long index) {
        var query = (path.indexOf('?') < 0 ? "?" : "&") + "index=" + Long.toUnsignedString(index) + "&wait="
                + WAIT.toSeconds() + "s";
        return ask(HttpRequest.get(index == 0 ? path : path + query), WAIT.plus(ANSWER_LIMIT.multipliedBy(2)));
    }

    /** Fails for an answer with another status than 200. */
    CompletionStage<Reply> ask(HttpRequest request) {
        return ask(request, ANSWER_LIMIT);
    }

    private CompletionStage<Reply> ask(HttpRequest request, Duration limit) {
        return answer(request)
                .thenApply(OwnApi::reply)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever is answered, as late as it may be. */
    CompletionStage<Answer> answer(HttpRequest request) {
        return answers.thenCompose(api -> api.apply(request))
                .thenCompose(response -> response.entity()
                        .read(MAX_ANSWER, ANSWER_LIMIT, Materializer.matFromSystem(system))
                        .thenApply(body -> new Answer(
                                response.status(),
                                header(response, "X-Consul-Index"),
                                header(response, "X-Consul-KnownLeader").equals("true"),
                                body.utf8String())));
    }

    private static String header(HttpResponse response, String name) {
        return response.header(name).orElse("");
    }

    private static Reply reply(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("answered with " + answer.status());
        }
        return new Reply(answer.index().isEmpty() ? 0 : Long.parseUnsignedLong(answer.index()), answer.body());
    }
}
