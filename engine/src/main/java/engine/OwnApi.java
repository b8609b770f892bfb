package engine;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The agent's own HTTP API, asked as anybody asks it: a client agent has a server answer.
 *
 * @param answers answers requests, once there is something to answer them
 */
record OwnApi(ActorSystem<?> system, CompletionStage<Function<HttpRequest, CompletionStage<HttpResponse>>> answers) {
    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** What was answered with 200; index 0 where there is none. */
    record Reply(long index, String body) {}

    /** What there is at a path, as soon as it is news after an index, or after a while; at once for 0. */
    CompletionStage<Reply> after(String path, long index) {
        var query = (path.indexOf('?') < 0 ? "?" : "&") + "index=" + Long.toUnsignedString(index) + "&wait="
                + WAIT.toSeconds() + "s";
        return ask(HttpRequest.GET(index == 0 ? path : path + query), WAIT.plus(ANSWER_LIMIT.multipliedBy(2)));
    }

    /** Fails for an answer with another status than 200. */
    CompletionStage<Reply> ask(HttpRequest request) {
        return ask(request, ANSWER_LIMIT);
    }

    private CompletionStage<Reply> ask(HttpRequest request, Duration limit) {
        return answers.thenCompose(api -> api.apply(request)
                .thenCompose(response -> response.entity()
                        .toStrict(ANSWER_LIMIT.toMillis(), system)
                        .thenApply(entity -> reply(response, entity.getData().utf8String())))
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Reply reply(HttpResponse response, String body) {
        if (response.status().intValue() != 200) {
            throw new IllegalStateException("answered with " + response.status());
        }
        var index = response.getHeader("X-Consul-Index")
                .map(header -> Long.parseUnsignedLong(header.value()))
                .orElse(0L);
        return new Reply(index, body);
    }
}
